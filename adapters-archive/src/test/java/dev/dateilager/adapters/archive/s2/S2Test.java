package dev.dateilager.adapters.archive.s2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dateilager.adapters.archive.s2.S2FormatException.Problem;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class S2Test {
  @ParameterizedTest(name = "{0}, seed = length")
  @EnumSource
  void decompress_undoesCompress(Plain kind) throws Exception {
    for (int length : Plain.lengths()) {
      assertRoundTrip(kind.bytes(length, length));
    }
    for (int length : new int[] {(1 << 20) - 1, 1 << 20, (1 << 20) + 1, 4 << 20, 5_000_000}) {
      assertRoundTrip(kind.bytes(length, length));
    }
  }

  @Test
  void compress_ofNothing_isNothing() throws Exception {
    assertThat(S2.compress(new byte[0])).isEmpty();
    assertThat(S2.decompress(new byte[0], 0)).isEmpty();
  }

  @Test
  void compress_ofAFewBytes_isOneRawChunk() {
    assertThat(Base64.getEncoder().encodeToString(S2.compress("a v1".getBytes(US_ASCII))))
        .isEqualTo("/wYAAFMyc1R3TwEIAADOJIPeYSB2MQ==");
  }

  @Test
  void decompress_ofStreamFromGo_givesItsData() throws Exception {
    byte[] stream =
        Base64.getDecoder().decode("/wYAAFMyc1R3TwAXAAAiLmgc3AEoaGVsbG8gd29ybGQRCxUAwQ==");
    assertThat(S2.decompress(stream, 1000)).asString(US_ASCII).isEqualTo("hello world".repeat(20));
  }

  @ParameterizedTest
  @CsvSource({"ZEROS, 5000000", "RANDOM, 70000", "WORDS, 100"})
  void decompress_ofMoreThanAllowed_isTooLarge(Plain kind, int length) throws Exception {
    byte[] stream = S2.compress(kind.bytes(length, 4));
    assertThat(S2.decompress(stream, length)).hasSize(length);
    assertThatExceptionOfType(S2FormatException.class)
        .isThrownBy(() -> S2.decompress(stream, length - 1))
        .withMessageEndingWith(
            "stream decodes to more than the %d bytes allowed".formatted(length - 1))
        .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE));
  }

  @Test
  void decompress_withNegativeLimit_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> S2.decompress(new byte[0], -1));
  }

  @Test
  void decompress_ofJoinedStreams_joinsTheirData() throws Exception {
    byte[] first = Plain.WORDS.bytes(30_000, 1);
    byte[] second = Plain.WORDS.bytes(40_000, 2);
    var joined = new ByteArrayOutputStream();
    joined.write(S2.compress(first));
    joined.write(S2.compress(second));
    var expected = new ByteArrayOutputStream();
    expected.write(first);
    expected.write(second);
    assertThat(S2.decompress(joined.toByteArray(), 70_000)).isEqualTo(expected.toByteArray());
  }

  @Test
  void decompress_ofBadChunk_saysWhere() {
    byte[] stream = Vector.file("bad-crc-raw.s2");
    assertThatExceptionOfType(S2FormatException.class)
        .isThrownBy(() -> S2.decompress(stream, 1 << 20))
        .withMessageMatching(
            "chunk at byte \\d+: chunk of 4096 decoded bytes has checksum [0-9a-f]{8}, but its data"
                + " have [0-9a-f]{8}")
        .satisfies(e -> assertThat(e.position()).isPositive());
  }

  /** Large arrays are encoded another way; the stream does not show it. */
  @ParameterizedTest
  @CsvSource({"RANDOM, 16777216", "RANDOM, 16777217", "WORDS, 20971520", "WORDS, 20971521"})
  void compress_ofALargeArray_isTheStreamThatAnOutputStreamMakes(Plain kind, int length)
      throws Exception {
    byte[] plain = kind.bytes(length, 7);
    var expected = new ByteArrayOutputStream();
    try (var stream = new S2OutputStream(expected)) {
      stream.write(plain);
    }
    assertThat(Arrays.equals(S2.compress(plain), expected.toByteArray())).isTrue();
  }

  @Test
  @Timeout(60)
  void compress_onManyThreads_givesTheSameBytes() throws Exception {
    byte[] plain = Plain.WORDS.bytes(50_000, 3);
    byte[] expected = S2.compress(plain);
    List<Future<byte[]>> results = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 200; i++) {
        results.add(threads.submit(() -> S2.compress(plain)));
      }
    }
    for (Future<byte[]> result : results) {
      assertThat(result.get()).isEqualTo(expected);
    }
  }

  private static void assertRoundTrip(byte[] plain) throws Exception {
    byte[] stream = S2.compress(plain);
    assertThat(stream.length).isLessThanOrEqualTo(18 + plain.length + (plain.length >> 17));
    assertThat(S2.decompress(stream, plain.length)).isEqualTo(plain);
  }
}
