package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import io.grpc.ServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** HTTP/2 over TLS, within the limits of R9 (wire.md §1, §5, I27); owns its event loops. */
final class NettyTransport implements Transport {
  private static final long LOOP_STOP_SECONDS = 2;

  private final EventLoopGroup acceptor =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final EventLoopGroup workers =
      new MultiThreadIoEventLoopGroup(
          Runtime.getRuntime().availableProcessors(), NioIoHandler.newFactory());

  @Override
  public ServerBuilder<?> server(EdgeSettings settings) throws InvalidArgument {
    return limited(NettyServerBuilder.forAddress(address(settings)), settings)
        .bossEventLoopGroup(acceptor)
        .workerEventLoopGroup(workers)
        .channelType(NioServerSocketChannel.class)
        .sslContext(tls(settings.tls()));
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
  public String where(EdgeSettings settings) {
    return "%s:%d".formatted(settings.host(), settings.port());
  }

  private static InetSocketAddress address(EdgeSettings settings) {
    return settings.host().isEmpty()
        ? new InetSocketAddress(settings.port())
        : new InetSocketAddress(settings.host(), settings.port());
  }

  private static SslContext tls(TlsFiles files) throws InvalidArgument {
    try (InputStream certificate = Files.newInputStream(files.certificate());
        InputStream key = Files.newInputStream(files.key())) {
      return GrpcSslContexts.forServer(certificate, key).protocols("TLSv1.3", "TLSv1.2").build();
    } catch (NoSuchFileException missing) {
      throw new InvalidArgument("no TLS file '%s'".formatted(missing.getFile()));
    } catch (SSLException | IllegalArgumentException unusable) {
      // not passed on: it may quote the key (I23)
      throw new InvalidArgument(
          "cannot use the TLS certificate '%s' with the key '%s'"
              .formatted(files.certificate(), files.key()));
    } catch (IOException unreadable) {
      throw new InvalidArgument(
          "cannot read the TLS certificate '%s' and key '%s': %s"
              .formatted(files.certificate(), files.key(), unreadable.getMessage()),
          unreadable);
    }
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
