package dev.dateilager.adapters.archive.s2;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How much the codec allocates; the least of several runs, as the JVM itself allocates at first.
 */
final class S2MemoryTest {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final String IDENTIFIER = "ff06000053327354774f";

  private interface Action {
    void run() throws Exception;
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad-declared-4g.s2b", "bad-repeat-bomb-unfinished.s2b"})
  void decode_ofBlockThatDeclaresGigabytes_allocatesNothing(String name) {
    byte[] block = Vector.file(name);
    byte[] output = new byte[KIB];
    assertThat(
            allocated(
                () ->
                    refused(
                        () ->
                            S2BlockDecoder.decode(
                                block, 0, block.length, output, 0, output.length))))
        .isLessThan(64 * KIB);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "0c0040000000000004", // compressed chunk of 4 MiB, cut off
        "000d00400000000000", // one over the limit
        "010500400000000000", // raw chunk, one over the limit
        "01ffffff0000000000",
        "000b000000000000ffffffff0f0061", // block declares 4 GiB
        "feffffff00", // padding of 16 MiB, cut off
        "000400000000000000000000", // short
      })
  void read_ofChunkThatDeclaresMuch_allocatesLittle(String chunk) {
    byte[] stream = HexFormat.of().parseHex(IDENTIFIER + chunk);
    assertThat(
            allocated(
                () -> refused(() -> new S2InputStream(new ByteArrayInputStream(stream)).read())))
        .isLessThan(100 * KIB);
    assertThat(allocated(() -> refused(() -> S2.decompress(stream, Long.MAX_VALUE))))
        .isLessThan(100 * KIB);
  }

  @Test
  void compress_ofALargeArray_allocatesItsStreamAndLittleElse() {
    byte[] plain = Plain.RANDOM.bytes(32 * MIB, 1);
    assertThat(allocated(() -> S2.compress(plain))).isLessThan(36 * MIB);
  }

  @Test
  void decompress_ofALargeStream_allocatesItsDataAndLittleElse() {
    byte[] stream = S2.compress(Plain.RANDOM.bytes(32 * MIB, 1));
    assertThat(allocated(() -> S2.decompress(stream, Integer.MAX_VALUE))).isLessThan(34 * MIB);
  }

  /** Chunks of 4 MiB that are none, after 17 MiB of padding. */
  @Test
  void decompress_ofALargeStreamThatDeclaresMore_believesLittleOfIt() {
    var stream = new ByteArrayOutputStream();
    stream.writeBytes(HexFormat.of().parseHex(IDENTIFIER));
    stream.writeBytes(HexFormat.of().parseHex("fe000001")); // padding of 64 KiB
    stream.writeBytes(new byte[64 * KIB]);
    byte[] chunk = HexFormat.of().parseHex("000a00000000000080808002ffff");
    for (int i = 0; i < 17 * MIB / chunk.length; i++) {
      stream.writeBytes(chunk);
    }
    byte[] bytes = stream.toByteArray();
    assertThat(allocated(() -> refused(() -> S2.decompress(bytes, Integer.MAX_VALUE))))
        .isLessThan(4L * bytes.length + MIB);
  }

  @Test
  void decompress_ofManyLargeDeclarations_stopsAtTheFirstBadOne() {
    byte[] bomb = Vector.named("hand-4mib-block");
    bomb[14] ^= 1; // in the checksum
    var stream = new ByteArrayOutputStream();
    stream.write(bomb, 0, 10);
    for (int i = 0; i < 1000; i++) {
      stream.write(bomb, 10, bomb.length - 10);
    }
    byte[] bytes = stream.toByteArray();
    assertThat(allocated(() -> refused(() -> S2.decompress(bytes, Long.MAX_VALUE))))
        .isBetween(4L * MIB, 5L * MIB);
  }

  @Test
  void read_ofLongStream_holdsTwoBlocks() {
    byte[] plain = Plain.MIXED.bytes(4 * MIB, 1);
    byte[] stream = S2.compress(plain);
    byte[] piece = new byte[8 * KIB];
    InputStream endless = new Cycle(stream, 10);
    assertThat(
            allocated(
                () -> {
                  S2InputStream data = new S2InputStream(endless);
                  while (data.read(piece) >= 0) {}
                }))
        .isLessThan(4 * MIB); // 40 MiB pass through
  }

  @Test
  void read_ofLargeSkippableChunks_doesNotHoldThem() {
    var stream = new ByteArrayOutputStream();
    stream.writeBytes(HexFormat.of().parseHex(IDENTIFIER + "feffffff"));
    stream.writeBytes(new byte[0xffffff]);
    byte[] bytes = stream.toByteArray();
    assertThat(
            allocated(
                () ->
                    assertThat(new S2InputStream(new ByteArrayInputStream(bytes)).read())
                        .isEqualTo(-1)))
        .isLessThan(100 * KIB);
  }

  @Test
  void compressAndDecompress_ofSmallFile_allocateLittle() throws Exception {
    byte[] plain = Plain.WORDS.bytes(300, 1);
    assertThat(allocated(() -> S2.compress(plain))).isLessThan(2 * KIB);
    byte[] stream = S2.compress(plain);
    assertThat(allocated(() -> S2.decompress(stream, KIB))).isLessThan(2 * KIB);
  }

  @Test
  void streams_ofSmallFile_allocateLittle() {
    byte[] plain = Plain.WORDS.bytes(300, 1);
    byte[] piece = new byte[KIB];
    assertThat(
            allocated(
                () -> {
                  var encoded = new ByteArrayOutputStream();
                  try (var stream = new S2OutputStream(encoded)) {
                    stream.write(plain);
                  }
                  var input = new ByteArrayInputStream(encoded.toByteArray());
                  try (var stream = new S2InputStream(input)) {
                    assertThat(stream.read(piece)).isEqualTo(300);
                  }
                }))
        .isLessThan(32 * KIB);
  }

  private static void refused(Action action) throws Exception {
    try {
      action.run();
    } catch (S2FormatException expected) {
      return;
    }
    throw new AssertionError("was accepted");
  }

  private static long allocated(Action action) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int run = 0; run < 5; run++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        action.run();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }

  /** The same bytes a number of times. */
  private static final class Cycle extends InputStream {
    private final byte[] bytes;
    private final int times;
    private long at;

    Cycle(byte[] bytes, int times) {
      this.bytes = bytes;
      this.times = times;
    }

    @Override
    public int read() {
      return at == (long) bytes.length * times ? -1 : bytes[(int) (at++ % bytes.length)] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (at == (long) bytes.length * times) {
        return -1;
      }
      int from = (int) (at % bytes.length);
      int count = Math.min(length, bytes.length - from);
      System.arraycopy(bytes, from, target, offset, count);
      at += count;
      return count;
    }
  }
}
