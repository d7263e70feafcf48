package dev.dateilager.adapters.postgres.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class UnixSocketTest {
  private final ServerSocketChannel listener;
  private final Socket socket;
  private final SocketChannel peer;

  UnixSocketTest(@TempDir Path directory) throws IOException {
    Path path = directory.resolve("s");
    listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listener.bind(UnixDomainSocketAddress.of(path));
    socket = new UnixSocketFactory(path.toString()).createSocket("ignored", 1);
    peer = listener.accept();
  }

  @BeforeEach
  void isConnected() {
    assertThat(socket.isConnected()).isTrue();
    assertThat(socket.isClosed()).isFalse();
  }

  @AfterEach
  void close() throws IOException {
    try (listener;
        peer) {
      socket.close();
    }
  }

  @Test
  void streams_carryBytesBothWays() throws Exception {
    socket.getOutputStream().write(new byte[] {1, 2, 3});
    ByteBuffer received = ByteBuffer.allocate(8);
    while (received.position() < 3) {
      peer.read(received);
    }
    peer.write(ByteBuffer.wrap(new byte[] {(byte) 200, 5}));

    assertThat(received.array()).startsWith(1, 2, 3);
    assertThat(socket.getInputStream().read()).isEqualTo(200);
    assertThat(socket.getInputStream().readNBytes(1)).containsExactly(5);
    peer.close();
    assertThat(socket.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void read_endsAfterTheTimeOut_andCanBeRepeated() throws Exception {
    socket.setSoTimeout(20);

    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class)
        .hasMessageContaining("20 ms");
    peer.write(ByteBuffer.wrap(new byte[] {7}));
    assertThat(socket.getInputStream().read()).isEqualTo(7);
  }

  @Test
  void write_toAPeerThatDoesNotRead_endsAfterTheTimeOut() throws Exception {
    socket.setSoTimeout(20);

    assertThatThrownBy(
            () -> {
              while (true) {
                socket.getOutputStream().write(new byte[1 << 16]);
              }
            })
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void write_ofMuch_goesOnWhileThePeerReads() throws Exception {
    byte[] much = new byte[1 << 22];
    Thread reader =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    ByteBuffer received = ByteBuffer.allocate(much.length);
                    while (received.hasRemaining()) {
                      peer.read(received);
                    }
                  } catch (IOException broken) {
                    throw new java.io.UncheckedIOException(broken);
                  }
                });
    socket.getOutputStream().write(much);
    reader.join();
  }

  /** What a read in another thread ends with, once {@code stop} was done to it. */
  private Throwable readerAfter(Stop stop) throws Exception {
    var outcome = new AtomicReference<Throwable>();
    var reading = new CountDownLatch(1);
    Thread reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    reading.countDown();
                    outcome.set(new AssertionError(socket.getInputStream().read()));
                  } catch (IOException ended) {
                    outcome.set(ended);
                  }
                });
    reading.await();
    stop.doTo(reader);
    reader.join();
    return outcome.get();
  }

  private interface Stop {
    void doTo(Thread reader) throws IOException;
  }

  @Test
  void close_endsAReadOfAnotherThread() throws Exception {
    assertThat(readerAfter(_ -> socket.close())).isInstanceOf(SocketException.class);
    assertThat(socket.isClosed()).isTrue();
  }

  @Test
  void interrupt_endsARead_andClosesTheSocket() throws Exception {
    assertThat(readerAfter(Thread::interrupt)).isInstanceOf(InterruptedIOException.class);
    assertThat(socket.isClosed()).isTrue();
  }
}
