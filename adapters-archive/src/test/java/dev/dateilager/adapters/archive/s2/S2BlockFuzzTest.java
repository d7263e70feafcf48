package dev.dateilager.adapters.archive.s2;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dateilager.adapters.archive.s2.ReferenceBlockDecoder.BadBlock;
import dev.dateilager.adapters.archive.s2.ReferenceBlockDecoder.Element;
import dev.dateilager.adapters.archive.s2.S2FormatException.Problem;
import dev.dateilager.domain.model.Blob;
import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import java.util.Arrays;
import java.util.Optional;

/**
 * The block decoder takes what the slow reference takes and gives the same bytes, so does Snappy's
 * where a block is one of its own, and the encoder's blocks come back (I21).
 */
class S2BlockFuzzTest {
  private static final int ROOM = 1 << 16;
  private static final int GUARD = 100;
  private static final int MOST_BYTES = 1 << 16;
  private static final S2BlockEncoder USED = new S2BlockEncoder();

  @FuzzTest(maxDuration = "2m")
  void decode_agreesWithTheReference(byte[] block) {
    var reference = new ReferenceBlockDecoder(block);
    Optional<Blob> expected;
    boolean tooLarge = false;
    try {
      expected = Optional.of(Blob.owned(reference.decode(ROOM)));
    } catch (BadBlock bad) {
      expected = Optional.empty();
      tooLarge = "limit".equals(bad.getMessage());
    }
    for (int room : new int[] {expected.map(Blob::length).orElse(ROOM), ROOM}) {
      boolean refusedAsTooLarge = tooLarge;
      assertThat(Cost.atMost(MOST_BYTES + 3L * room, () -> decode(block, room, refusedAsTooLarge)))
          .isEqualTo(expected);
    }
    if (!reference.elements().containsKey(Element.REPEAT)) {
      agreesWithSnappy(block, expected);
    }
    encode_comesBack(block);
  }

  /** In the middle of larger arrays, of which nothing around may change. */
  private static Optional<Blob> decode(byte[] block, int room, boolean tooLarge) {
    byte[] input = new byte[GUARD + block.length + GUARD];
    System.arraycopy(block, 0, input, GUARD, block.length);
    byte[] output = new byte[GUARD + room + GUARD];
    Arrays.fill(output, 0, GUARD, (byte) 0x77);
    Arrays.fill(output, GUARD + room, output.length, (byte) 0x77);
    try {
      int length = S2BlockDecoder.decode(input, GUARD, block.length, output, GUARD, room);
      return Optional.of(Blob.owned(Arrays.copyOfRange(output, GUARD, GUARD + length)));
    } catch (S2FormatException bad) {
      assertThat(bad.problem()).isEqualTo(tooLarge ? Problem.TOO_LARGE : Problem.CORRUPT);
      assertThat(bad.position()).isBetween(0L, (long) block.length);
      assertThat(bad.getMessage()).isNotBlank();
      return Optional.empty();
    } finally {
      for (int i = 0; i < GUARD; i++) {
        assertThat(output[i]).isEqualTo((byte) 0x77);
        assertThat(output[GUARD + room + i]).isEqualTo((byte) 0x77);
      }
    }
  }

  /** Snappy may be stricter, but what both take is the same. */
  private static void agreesWithSnappy(byte[] block, Optional<Blob> expected) {
    byte[] output = new byte[ROOM];
    try {
      int length =
          new SnappyJavaDecompressor().decompress(block, 0, block.length, output, 0, output.length);
      if (expected.isPresent()) {
        assertThat(Blob.owned(Arrays.copyOf(output, length))).isEqualTo(expected.get());
      }
    } catch (MalformedInputException | IllegalArgumentException refused) {
      assertThat(refused).isNotNull();
    }
  }

  /** And depends on the bytes alone, not on what the encoder saw before. */
  private static void encode_comesBack(byte[] plain) {
    byte[] once = Plain.block(USED, plain);
    assertThat(Plain.block(USED, plain)).isEqualTo(once);
    if (once.length > 0) {
      assertThat(once.length).isLessThan(plain.length);
      assertThat(decode(once, plain.length, false)).contains(Blob.copyOf(plain));
    }
  }
}
