package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.CacheDownload;
import dev.dateilager.domain.staging.CacheSource;
import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.GetCacheRequest;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** The cache versions of a server, over {@code pb.Fs/GetCache}. */
final class RemoteCaches implements CacheSource {
  private final Server server;

  RemoteCaches(Server server) {
    this.server = server;
  }

  @Override
  public CacheDownload open(Optional<CacheVersion> wanted, Set<ContentHash> have)
      throws DateiLagerException {
    var request = GetCacheRequest.newBuilder();
    wanted.ifPresent(version -> request.setVersion(version.value()));
    var headers = new AtomicReference<Metadata>();
    var call =
        server.download(
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
