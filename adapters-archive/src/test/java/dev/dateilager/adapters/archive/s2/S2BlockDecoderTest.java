package dev.dateilager.adapters.archive.s2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dateilager.adapters.archive.s2.S2FormatException.Problem;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class S2BlockDecoderTest {
  private static final int GUARD = 100;

  /** Every block error, the position of its element, and words of its message. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "'', 0, ends inside its length",
    "8080, 2, ends inside its length",
    "ffffffff10, 0, more than 32 bits",
    "838080808000, 0, over 5 bytes",
    "03f402, 1, literal is cut off inside its length",
    "03fcffffffff616263, 1, literal of 4294967296 bytes",
    "051061626364, 1, but only 4 follow",
    "0208616263, 1, literal of 3 bytes",
    "0500610e01, 3, copy is cut off inside its offset",
    "05006101, 3, copy is cut off inside its offset",
    "0d006101011500ff, 5, copy of 263 bytes",
    "0d0061010115, 5, copy is cut off",
    "09006101011900ff, 5, repeat is cut off inside its length",
    "0a0461621e0000, 4, copy has offset 0",
    "080c616263640f00000000, 6, copy has offset 0",
    "090061150000, 3, repeat before the first copy",
    "080c616263640105, 6, copy from 5 bytes back",
    "080c616263640f000000ff, 6, copy from 4278190080 bytes back",
    "0400610101, 3, copy of 4 bytes",
    "14006101011d00ffffff, 5, copy of 16842755 bytes",
    "0408616263, 5, ends 1 bytes before",
  })
  void decode_ofBadBlock_saysWhatIsWrongWhere(String hex, int position, String message) {
    byte[] block = HexFormat.of().parseHex(hex);
    S2FormatException error =
        catchThrowableOfType(S2FormatException.class, () -> decode(block, GUARD));
    assertThat(error.problem()).isEqualTo(Problem.CORRUPT);
    assertThat(error).hasMessageContaining(message);
    assertThat(error.position()).isEqualTo(position);
  }

  @Test
  void decode_intoLessThanDeclared_isTooLarge() throws Exception {
    byte[] block = {3, 8, 'a', 'b', 'c'};
    assertThat(decode(block, 3)).containsExactly('a', 'b', 'c');
    assertThatExceptionOfType(S2FormatException.class)
        .isThrownBy(() -> decode(block, 2))
        .withMessage("block declares 3 bytes, more than the 2 allowed")
        .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.TOO_LARGE));
  }

  @Test
  void decode_outsideItsArrays_isRefused() {
    byte[] block = {3, 8, 'a', 'b', 'c'};
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> S2BlockDecoder.decode(block, 1, 5, new byte[9], 0, 9));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> S2BlockDecoder.decode(block, 0, 5, new byte[9], 7, 3));
  }

  @Test
  void decode_ofOverlongZeroLength_givesNothing() throws Exception {
    assertThat(decode(HexFormat.of().parseHex("8080808000"), GUARD)).isEmpty();
  }

  @Test
  void declaredLength_knowsAll32Bits() throws Exception {
    byte[] block = HexFormat.of().parseHex("ffffffff0f");
    assertThat(S2BlockDecoder.declaredLength(block, 0, 5)).isEqualTo(0xffffffffL);
  }

  @ParameterizedTest(name = "offset {0}")
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 63, 64, 65, 2047, 2048, 65535, 65536})
  void decode_ofCopy_repeatsTheLastBytes(int offset) throws Exception {
    byte[] start = Plain.RANDOM.bytes(offset + 3, offset);
    for (int length : new int[] {4, 5, 7, 8, 9, 16, 17, 60, 64, 65, 71, 200, 1000, 70_000}) {
      byte[] expected = Arrays.copyOf(start, start.length + length);
      for (int i = start.length; i < expected.length; i++) {
        expected[i] = expected[i - offset];
      }
      byte[] block = new byte[start.length + 100];
      int at = putLength(expected.length, block);
      at = ElementWriter.literal(start, 0, start.length, start.length, block, at);
      at = ElementWriter.copy(offset, length, block, at);
      block = Arrays.copyOf(block, at);
      assertThat(decode(block, expected.length)).isEqualTo(expected);
      assertThat(decode(block, expected.length + GUARD)).isEqualTo(expected);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void decode_ofMutatedBlock_agreesWithTheReference(long seed) throws Exception {
    Random random = new Random(seed);
    S2BlockEncoder encoder = new S2BlockEncoder();
    int accepted = 0;
    for (int round = 0; round < 500; round++) {
      byte[] block = mutated(randomBlock(encoder, random), random);
      int room = random.nextBoolean() ? 5000 : 5000 + GUARD;
      byte @Nullable [] expected;
      try {
        expected = new ReferenceBlockDecoder(block).decode(room);
      } catch (ReferenceBlockDecoder.BadBlock bad) {
        expected = null;
      }
      byte @Nullable [] actual;
      try {
        actual = decode(block, room);
        accepted++;
      } catch (S2FormatException bad) {
        actual = null;
      }
      assertThat(actual).as("block %s", HexFormat.of().formatHex(block)).isEqualTo(expected);
    }
    assertThat(accepted).isBetween(50, 450); // else the mutations test one verdict only
  }

  @ParameterizedTest
  @EnumSource
  void decode_takesWhatAnotherSnappyEncoderWrites(Plain kind) throws Exception {
    SnappyJavaCompressor snappy = new SnappyJavaCompressor();
    for (int length : Plain.lengths()) {
      byte[] plain = kind.bytes(length, length);
      byte[] block = new byte[snappy.maxCompressedLength(length)];
      int blockBytes = snappy.compress(plain, 0, length, block, 0, block.length);
      assertThat(decode(Arrays.copyOf(block, blockBytes), length)).isEqualTo(plain);
    }
  }

  static Stream<Long> seeds() {
    return IntStream.range(0, 20).mapToObj(Long::valueOf);
  }

  /** A block of the encoder, or one of random elements, mostly valid. */
  private static byte[] randomBlock(S2BlockEncoder encoder, Random random) {
    if (random.nextInt(3) == 0) {
      Plain kind = List.of(Plain.WORDS, Plain.BITS, Plain.ZEROS).get(random.nextInt(3));
      return Plain.block(encoder, kind.bytes(40 + random.nextInt(4000), random.nextLong()));
    }
    var elements = new ByteArrayOutputStream();
    int made = 0;
    boolean copied = false;
    byte[] element = new byte[200];
    while (random.nextInt(25) > 0 && made < 4500) {
      int choice = made == 0 ? 0 : random.nextInt(4);
      int offset =
          made == 0 ? 1 : 1 + random.nextInt(random.nextBoolean() ? made : Math.min(made, 9));
      int to;
      int length;
      if (choice == 0) {
        length = 1 + random.nextInt(1 << random.nextInt(8));
        byte[] data = Plain.RANDOM.bytes(length, random.nextLong());
        to = ElementWriter.literal(data, 0, length, length, element, 0);
      } else if (choice == 1 && copied) {
        length = 4 + random.nextInt(random.nextBoolean() ? 5 : 400);
        to = ElementWriter.repeat(1 << 12, length, element, 0);
      } else if (choice == 2) {
        length = 1 + random.nextInt(64);
        element[0] = (byte) (((length - 1) << 2) | 3);
        LittleEndian.putInt(element, 1, offset);
        to = 5;
        copied = true;
      } else {
        length = 4 + random.nextInt(random.nextBoolean() ? 10 : 61);
        to = ElementWriter.copy(offset, length, element, 0);
        copied = true;
      }
      elements.write(element, 0, to);
      made += length;
    }
    byte[] block = new byte[5 + elements.size()];
    int at = putLength(made, block);
    System.arraycopy(elements.toByteArray(), 0, block, at, elements.size());
    return Arrays.copyOf(block, at + elements.size());
  }

  private static byte[] mutated(byte[] block, Random random) {
    byte[] result = block.clone();
    for (int times = random.nextInt(3); times > 0 && result.length > 0; times--) {
      int at = random.nextInt(result.length);
      switch (random.nextInt(4)) {
        case 0 -> result[at] = (byte) random.nextInt(256);
        case 1 -> result[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> result = Arrays.copyOf(result, at);
        default -> result = Arrays.copyOf(result, result.length + 1 + random.nextInt(4));
      }
    }
    return result;
  }

  private static int putLength(int length, byte[] block) {
    block[0] = (byte) (length | 0x80);
    block[1] = (byte) ((length >>> 7) | 0x80);
    block[2] = (byte) (length >>> 14);
    return 3;
  }

  /** Decodes in the middle of larger arrays and checks that nothing around was touched. */
  private static byte[] decode(byte[] block, int room) throws S2FormatException {
    byte[] input = new byte[GUARD + block.length + GUARD];
    Arrays.fill(input, (byte) 0x55);
    System.arraycopy(block, 0, input, GUARD, block.length);
    byte[] output = new byte[GUARD + room + GUARD];
    Arrays.fill(output, (byte) 0x77);
    try {
      int length = S2BlockDecoder.decode(input, GUARD, block.length, output, GUARD, room);
      return Arrays.copyOfRange(output, GUARD, GUARD + length);
    } finally {
      for (int i = 0; i < GUARD; i++) {
        assertThat(output[i]).isEqualTo((byte) 0x77);
        assertThat(output[GUARD + room + i]).isEqualTo((byte) 0x77);
      }
    }
  }
}
