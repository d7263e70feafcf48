package dev.dateilager.adapters.grpc;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A program that connects to a socket and says whether it hears anything there. Needs the JDK only.
 */
final class SocketPeer {
  /** What it says when the server began to speak HTTP/2. */
  static final String SERVED = "served";

  /** What it says when the connection ended without a byte. */
  static final String CUT_OFF = "cut off";

  private SocketPeer() {}

  public static void main(String[] arguments) {
    try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(arguments[0]))) {
      System.out.println(channel.read(ByteBuffer.allocate(1)) > 0 ? SERVED : CUT_OFF);
    } catch (IOException reset) {
      System.out.println(
          "Connection reset".equals(reset.getMessage()) ? CUT_OFF : reset.toString());
    }
  }
}
