package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.catalog.CacheListing;
import dev.dateilager.domain.catalog.CacheSink;
import dev.dateilager.domain.catalog.CacheUseSink;
import dev.dateilager.domain.catalog.PackUse;
import dev.dateilager.domain.catalog.ProjectUse;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.proto.v1.CacheInfo;
import dev.dateilager.proto.v1.CachesGrpc;
import dev.dateilager.proto.v1.CreateCacheRequest;
import dev.dateilager.proto.v1.DownloadCacheRequest;
import dev.dateilager.proto.v1.DownloadCacheResponse;
import dev.dateilager.proto.v1.InspectCacheRequest;
import dev.dateilager.proto.v1.InspectCacheResponse;
import dev.dateilager.proto.v1.ListCachesRequest;
import dev.dateilager.proto.v1.ListCachesResponse;
import dev.dateilager.proto.v1.RetireCacheRequest;
import io.grpc.stub.StreamObserver;

/** {@code dateilager.v1.Caches}: what this server offers beyond the frozen services. */
final class CachesService extends CachesGrpc.CachesImplBase {
  private final Catalog catalog;
  private final Handlers handlers;

  CachesService(Catalog catalog, Handlers handlers) {
    this.catalog = catalog;
    this.handlers = handlers;
  }

  @Override
  public void createCache(CreateCacheRequest request, StreamObserver<CacheInfo> out) {
    handlers.unary(
        out,
        role ->
            CachesWire.cache(
                catalog.createCache(
                    role, request.getPrefix(), request.getMaxPacks(), request.getMaxBytes())));
  }

  @Override
  public void inspectCache(InspectCacheRequest request, StreamObserver<InspectCacheResponse> out) {
    handlers.streaming(
        out,
        (role, stream) ->
            catalog.inspectCache(role, CachesWire.wanted(request), new UseSink(stream)));
  }

  @Override
  public void retireCache(RetireCacheRequest request, StreamObserver<CacheInfo> out) {
    handlers.unary(
        out,
        role ->
            CachesWire.cache(
                catalog.retireCache(
                    role, CachesWire.version(request.getVersion()), request.getForce())));
  }

  @Override
  public void listCaches(ListCachesRequest request, StreamObserver<ListCachesResponse> out) {
    handlers.unary(
        out,
        role ->
            ListCachesResponse.newBuilder()
                .addAllCaches(catalog.listCaches(role).stream().map(CachesWire::cache).toList())
                .build());
  }

  @Override
  public void downloadCache(
      DownloadCacheRequest request, StreamObserver<DownloadCacheResponse> out) {
    handlers.streaming(
        out,
        (role, stream) ->
            catalog.downloadCache(
                role,
                CachesWire.wanted(request),
                CachesWire.have(request),
                new SendingSink(stream)));
  }

  /** Sends what a cache version holds, then who uses it. */
  private record UseSink(ResponseStream<InspectCacheResponse> stream) implements CacheUseSink {
    @Override
    public void begin(dev.dateilager.domain.catalog.CacheInfo cache) throws DateiLagerException {
      stream.send(InspectCacheResponse.newBuilder().setHead(CachesWire.cache(cache)).build());
    }

    @Override
    public void pack(PackUse use) throws DateiLagerException {
      stream.send(InspectCacheResponse.newBuilder().setPack(CachesWire.pack(use)).build());
    }

    @Override
    public void project(ProjectUse use) throws DateiLagerException {
      stream.send(InspectCacheResponse.newBuilder().setProject(CachesWire.project(use)).build());
    }
  }

  /** Sends the head, then the packs in pieces. */
  private record SendingSink(ResponseStream<DownloadCacheResponse> stream) implements CacheSink {
    @Override
    public void begin(CacheListing listing, long toCome) throws DateiLagerException {
      stream.send(CachesWire.head(listing, toCome));
    }

    @Override
    public void pack(ContentHash hash, Blob packed) throws DateiLagerException {
      int at = 0;
      do {
        int end = Math.min(packed.length(), at + CachesWire.PART_BYTES);
        stream.send(CachesWire.part(hash, packed, at, end));
        at = end;
      } while (at < packed.length());
    }
  }
}
