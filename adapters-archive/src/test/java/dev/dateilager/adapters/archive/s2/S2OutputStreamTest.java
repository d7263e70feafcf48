package dev.dateilager.adapters.archive.s2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class S2OutputStreamTest {
  private static final int BLOCK = ChunkEncoder.BLOCK_BYTES;

  /** Notes what happens to it, and fails from a given number of bytes on. */
  private static final class Sink extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int flushes;
    private int closes;
    private int room = Integer.MAX_VALUE;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] data, int offset, int length) throws IOException {
      if (length > room) {
        throw new IOException("no space left");
      }
      room -= length;
      bytes.write(data, offset, length);
    }

    @Override
    public void flush() {
      flushes++;
    }

    @Override
    public void close() {
      closes++;
    }
  }

  private final Sink sink = new Sink();
  private final S2OutputStream stream = new S2OutputStream(sink);

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void write_inAnyPieces_givesTheSameBytes(long seed) throws Exception {
    Random random = new Random(seed);
    int length = seed == 1 ? 2 * BLOCK : random.nextInt(3 * BLOCK);
    byte[] plain = Plain.MIXED.bytes(length, seed);
    int most = 1 << (8 + 3 * random.nextInt(5));
    for (int at = 0; at < length; ) {
      int count = Math.min(length - at, random.nextInt(most + 1));
      if (count == 1) {
        stream.write(plain[at]);
      } else {
        stream.write(plain, at, count);
      }
      if (random.nextInt(50) == 0) {
        stream.flush();
      }
      at += count;
    }
    stream.close();
    assertThat(sink.bytes.toByteArray()).isEqualTo(S2.compress(plain));
    assertThat(S2.decompress(sink.bytes.toByteArray(), length)).isEqualTo(plain);
  }

  @Test
  void write_byteByByteOverAChunk_givesTheSameBytes() throws Exception {
    byte[] plain = Plain.WORDS.bytes(BLOCK + 10, 1);
    for (byte b : plain) {
      stream.write(b);
    }
    stream.close();
    assertThat(sink.bytes.toByteArray()).isEqualTo(S2.compress(plain));
  }

  @Test
  void close_withoutData_writesNothing() throws Exception {
    stream.write(new byte[0]);
    stream.flush();
    stream.close();
    assertThat(sink.bytes.size()).isZero();
    assertThat(sink.closes).isEqualTo(1);
  }

  @Test
  void write_passesFullChunksOnAtOnce() throws Exception {
    stream.write(new byte[BLOCK - 1]);
    assertThat(sink.bytes.size()).isZero();
    stream.write(0);
    assertThat(sink.bytes.size()).isPositive();
  }

  @Test
  void flush_flushesButKeepsTheUnfilledChunk() throws Exception {
    stream.write(1);
    stream.flush();
    assertThat(sink.flushes).isEqualTo(1);
    assertThat(sink.bytes.size()).isZero();
  }

  @Test
  void close_again_doesNothing() throws Exception {
    stream.write(1);
    stream.close();
    int written = sink.bytes.size();
    stream.close();
    assertThat(sink.bytes.size()).isEqualTo(written);
    assertThat(sink.closes).isEqualTo(1);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> stream.write(1))
        .withMessage("stream is closed");
    assertThatExceptionOfType(IOException.class).isThrownBy(stream::flush);
  }

  @Test
  void write_afterAFailedOne_isRefused_andCloseWritesNoMore() throws Exception {
    sink.room = 20;
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> stream.write(new byte[2 * BLOCK]))
        .withMessage("no space left");
    sink.room = Integer.MAX_VALUE;
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> stream.write(1))
        .withMessage("an earlier write to the encoded stream failed");
    stream.close();
    assertThat(sink.bytes.size()).isZero();
    assertThat(sink.closes).isEqualTo(1);
  }

  @Test
  void close_whenTheLastChunkFails_closesTheEncodedStream() throws Exception {
    stream.write(new byte[100]);
    sink.room = 0;
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(stream::close)
        .withMessage("no space left");
    assertThat(sink.closes).isEqualTo(1);
    stream.close();
    assertThat(sink.closes).isEqualTo(1);
  }
}
