package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.PlacementReport;
import dev.dateilager.proto.pb.CachedGrpc;
import dev.dateilager.proto.pb.PopulateDiskCacheRequest;
import dev.dateilager.proto.pb.PopulateDiskCacheResponse;
import io.grpc.stub.StreamObserver;

/** {@code pb.Cached} (wire.md §3); the trailers say how the golden copy was placed (I8). */
final class CachedService extends CachedGrpc.CachedImplBase {
  private final Populator populator;
  private final Handlers handlers;

  CachedService(Populator populator, Handlers handlers) {
    this.populator = populator;
    this.handlers = handlers;
  }

  @Override
  public void populateDiskCache(
      PopulateDiskCacheRequest request, StreamObserver<PopulateDiskCacheResponse> out) {
    handlers.unary(
        out,
        role -> {
          PlacementReport report = populator.populate(role, request.getPath());
          EdgeCall.CURRENT.get().addTrailers(Wire.placement(report));
          return PopulateDiskCacheResponse.newBuilder().setVersion(version(report)).build();
        });
  }

  /** No database numbers a cache version 0: it stands for a server without one. */
  private static long version(PlacementReport report) {
    return report.version().value() == 0 ? CacheVersion.NONE : report.version().value();
  }
}
