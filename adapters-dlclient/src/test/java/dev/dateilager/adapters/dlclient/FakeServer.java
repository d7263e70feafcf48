package dev.dateilager.adapters.dlclient;

import dev.dateilager.proto.pb.FsGrpc;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A peer that answers as a test says, truthfully or not, and a client that talks to it. */
final class FakeServer implements AutoCloseable {
  /** The answer's headers and trailers, which a service may fill. */
  static final Context.Key<Metadata> HEADERS = Context.key("headers");

  static final Context.Key<Metadata> TRAILERS = Context.key("trailers");

  /** The metadata of each call, in order. */
  final BlockingQueue<Metadata> received = new LinkedBlockingQueue<>();

  private final Server server;
  private final Runnable atEnd;

  private FakeServer(ServerBuilder<?> builder, BindableService... services) throws IOException {
    this(() -> {}, builder, services);
  }

  private FakeServer(Runnable atEnd, ServerBuilder<?> builder, BindableService... services)
      throws IOException {
    this.atEnd = atEnd;
    Arrays.stream(services).forEach(builder::addService);
    server = builder.intercept(new Recorder(received)).build().start();
  }

  static ClientSettings settings() {
    return ClientSettings.of("localhost", 5051, () -> "token");
  }

  /** A client and an in-process server; closing the first closes both. */
  static InProcess inProcess(BindableService... services) throws IOException {
    return inProcess(settings(), services);
  }

  static InProcess inProcess(ClientSettings settings, BindableService... services)
      throws IOException {
    var name = UUID.randomUUID().toString();
    var server = new FakeServer(InProcessServerBuilder.forName(name), services);
    var channel = InProcessChannelBuilder.forName(name).build();
    return new InProcess(server, channel, DateiLagerClient.over(settings, channel));
  }

  static FakeServer overTls(TestIdentity identity, BindableService service) throws IOException {
    return new FakeServer(
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .maxInboundMessageSize(1 << 20)
            .flowControlWindow(64 << 10)
            .sslContext(
                GrpcSslContexts.forServer(identity.certificate().toFile(), identity.key().toFile())
                    .build()),
        service);
  }

  /** A server that listens on a socket of this machine, in plain text. */
  static FakeServer onSocket(UnixDomainSocketAddress socket, BindableService service)
      throws IOException {
    var loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    return new FakeServer(
        loop::close,
        NettyServerBuilder.forAddress(socket)
            .bossEventLoopGroup(loop)
            .workerEventLoopGroup(loop)
            .channelType(NioServerDomainSocketChannel.class),
        service);
  }

  int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    atEnd.run();
  }

  /** A client with its server. */
  record InProcess(FakeServer server, ManagedChannel channel, DateiLagerClient client)
      implements AutoCloseable {
    @Override
    public void close() {
      client.close();
      channel.shutdownNow();
      server.close();
    }
  }

  /** A service whose methods a test overrides. */
  static class FakeFs extends FsGrpc.FsImplBase {}

  private record Recorder(BlockingQueue<Metadata> received) implements ServerInterceptor {
    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
      received.add(headers);
      var answerHeaders = new Metadata();
      var trailers = new Metadata();
      var merging =
          new SimpleForwardingServerCall<Q, R>(call) {
            private boolean sent;

            @Override
            public void sendHeaders(Metadata more) {
              more.merge(answerHeaders);
              sent = true;
              super.sendHeaders(more);
            }

            @Override
            public void close(Status status, Metadata more) {
              if (!sent && !answerHeaders.keys().isEmpty()) {
                sendHeaders(new Metadata());
              }
              more.merge(trailers);
              super.close(status, more);
            }
          };
      Context context =
          Context.current().withValue(HEADERS, answerHeaders).withValue(TRAILERS, trailers);
      return Contexts.interceptCall(context, merging, headers, next);
    }
  }
}
