package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.Limits;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A channel over TLS with threads of its own, made lazily (wire.md §6). Closing it ends them at
 * once: a process that exits while they sit in the kernel waits 300 ms for them (build-notes.md
 * §8).
 */
final class Connection implements AutoCloseable {
  /** Longest message over a socket of this machine, either way. */
  static final int MAX_BYTES = Math.toIntExact(Limits.DEFAULT.messageBytes());

  private static final Duration PING = Duration.ofSeconds(10);
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(1);
  private static final long CLOSE_SECONDS = 2;

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dlclient-", 0).factory());
  private final ManagedChannel channel;

  private Connection(NettyChannelBuilder target, int maxMessageBytes, int windowBytes) {
    channel =
        target
            .eventLoopGroup(loop)
            .executor(threads)
            .maxInboundMessageSize(maxMessageBytes)
            .flowControlWindow(windowBytes)
            .keepAliveTime(PING.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveTimeout(PING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .keepAliveWithoutCalls(true)
            .disableServiceConfigLookUp()
            .defaultServiceConfig(serviceConfig())
            .enableRetry()
            .build();
  }

  /**
   * Connects at the first call.
   *
   * @throws InvalidArgument if the certificates that are to be believed cannot be read
   */
  static Connection to(ClientSettings settings) throws InvalidArgument {
    return new Connection(
        NettyChannelBuilder.forTarget(settings.target())
            .overrideAuthority(settings.authority())
            .sslContext(TlsTrust.context(settings.trust()))
            .channelType(NioSocketChannel.class),
        settings.maxMessageBytes(),
        settings.windowBytes());
  }

  /** Connects at the first call, over a socket of this machine, in plain text. */
  static Connection to(UnixDomainSocketAddress socket) {
    return new Connection(
        NettyChannelBuilder.forAddress(socket)
            .overrideAuthority("localhost") // a path is no name of a host
            .usePlaintext()
            .channelType(NioDomainSocketChannel.class),
        MAX_BYTES,
        ClientSettings.DEFAULT_WINDOW_BYTES);
  }

  Channel channel() {
    return channel;
  }

  /** Spreads calls over all addresses; repeats reads, and nothing else, when the server is away. */
  static Map<String, ?> serviceConfig() {
    return Map.of(
        "loadBalancingConfig",
        List.of(Map.of("round_robin", Map.of())),
        "methodConfig",
        List.of(
            Map.of(
                "name",
                Stream.of("Get", "GetUnary", "GetCompress")
                    .map(method -> Map.of("service", "pb.Fs", "method", method))
                    .toList(),
                "retryPolicy",
                Map.of(
                    "maxAttempts",
                    3.0,
                    "initialBackoff",
                    "0.1s",
                    "maxBackoff",
                    "1s",
                    "backoffMultiplier",
                    2.0,
                    "retryableStatusCodes",
                    List.of("UNAVAILABLE", "DEADLINE_EXCEEDED")))));
  }

  @Override
  public void close() {
    try {
      channel.shutdownNow().awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
    threads.shutdownNow();
  }
}
