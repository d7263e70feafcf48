package dev.dateilager.adapters.postgres.socket;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Socket} over a UNIX socket, as far as the PostgreSQL driver uses one.
 *
 * <p>Unlike the streams of {@link java.nio.channels.Channels} it keeps the read time-out that the
 * driver sets, for reads and for writes: a server that stops answering is noticed (I26). An
 * interrupt ends a read or write and closes the socket. One thread may read while another writes;
 * any thread may close.
 */
final class UnixSocket extends Socket {
  private final Path path;
  private final TimedChannel channel;
  private volatile int timeoutMillis;

  UnixSocket(Path path) throws IOException {
    this.path = path;
    this.channel = new TimedChannel(SocketChannel.open(java.net.StandardProtocolFamily.UNIX));
  }

  /** Connects to the path it was made with; a local socket answers at once or never will. */
  @Override
  public void connect(@Nullable SocketAddress ignored, int timeout) throws IOException {
    channel.connect(UnixDomainSocketAddress.of(path));
  }

  @Override
  public void connect(@Nullable SocketAddress ignored) throws IOException {
    connect(ignored, 0);
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        return channel.read(target, offset, length, timeoutMillis);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
      }

      @Override
      public void write(byte[] source, int offset, int length) throws IOException {
        channel.write(source, offset, length, timeoutMillis);
      }

      @Override
      public void close() throws IOException {
        channel.close();
      }
    };
  }

  @Override
  public void setSoTimeout(int millis) {
    timeoutMillis = millis;
  }

  @Override
  public int getSoTimeout() {
    return timeoutMillis;
  }

  @Override
  public void setTcpNoDelay(boolean on) {} // nothing is delayed here

  @Override
  public void setKeepAlive(boolean on) {} // the kernel knows when the other process is gone

  @Override
  public void setSendBufferSize(int size) {}

  @Override
  public void setReceiveBufferSize(int size) {}

  @Override
  public int getSendBufferSize() {
    return 1 << 16;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  @Override
  public boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public boolean isConnected() {
    return channel.isConnected();
  }

  @Override
  public void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }
}
