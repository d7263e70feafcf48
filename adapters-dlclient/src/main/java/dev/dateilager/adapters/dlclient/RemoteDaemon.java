package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.proto.pb.CachedGrpc;
import dev.dateilager.proto.pb.PopulateDiskCacheRequest;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/** A node's cache daemon, over {@code pb.Cached}. */
final class RemoteDaemon {
  private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");

  private final Server server;

  RemoteDaemon(Server server) {
    this.server = server;
  }

  Populated populate(String path) throws DateiLagerException {
    var trailers = new AtomicReference<Metadata>();
    long number =
        server
            .unary(
                CachedGrpc.getPopulateDiskCacheMethod(),
                PopulateDiskCacheRequest.newBuilder().setPath(path).build(),
                MetadataUtils.newCaptureMetadataInterceptor(new AtomicReference<>(), trailers))
            .getVersion();
    Metadata told = trailers.get() == null ? new Metadata() : trailers.get();
    return new Populated(
        number == CacheVersion.NONE ? Optional.empty() : Optional.of(Wire.cacheVersion(number)),
        text(told, Wire.PLACE_MODE).flatMap(LinkMode::named),
        count(told, Wire.PLACE_LINKED),
        count(told, Wire.PLACE_CLONED),
        count(told, Wire.PLACE_COPIED),
        text(told, Wire.PLACE_WHY).orElse(""));
  }

  private static Optional<String> text(Metadata told, Metadata.Key<String> key) {
    return Optional.ofNullable(told.get(key));
  }

  /** Told for information: what is no number is as good as untold. */
  private static OptionalLong count(Metadata told, Metadata.Key<String> key) {
    Optional<String> digits = text(told, key).filter(COUNT.asMatchPredicate());
    return digits.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(digits.get()));
  }
}
