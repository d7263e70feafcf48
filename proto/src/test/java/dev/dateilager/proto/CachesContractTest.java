package dev.dateilager.proto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.proto.v1.CachesGrpc;
import dev.dateilager.proto.v1.CachesProto;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code dateilager.v1.Caches} to what peers may rely on: lines may be added below, but none
 * may change or go.
 */
class CachesContractTest {
  private static final WireContract PUBLISHED =
      WireContract.of(
          """
          syntax proto3
          package dateilager.v1
          go_package ''
          service dateilager.v1.Caches
          method dateilager.v1.Caches/CreateCache:\
           UNARY dateilager.v1.CreateCacheRequest -> dateilager.v1.CacheInfo
          method dateilager.v1.Caches/ListCaches:\
           UNARY dateilager.v1.ListCachesRequest -> dateilager.v1.ListCachesResponse
          method dateilager.v1.Caches/DownloadCache:\
           SERVER_STREAMING dateilager.v1.DownloadCacheRequest -> dateilager.v1.DownloadCacheResponse
          method dateilager.v1.Caches/InspectCache:\
           SERVER_STREAMING dateilager.v1.InspectCacheRequest -> dateilager.v1.InspectCacheResponse
          method dateilager.v1.Caches/RetireCache:\
           UNARY dateilager.v1.RetireCacheRequest -> dateilager.v1.CacheInfo
          message dateilager.v1.CreateCacheRequest
          field dateilager.v1.CreateCacheRequest.prefix = 1: SINGULAR string
          field dateilager.v1.CreateCacheRequest.max_packs = 2: SINGULAR int64
          field dateilager.v1.CreateCacheRequest.max_bytes = 3: SINGULAR int64
          message dateilager.v1.CacheInfo
          field dateilager.v1.CacheInfo.version = 1: SINGULAR int64
          field dateilager.v1.CacheInfo.packs = 2: SINGULAR int64
          field dateilager.v1.CacheInfo.bytes = 3: SINGULAR int64
          message dateilager.v1.ListCachesRequest
          message dateilager.v1.ListCachesResponse
          field dateilager.v1.ListCachesResponse.caches = 1: REPEATED dateilager.v1.CacheInfo
          message dateilager.v1.DownloadCacheRequest
          field dateilager.v1.DownloadCacheRequest.version = 1: OPTIONAL int64
          field dateilager.v1.DownloadCacheRequest.have_hashes = 2: REPEATED bytes
          message dateilager.v1.DownloadCacheResponse
          oneof dateilager.v1.DownloadCacheResponse.part: head, pack
          field dateilager.v1.DownloadCacheResponse.head = 1: SINGULAR dateilager.v1.CacheHead
          field dateilager.v1.DownloadCacheResponse.pack = 2: SINGULAR dateilager.v1.PackPart
          message dateilager.v1.CacheHead
          field dateilager.v1.CacheHead.cache = 1: SINGULAR dateilager.v1.CacheInfo
          field dateilager.v1.CacheHead.hashes = 2: REPEATED bytes
          field dateilager.v1.CacheHead.packs_to_come = 3: SINGULAR int64
          message dateilager.v1.PackPart
          field dateilager.v1.PackPart.hash = 1: SINGULAR bytes
          field dateilager.v1.PackPart.data = 2: SINGULAR bytes
          field dateilager.v1.PackPart.continued = 3: SINGULAR bool
          message dateilager.v1.InspectCacheRequest
          field dateilager.v1.InspectCacheRequest.version = 1: OPTIONAL int64
          message dateilager.v1.InspectCacheResponse
          oneof dateilager.v1.InspectCacheResponse.part: head, pack, project
          field dateilager.v1.InspectCacheResponse.head = 1: SINGULAR dateilager.v1.CacheInfo
          field dateilager.v1.InspectCacheResponse.pack = 2: SINGULAR dateilager.v1.PackUse
          field dateilager.v1.InspectCacheResponse.project = 3: SINGULAR dateilager.v1.ProjectUse
          message dateilager.v1.PackUse
          field dateilager.v1.PackUse.hash = 1: SINGULAR bytes
          field dateilager.v1.PackUse.bytes = 2: OPTIONAL int64
          field dateilager.v1.PackUse.path = 3: SINGULAR string
          field dateilager.v1.PackUse.projects = 4: SINGULAR int64
          message dateilager.v1.ProjectUse
          field dateilager.v1.ProjectUse.project = 1: SINGULAR int64
          field dateilager.v1.ProjectUse.packs = 2: SINGULAR int64
          message dateilager.v1.RetireCacheRequest
          field dateilager.v1.RetireCacheRequest.version = 1: SINGULAR int64
          field dateilager.v1.RetireCacheRequest.force = 2: SINGULAR bool
          """
              .lines()
              .toList());

  @Test
  void descriptors_areWhatWasPublished() {
    assertThat(PUBLISHED.differences(DescribedContract.of(CachesProto.getDescriptor()))).isEmpty();
  }

  @Test
  void grpcMethods_areWhatWasPublished() {
    assertThat(DescribedContract.methodsOf(CachesGrpc.getServiceDescriptor()))
        .isEqualTo(PUBLISHED.methods());
  }
}
