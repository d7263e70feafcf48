package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.TokenVerifier;
import dev.dateilager.domain.catalog.ContentBudget;
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

/** An edge with a channel to it, and what its access log was told. */
final class RunningEdge implements AutoCloseable {
  /** One line of the log of calls, as most tests look at it. */
  record Ended(String method, Status.Code code, String subject) {}

  static final EdgeSettings SETTINGS =
      EdgeSettings.of(0, new TlsFiles(Path.of("none"), Path.of("none")))
          .withHost("127.0.0.1")
          .withEnvironment(Environment.TEST);

  final RecordingWatch watch;
  final GrpcEdge edge;
  final ManagedChannel channel;

  private RunningEdge(RecordingWatch watch, GrpcEdge edge, ManagedChannel channel) {
    this.watch = watch;
    this.edge = edge;
    this.channel = channel;
  }

  static RunningEdge inProcess(Catalog catalog) throws DateiLagerException {
    return inProcess(SETTINGS, new KnownTokens(), served(catalog));
  }

  /** Of a catalogue whose updates may bring 64 MiB at once. */
  static Served served(Catalog catalog) {
    return new Served.Files(catalog, new ContentBudget(64L << 20, Duration.ofSeconds(20)));
  }

  static RunningEdge inProcess(EdgeSettings settings, TokenVerifier verifier, Served served)
      throws DateiLagerException {
    var name = UUID.randomUUID().toString();
    var watch = new RecordingWatch();
    var edge =
        GrpcEdge.start(settings, new InProcessTransport(name), verifier, served, watch.watch());
    return new RunningEdge(watch, edge, InProcessChannelBuilder.forName(name).build());
  }

  static RunningEdge overTls(Path directory, EdgeSettings settings, Catalog catalog)
      throws DateiLagerException, IOException {
    return overTls(directory, settings, served(catalog));
  }

  static RunningEdge overTls(Path directory, EdgeSettings settings, Served served)
      throws DateiLagerException, IOException {
    TlsFiles files = SelfSignedCertificate.in(directory, Set.of(), InstantSource.system());
    var watch = new RecordingWatch();
    var edge =
        GrpcEdge.start(
            settings.withTls(files),
            new NettyTransport(),
            new KnownTokens(),
            served,
            watch.watch());
    var channel =
        NettyChannelBuilder.forAddress("localhost", edge.port())
            .flowControlWindow(64 << 10)
            .sslContext(
                GrpcSslContexts.forClient().trustManager(files.certificate().toFile()).build())
            .build();
    return new RunningEdge(watch, edge, channel);
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
    CallLog.Ended next = RecordingWatch.next(watch.ended);
    return new Ended(next.method(), Status.Code.valueOf(next.code()), next.subject());
  }

  @Override
  public void close() {
    channel.shutdownNow();
    edge.stop(Duration.ZERO);
  }
}
