package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.catalog.PackCodec;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.Limits;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link PackCodec} must hold to with contents; {@link PackCodecContract} adds packs.
 */
abstract class ContentCodecContract {
  static final Limits LIMITS = Limits.DEFAULT;

  /** The codec under test, within these limits. */
  protected abstract PackCodec codec(Limits limits);

  static Blob randomBytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return Blob.owned(bytes);
  }

  static Blob zeros(int length) {
    return Blob.owned(new byte[length]);
  }

  static Blob flipped(Blob blob, int bit) {
    byte[] bytes = blob.toByteArray();
    bytes[bit / 8] ^= (byte) (1 << (bit % 8));
    return Blob.owned(bytes);
  }

  @Test
  void compress_ofNoBytes_isNoBytes() throws Exception {
    assertThat(codec(LIMITS).compress(Blob.EMPTY)).isEqualTo(Blob.EMPTY);
    assertThat(codec(LIMITS).decompress(Blob.EMPTY, 0)).isEqualTo(Blob.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100, 65_535, 65_536, 1 << 20, (1 << 20) + 1, (5 << 20) + 3})
  void decompress_ofCompress_isTheSame(int length) throws Exception {
    for (Blob plain : List.of(randomBytes(length, length), zeros(length))) {
      Blob stored = codec(LIMITS).compress(plain);
      assertThat(codec(LIMITS).decompress(stored, length)).isEqualTo(plain);
      assertThat(codec(LIMITS).compress(plain)).isEqualTo(stored);
    }
  }

  @Test
  void decompress_ofMoreThanAllowed_isExhausted() {
    Blob stored = codec(LIMITS).compress(zeros(100_000));

    assertThatExceptionOfType(ResourceExhausted.class)
        .isThrownBy(() -> codec(LIMITS).decompress(stored, 99_999));
    assertThatExceptionOfType(ResourceExhausted.class)
        .isThrownBy(() -> codec(LIMITS).decompress(stored, 0));
  }

  @Test
  void decompress_ofATruncatedContent_isCorruptOrEmptyNeverAPart() {
    Blob stored = codec(LIMITS).compress(randomBytes(1, 300));
    int errors = 0;

    for (int length = 1; length < stored.length(); length++) {
      Blob cut = Blob.owned(Arrays.copyOf(stored.toByteArray(), length));
      try {
        assertThat(codec(LIMITS).decompress(cut, 1000))
            .as("%d bytes", length)
            .isEqualTo(Blob.EMPTY);
      } catch (DateiLagerException honest) {
        assertThat(honest).isInstanceOf(Corrupt.class);
        errors++;
      }
    }
    // what ends between two chunks is a whole stream (s2.md §2.6): callers believe the digest
    assertThat(errors).isGreaterThanOrEqualTo(stored.length() - 2);
  }

  @Test
  void decompress_withAnyBitFlipped_neverGivesOtherBytesThanNone() {
    Blob plain = Blob.utf8("hello world".repeat(20));
    Blob stored = codec(LIMITS).compress(plain);

    for (int bit = 0; bit < 8 * stored.length(); bit++) {
      Blob damaged = flipped(stored, bit);
      try {
        // a chunk whose type became a skippable one is lost unseen: callers believe the digest
        assertThat(codec(LIMITS).decompress(damaged, 1 << 20))
            .as("bit %d", bit)
            .isIn(plain, Blob.EMPTY);
      } catch (DateiLagerException honest) {
        assertThat(honest).isInstanceOfAny(Corrupt.class, ResourceExhausted.class);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void decompress_ofGarbage_isCorrupt(long seed) {
    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> codec(LIMITS).decompress(randomBytes(seed, 1000), 1 << 20));
  }
}
