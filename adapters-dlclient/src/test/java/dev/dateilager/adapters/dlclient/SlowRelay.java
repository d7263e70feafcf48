package dev.dateilager.adapters.dlclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A slow line to a server of this machine: about 200 KiB a second of answers, and after so many
 * bytes of them no more, though it stays open.
 */
final class SlowRelay implements AutoCloseable {
  private static final int PIECE = 8 << 10;
  private static final long PAUSE_MILLIS = 40;

  private final ServerSocket listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final int server;
  private final long most;

  private SlowRelay(int server, long most) throws IOException {
    this.server = server;
    this.most = most;
  }

  static SlowRelay to(int server, long most) throws IOException {
    var relay = new SlowRelay(server, most);
    Thread.startVirtualThread(relay::accept);
    return relay;
  }

  int port() {
    return listening.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = listening.accept();
        var far = new Socket(InetAddress.getLoopbackAddress(), server);
        sockets.addAll(List.of(near, far));
        Thread.startVirtualThread(() -> pass(near, far, Long.MAX_VALUE, 0));
        Thread.startVirtualThread(() -> pass(far, near, most, PAUSE_MILLIS));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private static void pass(Socket from, Socket to, long most, long pause) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      var piece = new byte[PIECE];
      long passed = 0;
      int read = in.read(piece);
      while (read >= 0 && passed < most) {
        out.write(piece, 0, read);
        passed += read;
        Thread.sleep(pause); // this is the line's speed
        read = in.read(piece);
      }
    } catch (IOException _) {
      // one side is gone
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
