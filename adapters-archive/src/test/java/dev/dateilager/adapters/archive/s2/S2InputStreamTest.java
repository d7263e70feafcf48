package dev.dateilager.adapters.archive.s2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.adapters.archive.s2.S2FormatException.Problem;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class S2InputStreamTest {
  /** Gives one byte a call, as a slow network may, and fails once if told to. */
  private static final class Trickle extends FilterInputStream {
    private long left;
    private boolean closed;

    Trickle(byte[] bytes, long failsAfter) {
      super(new ByteArrayInputStream(bytes));
      left = failsAfter;
    }

    @Override
    public int read() throws IOException {
      if (left-- == 0) {
        throw new IOException("connection reset");
      }
      return super.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int b = length == 0 ? -1 : read();
      if (b < 0) {
        return length == 0 ? 0 : -1;
      }
      target[offset] = (byte) b;
      return 1;
    }

    @Override
    public long skip(long count) {
      return count; // as files do, past their end too
    }

    @Override
    public void close() throws IOException {
      closed = true;
      super.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void read_ofATrickle_givesTheData(Plain kind) throws Exception {
    byte[] plain = kind.bytes(100_000, 2);
    try (InputStream stream = new S2InputStream(new Trickle(S2.compress(plain), -1))) {
      assertThat(stream.readAllBytes()).isEqualTo(plain);
    }
  }

  @Test
  void read_ofStreamCutAnywhere_failsUnlessBetweenChunks() throws Exception {
    byte[] encoded = Vector.file("hand-chunk-zoo.s2");
    int clean = 0;
    for (int length = 0; length < encoded.length; length++) {
      try {
        new S2InputStream(new Trickle(Arrays.copyOf(encoded, length), -1)).readAllBytes();
        clean++;
      } catch (S2FormatException e) {
        assertThat(e.problem()).isEqualTo(Problem.CORRUPT);
        assertThat(e).hasMessageContaining("stream ends inside a chunk");
      }
    }
    int chunks = 0;
    for (int at = 0; at < encoded.length; at += 4 + (LittleEndian.getInt(encoded, at) >>> 8)) {
      chunks++;
    }
    assertThat(clean).isEqualTo(chunks);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_048_576, 2_000_000, 3_145_728})
  void read_upToItsLimit_givesTheData_andNoMore(int length) throws Exception {
    byte[] encoded = S2.compress(new byte[length]);
    assertThat(new S2InputStream(new ByteArrayInputStream(encoded), length).readAllBytes())
        .hasSize(length);
    S2InputStream limited = new S2InputStream(new ByteArrayInputStream(encoded), length - 1);
    int whole = (length - 1) / ChunkEncoder.BLOCK_BYTES * ChunkEncoder.BLOCK_BYTES;
    assertThat(limited.readNBytes(whole)).hasSize(whole);
    assertThatExceptionOfType(S2FormatException.class)
        .isThrownBy(limited::read)
        .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE));
  }

  @Test
  void read_whenTheInputFails_passesThatOn_andStaysFailed() {
    byte[] encoded = S2.compress(new byte[1000]);
    S2InputStream stream = new S2InputStream(new Trickle(encoded, 15));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(stream::read)
        .withMessage("connection reset");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(stream::read)
        .withMessage("an earlier read of the encoded stream failed")
        .havingCause()
        .withMessage("connection reset");
  }

  @Test
  void read_ofBadBlock_saysWhereInTheStreamAndInTheBlock() {
    byte[] encoded = HexFormat.of().parseHex("ff06000053327354774f000b00006e57f1210308616263007a");
    assertThatExceptionOfType(S2FormatException.class)
        .isThrownBy(() -> new S2InputStream(new ByteArrayInputStream(encoded)).read())
        .withMessage(
            "chunk at byte 10: at byte 5 of its block: literal of 1 bytes, but only 0 are left of"
                + " the declared length")
        .satisfies(e -> assertThat(e.position()).isEqualTo(10));
  }

  @Test
  void available_isWhatIsLeftOfTheChunk() throws Exception {
    S2InputStream stream = new S2InputStream(new ByteArrayInputStream(S2.compress(new byte[100])));
    assertThat(stream.available()).isZero();
    assertThat(stream.read()).isZero();
    assertThat(stream.available()).isEqualTo(99);
    assertThat(stream.skip(0)).isZero();
    assertThat(stream.skip(-1)).isZero();
    assertThat(stream.skip(1000)).isEqualTo(99);
    assertThat(stream.available()).isZero();
    assertThat(stream.skip(1)).isZero();
    assertThat(stream.read()).isEqualTo(-1);
  }

  @Test
  void read_ofNoBytes_readsNothing() throws Exception {
    S2InputStream stream = new S2InputStream(new ByteArrayInputStream(new byte[] {1}));
    assertThat(stream.read(new byte[0])).isZero();
    assertThat(stream.encodedBytes()).isZero();
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> stream.read(new byte[2], 1, 2));
  }

  @Test
  void close_closesTheInput_andNothingIsReadAfter() throws Exception {
    Trickle input = new Trickle(S2.compress(new byte[100]), -1);
    S2InputStream stream = new S2InputStream(input);
    stream.read();
    stream.close();
    assertThat(input.closed).isTrue();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(stream::read)
        .withMessage("stream is closed");
    assertThatExceptionOfType(IOException.class).isThrownBy(stream::available);
  }
}
