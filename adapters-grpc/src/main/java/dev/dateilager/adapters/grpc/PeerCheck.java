package dev.dateilager.adapters.grpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandlerContext;
import io.grpc.netty.shaded.io.netty.channel.ChannelInboundHandlerAdapter;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioChannelOption;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Lets a connection to a UNIX-domain socket in only if the kernel says that one of certain users
 * made it (I28); others are cut off before a byte of theirs is read. Stands before the acceptor in
 * the pipeline of the listening channel.
 */
final class PeerCheck extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = System.getLogger(PeerCheck.class.getName());

  private final Set<UserPrincipal> admitted;

  PeerCheck(Set<UserPrincipal> admitted) {
    this.admitted = Set.copyOf(admitted);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) throws Exception {
    Channel connection = (Channel) accepted;
    UnixDomainPrincipal peer =
        connection.config().getOption(NioChannelOption.of(ExtendedSocketOptions.SO_PEERCRED));
    if (admits(peer)) {
      super.channelRead(context, accepted);
    } else {
      connection.unsafe().closeForcibly(); // not registered yet: there is no other way
      LOG.log(
          Level.WARNING,
          "refused a connection of user {0} to the admin socket",
          peer == null ? "unknown" : peer.user().getName());
    }
  }

  private boolean admits(@Nullable UnixDomainPrincipal peer) {
    return peer != null && admitted.contains(peer.user());
  }
}
