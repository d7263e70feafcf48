package dev.dateilager.adapters.archive.s2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dateilager.adapters.archive.s2.S2FormatException.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bytes of other implementations, by the tables in {@code vectors/}. */
final class S2VectorsTest {
  private static final int LARGEST_BLOCK = 16842760;

  /** Takes data out of a stream in some manner until it ends or fails. */
  private interface Reading {
    void read(S2InputStream stream, ByteArrayOutputStream to) throws IOException;
  }

  static Stream<Arguments> blocks() {
    return Vector.all(Vector.Kind.BLOCK);
  }

  static Stream<Arguments> streams() {
    return Vector.all(Vector.Kind.STREAM);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blocks")
  void decode_ofBlock_givesTheDataOrTheError(Vector vector, byte[] block) throws IOException {
    byte[] output = new byte[vector.valid() ? vector.length() : LARGEST_BLOCK];
    if (vector.valid()) {
      assertThat(S2BlockDecoder.declaredLength(block, 0, block.length)).isEqualTo(vector.length());
      int decoded = S2BlockDecoder.decode(block, 0, block.length, output, 0, output.length);
      assertThat(decoded).isEqualTo(vector.length());
      assertThat(Plain.sha256(output)).isEqualTo(vector.sha256());
      return;
    }
    S2FormatException error =
        catchThrowableOfType(
            S2FormatException.class,
            () -> S2BlockDecoder.decode(block, 0, block.length, output, 0, output.length));
    boolean refusedUnread =
        vector.name().startsWith("bad-declared-4g") || vector.name().startsWith("bad-repeat-bomb");
    assertThat(error.problem())
        .isEqualTo(refusedUnread ? Problem.TOO_LARGE : vector.error().orElseThrow());
    assertThat(error.position()).isBetween(0L, (long) block.length);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("streams")
  void read_inBulk_givesTheDataOrTheError(Vector vector, byte[] stream) throws IOException {
    check(
        vector,
        stream,
        (from, to) -> {
          byte[] piece = new byte[8192];
          for (int count = from.read(piece); count >= 0; count = from.read(piece)) {
            assertThat(count).isPositive();
            to.write(piece, 0, count);
          }
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("streams")
  void read_byteByByte_givesTheDataOrTheError(Vector vector, byte[] stream) throws IOException {
    check(
        vector,
        stream,
        (from, to) -> {
          for (int b = from.read(); b >= 0; b = from.read()) {
            to.write(b);
          }
        });
  }

  @ParameterizedTest(name = "{0}, seed 7")
  @MethodSource("streams")
  void read_inRandomPieces_givesTheDataOrTheError(Vector vector, byte[] stream) throws IOException {
    Random random = new Random(7);
    check(
        vector,
        stream,
        (from, to) -> {
          while (true) {
            byte[] piece = new byte[1 + random.nextInt(1 << random.nextInt(17))];
            int offset = random.nextInt(piece.length);
            int count = from.read(piece, offset, piece.length - offset);
            if (count < 0) {
              return;
            }
            to.write(piece, offset, count);
          }
        });
  }

  @ParameterizedTest(name = "{0}, seed 8")
  @MethodSource("streams")
  void skip_countsWhatReadWouldHaveGiven(Vector vector, byte[] stream) throws IOException {
    Random random = new Random(8);
    S2InputStream from = new S2InputStream(new ByteArrayInputStream(stream));
    long passed = 0;
    try {
      while (true) {
        passed += from.skip(random.nextInt(100_000));
        if (from.read() < 0) {
          break;
        }
        passed++;
      }
      assertThat(vector.valid()).isTrue();
      assertThat(passed).isEqualTo(vector.length());
    } catch (S2FormatException e) {
      assertThat(e.problem()).isEqualTo(vector.error().orElseThrow());
      assertThat(passed).isEqualTo(vector.prefix());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("streams")
  void decompress_givesTheDataOrTheError(Vector vector, byte[] stream) throws IOException {
    if (vector.valid()) {
      assertThat(Plain.sha256(S2.decompress(stream, vector.length()))).isEqualTo(vector.sha256());
      return;
    }
    assertThatExceptionOfType(S2FormatException.class)
        .isThrownBy(() -> S2.decompress(stream, Integer.MAX_VALUE))
        .satisfies(e -> assertThat(e.problem()).isEqualTo(vector.error().orElseThrow()));
  }

  private static void check(Vector vector, byte[] stream, Reading reading) throws IOException {
    var from = new S2InputStream(new ByteArrayInputStream(stream));
    var to = new ByteArrayOutputStream();
    if (vector.valid()) {
      reading.read(from, to);
      assertThat(to.size()).isEqualTo(vector.length());
      assertThat(Plain.sha256(to.toByteArray())).isEqualTo(vector.sha256());
      assertThat(from.read()).isEqualTo(-1);
      assertThat(from.encodedBytes()).isEqualTo(stream.length);
      assertThat(from.decodedBytes()).isEqualTo(vector.length());
      return;
    }
    assertThatExceptionOfType(S2FormatException.class)
        .isThrownBy(() -> reading.read(from, to))
        .satisfies(e -> assertThat(e.problem()).isEqualTo(vector.error().orElseThrow()));
    assertThat(to.size()).isEqualTo(vector.prefix());
    assertThatExceptionOfType(S2FormatException.class)
        .as("an error stays")
        .isThrownBy(from::read)
        .satisfies(e -> assertThat(e.problem()).isEqualTo(vector.error().orElseThrow()));
  }
}
