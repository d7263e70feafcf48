package dev.dateilager.adapters.postgres.socket;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A socket channel whose reads and writes end after a time. Not blocking underneath: it waits on a
 * selector for each direction only when the kernel has nothing to give or no room.
 */
final class TimedChannel implements AutoCloseable {
  private final SocketChannel channel;
  private final Selector readable;
  private final Selector writable;

  TimedChannel(SocketChannel channel) throws IOException {
    this.channel = channel;
    this.readable = channel.provider().openSelector();
    this.writable = channel.provider().openSelector();
  }

  void connect(SocketAddress address) throws IOException {
    channel.connect(address);
    channel.configureBlocking(false);
    channel.register(readable, SelectionKey.OP_READ);
    channel.register(writable, SelectionKey.OP_WRITE);
  }

  /**
   * Reads at least one byte unless {@code length} is 0.
   *
   * @param timeoutMillis 0 for no limit
   * @return how many; −1 at the end
   * @throws SocketTimeoutException if nothing came; the channel stays open, as with a TCP socket
   */
  int read(byte[] target, int offset, int length, int timeoutMillis) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuffer buffer = ByteBuffer.wrap(target, offset, length);
    long deadline = deadline(timeoutMillis);
    try {
      int count = channel.read(buffer);
      while (count == 0) {
        await(readable, timeoutMillis, deadline, "an answer");
        count = channel.read(buffer);
      }
      return count;
    } catch (ClosedChannelException | ClosedSelectorException closed) {
      throw closed(closed);
    }
  }

  /** Writes everything, or throws as {@link #read} does; some bytes may have gone then. */
  void write(byte[] source, int offset, int length, int timeoutMillis) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(source, offset, length);
    long deadline = deadline(timeoutMillis);
    try {
      while (buffer.hasRemaining()) {
        if (channel.write(buffer) > 0) {
          deadline = deadline(timeoutMillis); // it moves, so the server lives
        } else {
          await(writable, timeoutMillis, deadline, "room to write");
        }
      }
    } catch (ClosedChannelException | ClosedSelectorException closed) {
      throw closed(closed);
    }
  }

  private void await(Selector selector, int timeoutMillis, long deadline, String what)
      throws IOException {
    long left =
        timeoutMillis == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (timeoutMillis != 0 && left <= 0) {
      throw new SocketTimeoutException("waited %d ms for %s".formatted(timeoutMillis, what));
    }
    selector.select(left);
    selector.selectedKeys().clear();
    if (Thread.currentThread().isInterrupted()) {
      close();
      throw new InterruptedIOException("interrupted while waiting for " + what);
    }
  }

  private static long deadline(int timeoutMillis) {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
  }

  private static SocketException closed(Exception cause) {
    var exception = new SocketException("socket closed");
    exception.initCause(cause);
    return exception;
  }

  boolean isOpen() {
    return channel.isOpen();
  }

  boolean isConnected() {
    return channel.isConnected();
  }

  void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  /** Closes channel and selectors; who waits in one of them is woken and finds the end. */
  @Override
  public void close() throws IOException {
    try (readable;
        writable) {
      channel.close();
    }
  }
}
