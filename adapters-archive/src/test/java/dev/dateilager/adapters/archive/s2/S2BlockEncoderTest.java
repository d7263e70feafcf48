package dev.dateilager.adapters.archive.s2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dateilager.adapters.archive.s2.ReferenceBlockDecoder.Element;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class S2BlockEncoderTest {
  private final S2BlockEncoder encoder = new S2BlockEncoder();

  @ParameterizedTest(name = "{0}, seed = length")
  @EnumSource
  void encode_isUndoneByTheReferenceDecoder(Plain kind) throws Exception {
    for (int length : Plain.lengths()) {
      assertRoundTrip(kind.bytes(length, length));
    }
  }

  @ParameterizedTest(name = "{0}, seed = length")
  @EnumSource
  void encode_ofLargeBlocks_isUndoneByTheReferenceDecoder(Plain kind) throws Exception {
    for (int length : new int[] {(1 << 20) - 1, 1 << 20, (1 << 20) + 1, 4 << 20}) {
      assertRoundTrip(kind.bytes(length, length));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void encode_ofManySmallBlocks_isUndoneByTheReferenceDecoder(long seed) throws Exception {
    Random random = new Random(seed);
    Plain[] kinds = Plain.values();
    for (int round = 0; round < 500; round++) {
      Plain kind = kinds[random.nextInt(kinds.length)];
      assertRoundTrip(kind.bytes(random.nextInt(1 << random.nextInt(14)), random.nextLong()));
    }
  }

  @ParameterizedTest(name = "{0}, seed 5")
  @EnumSource
  void encode_dependsOnTheBlockAlone(Plain kind) {
    byte[] plain = kind.bytes(20_000, 5);
    byte[] fresh = Plain.block(encoder, plain);
    Plain.block(encoder, Plain.MIXED.bytes(100_000, 6));
    byte[] used = Plain.block(encoder, plain);
    assertThat(used).isEqualTo(fresh);

    byte[] shifted = new byte[plain.length + 17];
    System.arraycopy(plain, 0, shifted, 17, plain.length);
    byte[] room = new byte[S2BlockEncoder.outputRoom(plain.length) + 3];
    int length = encoder.encode(shifted, 17, plain.length, room, 3);
    assertThat(Arrays.copyOfRange(room, 3, 3 + length)).isEqualTo(fresh);
  }

  @Test
  void encode_afterMoreThanTwoGibibytes_dependsOnTheBlockAlone() {
    byte[] plain = Plain.WORDS.bytes(50_000, 9);
    byte[] fresh = Plain.block(encoder, plain);
    byte[] zeros = new byte[S2BlockEncoder.MAX_BLOCK_BYTES];
    byte[] room = new byte[S2BlockEncoder.outputRoom(zeros.length)];
    for (long passed = 0; passed < 1L << 31; passed += zeros.length) {
      encoder.encode(zeros, 0, zeros.length, room, 0);
    }
    assertThat(Plain.block(encoder, plain)).isEqualTo(fresh);
  }

  @Test
  void encode_ofDataWithRepeats_usesEveryElement() throws Exception {
    byte[] plain = Plain.MIXED.bytes(1 << 20, 3);
    var reference = new ReferenceBlockDecoder(Plain.block(encoder, plain));
    assertThat(reference.decode(plain.length)).isEqualTo(plain);
    for (Element element : Element.values()) {
      assertThat(reference.elements().get(element)).as("%s", element).isGreaterThan(20);
    }
  }

  @Test
  void encode_ofOneRun_isOneLiteralOneCopyAndOneRepeat() throws Exception {
    byte[] plain = new byte[1 << 20];
    byte[] block = Plain.block(encoder, plain);
    var reference = new ReferenceBlockDecoder(block);
    reference.decode(plain.length);
    assertThat(reference.elements())
        .containsOnlyKeys(Element.LITERAL, Element.COPY1, Element.REPEAT);
    assertThat(block).hasSizeLessThanOrEqualTo(13);
  }

  /** The sizes of whole streams that the Go encoder's default level reaches (s2.md §7.3). */
  @ParameterizedTest
  @CsvSource({"text, 20329", "code, 16319", "tar, 14580", "mixed, 254227", "zeros, 70"})
  void encode_compressesAsTheGoDefaultDoes(String input, int goBytes) throws Exception {
    byte[] plain =
        S2.decompress(Vector.file("go-%s-default.s2".formatted(input)), Integer.MAX_VALUE);
    byte[] stream = S2.compress(plain);
    assertThat(stream.length).isLessThanOrEqualTo(goBytes * 110 / 100);
    assertThat(S2.decompress(stream, plain.length)).isEqualTo(plain);
  }

  @Test
  void encode_ofBlocksWithoutRepeats_isSnappy() throws Exception {
    var snappy = new SnappyJavaDecompressor();
    int decoded = 0;
    for (int seed = 0; seed < 300; seed++) {
      byte[] plain = Plain.WORDS.bytes(40 + seed, seed);
      byte[] block = Plain.block(encoder, plain);
      var reference = new ReferenceBlockDecoder(block);
      if (block.length == 0) {
        continue;
      }
      reference.decode(plain.length);
      if (reference.elements().containsKey(Element.REPEAT)) {
        continue;
      }
      byte[] output = new byte[plain.length];
      assertThat(snappy.decompress(block, 0, block.length, output, 0, output.length))
          .isEqualTo(plain.length);
      assertThat(output).isEqualTo(plain);
      decoded++;
    }
    assertThat(decoded).isGreaterThan(50);
  }

  @Test
  void encode_ofWhatCannotBeCompressed_givesUp() {
    assertThat(Plain.block(encoder, Plain.RANDOM.bytes(100_000, 1))).isEmpty();
    assertThat(Plain.block(encoder, new byte[31])).isEmpty();
    assertThat(Plain.block(encoder, new byte[32])).isNotEmpty();
  }

  @Test
  void encode_savesAThirtySecondOrGivesUp() {
    for (int seed = 0; seed < 200; seed++) {
      byte[] plain = Plain.RANDOM.bytes(4096, seed);
      int copied = 100 + seed;
      System.arraycopy(plain, 0, plain, 2000, copied);
      byte[] block = Plain.block(encoder, plain);
      if (block.length > 0) {
        assertThat(block.length).isLessThanOrEqualTo(4096 - 128 - 5);
      }
    }
  }

  @Test
  void encode_outsideItsLimits_isRefused() {
    int tooMuch = S2BlockEncoder.MAX_BLOCK_BYTES + 1;
    byte[] room = new byte[S2BlockEncoder.outputRoom(tooMuch)];
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encoder.encode(new byte[tooMuch], 0, tooMuch, room, 0))
        .withMessage("block must be at most 4194304 bytes, got 4194305");
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> encoder.encode(new byte[10], 5, 6, room, 0));
    int enough = S2BlockEncoder.outputRoom(100);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> encoder.encode(new byte[100], 0, 100, new byte[enough - 1], 0));
  }

  private void assertRoundTrip(byte[] plain) throws Exception {
    byte[] block = Plain.block(encoder, plain);
    if (block.length == 0) {
      return;
    }
    assertThat(block.length).isLessThan(plain.length);
    assertThat(new ReferenceBlockDecoder(block).decode(plain.length)).isEqualTo(plain);
    byte[] output = new byte[plain.length];
    S2BlockDecoder.decode(block, 0, block.length, output, 0, output.length);
    assertThat(output).isEqualTo(plain);
  }
}
