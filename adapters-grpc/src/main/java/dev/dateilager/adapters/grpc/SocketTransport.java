package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import io.grpc.ServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.attribute.UserPrincipal;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * HTTP/2 in plain text over a UNIX-domain socket, within the same limits as {@link NettyTransport},
 * for root and the daemon's own user alone (I28). The socket is gone when its server has ended.
 */
final class SocketTransport implements Transport {
  private static final String ROOT = "0";
  private static final long LOOP_STOP_SECONDS = 2;

  private final AdminSocket socket;
  private final Set<UserPrincipal> admitted;
  private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

  private SocketTransport(AdminSocket socket, Set<UserPrincipal> admitted) {
    this.socket = socket;
    this.admitted = admitted;
  }

  /**
   * Makes ready to listen.
   *
   * @throws FailedPrecondition if the users who are let in cannot be told
   */
  static SocketTransport at(AdminSocket socket) throws FailedPrecondition {
    try {
      var admitted = new HashSet<UserPrincipal>();
      admitted.add(socket.owner());
      admitted.add(
          FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(ROOT));
      return new SocketTransport(socket, admitted);
    } catch (IOException unknown) {
      throw new FailedPrecondition(
          "cannot tell who may use socket '%s': %s".formatted(socket, unknown), unknown);
    }
  }

  @Override
  public ServerBuilder<?> server(EdgeSettings settings) throws DateiLagerException {
    return NettyTransport.limited(NettyServerBuilder.forAddress(socket.address()), settings)
        .bossEventLoopGroup(loop)
        .workerEventLoopGroup(loop)
        .channelFactory(this::channel);
  }

  private ServerChannel channel() {
    var channel = new NioServerDomainSocketChannel();
    channel.pipeline().addFirst(new PeerCheck(admitted));
    return channel;
  }

  @Override
  public void listening() throws IOException {
    socket.restrict();
  }

  @Override
  public String where(EdgeSettings settings) {
    return "socket '%s'".formatted(socket);
  }

  @Override
  public void close() {
    var _ = loop.shutdownGracefully(0, LOOP_STOP_SECONDS, TimeUnit.SECONDS);
    loop.terminationFuture().awaitUninterruptibly(LOOP_STOP_SECONDS, TimeUnit.SECONDS);
  }
}
