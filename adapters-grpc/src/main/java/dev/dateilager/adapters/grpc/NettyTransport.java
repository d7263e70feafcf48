package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import io.grpc.ServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** HTTP/2 over TLS, within the limits of R9 (wire.md §1, §5, I27); owns its event loops. */
final class NettyTransport implements Transport {
  private static final long LOOP_STOP_SECONDS = 2;

  private final EventLoopGroup acceptor =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoopGroup workers =
      new MultiThreadIoEventLoopGroup(
          Runtime.getRuntime().availableProcessors(), NioIoHandler.newFactory());

  private volatile @Nullable ReloadingTls tls;

  @Override
  public ServerBuilder<?> server(EdgeSettings settings) throws InvalidArgument {
    ReloadingTls first = ReloadingTls.of(settings.tls());
    tls = first;
    return limited(NettyServerBuilder.forAddress(address(settings)), settings)
        .bossEventLoopGroup(acceptor)
        .workerEventLoopGroup(workers)
        .channelType(NioServerSocketChannel.class)
        .sslContext(first);
  }

  /** What one peer may ask for, over any kind of connection. */
  static NettyServerBuilder limited(NettyServerBuilder server, EdgeSettings settings) {
    return server
        .maxInboundMessageSize(settings.maxMessageBytes())
        .maxInboundMetadataSize(EdgeSettings.METADATA_BYTES)
        .flowControlWindow(settings.windowBytes())
        .maxConcurrentCallsPerConnection(EdgeSettings.STREAMS_PER_CONNECTION)
        .maxRstFramesPerWindow(EdgeSettings.RESETS_PER_WINDOW, EdgeSettings.RESET_SECONDS)
        .permitKeepAliveTime(EdgeSettings.PERMITTED_PING.toMillis(), TimeUnit.MILLISECONDS)
        .permitKeepAliveWithoutCalls(true)
        .keepAliveTime(EdgeSettings.PING.toMillis(), TimeUnit.MILLISECONDS)
        .keepAliveTimeout(EdgeSettings.PING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .maxConnectionIdle(EdgeSettings.CONNECTION_IDLE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void reloadTls(TlsFiles files) throws InvalidArgument {
    ReloadingTls shown = tls;
    if (shown != null) {
      shown.reload(files);
    }
  }

  @Override
  public String where(EdgeSettings settings) {
    return "%s:%d".formatted(settings.host(), settings.port());
  }

  private static InetSocketAddress address(EdgeSettings settings) {
    return settings.host().isEmpty()
        ? new InetSocketAddress(settings.port())
        : new InetSocketAddress(settings.host(), settings.port());
  }

  /** Ends the event loops; what still runs on them is cut off. */
  @Override
  public void close() {
    var _ = acceptor.shutdownGracefully(0, LOOP_STOP_SECONDS, TimeUnit.SECONDS);
    var _ = workers.shutdownGracefully(0, LOOP_STOP_SECONDS, TimeUnit.SECONDS);
    acceptor.terminationFuture().awaitUninterruptibly(LOOP_STOP_SECONDS, TimeUnit.SECONDS);
    workers.terminationFuture().awaitUninterruptibly(LOOP_STOP_SECONDS, TimeUnit.SECONDS);
  }
}
