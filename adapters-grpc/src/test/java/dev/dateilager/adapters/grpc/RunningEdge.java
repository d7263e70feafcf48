package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.TokenVerifier;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Environment;
import dev.dateilager.proto.pb.CachedGrpc;
import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.v1.CachesGrpc;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An edge with a channel to it, and what its access log was told. */
final class RunningEdge implements AutoCloseable {
  /** One line of the access log. */
  record Ended(String method, Status.Code code, String subject) {}

  static final EdgeSettings SETTINGS =
      EdgeSettings.of(0, new TlsFiles(Path.of("none"), Path.of("none")))
          .withHost("127.0.0.1")
          .withEnvironment(Environment.TEST);

  final BlockingQueue<Ended> ended;
  final GrpcEdge edge;
  final ManagedChannel channel;

  private RunningEdge(BlockingQueue<Ended> ended, GrpcEdge edge, ManagedChannel channel) {
    this.ended = ended;
    this.edge = edge;
    this.channel = channel;
  }

  static RunningEdge inProcess(Catalog catalog) throws DateiLagerException {
    return inProcess(SETTINGS, new KnownTokens(), new Served.Files(catalog));
  }

  static RunningEdge inProcess(EdgeSettings settings, TokenVerifier verifier, Served served)
      throws DateiLagerException {
    var name = UUID.randomUUID().toString();
    var ended = new LinkedBlockingQueue<Ended>();
    var edge = GrpcEdge.start(settings, new InProcessTransport(name), verifier, served, log(ended));
    return new RunningEdge(ended, edge, InProcessChannelBuilder.forName(name).build());
  }

  static RunningEdge overTls(Path directory, EdgeSettings settings, Catalog catalog)
      throws DateiLagerException, IOException {
    TlsFiles files = SelfSignedCertificate.in(directory, Set.of(), InstantSource.system());
    var withTls =
        new EdgeSettings(
            settings.host(),
            settings.port(),
            files,
            settings.environment(),
            settings.maxMessageBytes(),
            settings.windowBytes(),
            settings.patience());
    var ended = new LinkedBlockingQueue<Ended>();
    var edge =
        GrpcEdge.start(
            withTls,
            new NettyTransport(),
            new KnownTokens(),
            new Served.Files(catalog),
            log(ended));
    var channel =
        NettyChannelBuilder.forAddress("localhost", edge.port())
            .flowControlWindow(64 << 10)
            .sslContext(
                GrpcSslContexts.forClient().trustManager(files.certificate().toFile()).build())
            .build();
    return new RunningEdge(ended, edge, channel);
  }

  private static AccessLog log(BlockingQueue<Ended> ended) {
    return (method, code, _, subject) -> ended.add(new Ended(method, code, subject));
  }

  /** The channel, with one authorization of this value on every call. */
  Channel authorized(String value) {
    var headers = new Metadata();
    headers.put(TokenInterceptor.AUTHORIZATION, value);
    return ClientInterceptors.intercept(
        channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  Channel as(String token) {
    return authorized("Bearer " + token);
  }

  FsGrpc.FsBlockingStub fs(String token) {
    return FsGrpc.newBlockingStub(as(token));
  }

  FsGrpc.FsStub fsAsync(String token) {
    return FsGrpc.newStub(as(token));
  }

  CachesGrpc.CachesBlockingStub caches(String token) {
    return CachesGrpc.newBlockingStub(as(token));
  }

  CachedGrpc.CachedBlockingStub cached(String token) {
    return CachedGrpc.newBlockingStub(as(token));
  }

  /** The next line of the access log, waited for. */
  Ended nextEnded() throws InterruptedException {
    Ended next = ended.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("no call ended within 10 s");
    }
    return next;
  }

  @Override
  public void close() {
    channel.shutdownNow();
    edge.stop(Duration.ZERO);
  }
}
