package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.Access;
import dev.dateilager.domain.access.Operation;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import dev.dateilager.proto.v1.CacheInfo;
import dev.dateilager.proto.v1.CachesGrpc;
import dev.dateilager.proto.v1.CreateCacheRequest;
import dev.dateilager.proto.v1.DownloadCacheRequest;
import dev.dateilager.proto.v1.DownloadCacheResponse;
import dev.dateilager.proto.v1.ListCachesRequest;
import dev.dateilager.proto.v1.ListCachesResponse;
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
        role -> Wire.cache(catalog.createCache(role, request.getPrefix(), request.getMaxPacks())));
  }

  @Override
  public void listCaches(ListCachesRequest request, StreamObserver<ListCachesResponse> out) {
    handlers.unary(
        out,
        role ->
            ListCachesResponse.newBuilder()
                .addAllCaches(catalog.listCaches(role).stream().map(Wire::cache).toList())
                .build());
  }

  @Override
  public void downloadCache(
      DownloadCacheRequest request, StreamObserver<DownloadCacheResponse> out) {
    handlers.streaming(
        out,
        (role, _) -> {
          Access.require(role, Operation.DOWNLOAD_CACHE);
          throw new Unsupported("DownloadCache is not offered by this server yet: use GetCache");
        });
  }
}
