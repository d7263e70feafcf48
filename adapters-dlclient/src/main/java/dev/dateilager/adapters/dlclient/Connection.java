package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
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
  private static final Duration PING = Duration.ofSeconds(10);
  private static final Duration PING_TIMEOUT = Duration.ofSeconds(1);
  private static final long CLOSE_SECONDS = 2;

  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("dlclient-", 0).factory());
  private final ManagedChannel channel;

  private Connection(ClientSettings settings, SslContext tls) {
    channel =
        NettyChannelBuilder.forTarget(settings.target())
            .overrideAuthority(settings.authority())
            .sslContext(tls)
            .eventLoopGroup(loop)
            .channelType(NioSocketChannel.class)
            .executor(threads)
            .maxInboundMessageSize(settings.maxMessageBytes())
            .flowControlWindow(settings.windowBytes())
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
    return new Connection(settings, TlsTrust.context(settings.trust()));
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
