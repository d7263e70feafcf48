package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.catalog.Caches;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import dev.dateilager.domain.staging.CacheDownload;
import dev.dateilager.domain.staging.CacheSource;
import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.GetCacheRequest;
import dev.dateilager.proto.v1.CachesGrpc;
import dev.dateilager.proto.v1.DownloadCacheRequest;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * The cache versions of a server, over {@code dateilager.v1.Caches/DownloadCache}, or {@code
 * pb.Fs/GetCache} of a server that has no such thing. That it has not is remembered once its {@code
 * GetCache} has answered: what neither has is no server of this kind, but a gateway in between.
 */
final class RemoteCaches implements CacheSource {
  private final Server server;
  private volatile boolean onlyGetCache;

  RemoteCaches(Server server) {
    this.server = server;
  }

  @Override
  public CacheDownload open(Optional<CacheVersion> wanted, Set<ContentHash> have)
      throws DateiLagerException {
    if (!onlyGetCache) {
      try {
        return downloadCache(wanted, have);
      } catch (Unsupported _) { // a Go server
        CacheDownload whole = getCache(wanted);
        onlyGetCache = true;
        return whole;
      }
    }
    return getCache(wanted);
  }

  private CacheDownload downloadCache(Optional<CacheVersion> wanted, Set<ContentHash> have)
      throws DateiLagerException {
    Set<ContentHash> named =
        have.stream().limit(Caches.MAX_PACKS).collect(Collectors.toUnmodifiableSet());
    var request = DownloadCacheRequest.newBuilder();
    wanted.ifPresent(version -> request.setVersion(version.value()));
    named.forEach(hash -> request.addHaveHashes(Wire.bytes(hash)));
    var download =
        new RemotePartialDownload(
            server.patientDownload(CachesGrpc.getDownloadCacheMethod(), request.build()),
            server.maxMessageBytes());
    try {
      download.begin(wanted, named);
      return download;
    } catch (DateiLagerException | RuntimeException failure) {
      download.close();
      throw failure;
    }
  }

  private CacheDownload getCache(Optional<CacheVersion> wanted) throws DateiLagerException {
    var request = GetCacheRequest.newBuilder();
    wanted.ifPresent(version -> request.setVersion(version.value()));
    var headers = new AtomicReference<Metadata>();
    var call =
        server.patientDownload(
            FsGrpc.getGetCacheMethod(),
            request.build(),
            MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()));
    var download = new RemoteCacheDownload(call, wanted);
    try {
      download.begin(headers::get);
      return download;
    } catch (DateiLagerException | RuntimeException failure) {
      download.close();
      throw failure;
    }
  }
}
