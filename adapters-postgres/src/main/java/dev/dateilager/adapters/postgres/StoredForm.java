package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.PackCodec;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.Limits;
import java.util.Optional;

/**
 * Which of the two forms a stored content has: the bytes that its hash is of, or an S2 stream of
 * them (formats.md oddity 1). Nothing but the digest tells (I10).
 */
final class StoredForm {
  private static final long SMALL = 64 << 10;

  private final PackCodec codec;

  StoredForm(PackCodec codec) {
    this.codec = codec;
  }

  /** Whether {@code stored} is something that {@code hash} may stand for. */
  boolean isRight(ContentHash hash, Blob stored) throws DateiLagerException {
    if (ContentHash.of(stored).equals(hash)) {
      return true;
    }
    try {
      Blob plain = codec.decompress(stored, Limits.DEFAULT.messageBytes());
      return ContentHash.of(plain).equals(hash);
    } catch (Corrupt garbage) {
      return false;
    } catch (ResourceExhausted tooLargeToTell) {
      return true; // never replace what may be right
    }
  }

  /**
   * The bytes of a pack.
   *
   * @return absent if neither form has its hash
   */
  Optional<Blob> pack(ContentHash hash, Blob stored) throws DateiLagerException {
    if (ContentHash.of(stored).equals(hash)) {
      return Optional.of(stored);
    }
    try {
      // packs are compressed: their compressed form is hardly longer or shorter than they are
      Blob pack = codec.decompress(stored, 4L * stored.length() + SMALL);
      return ContentHash.of(pack).equals(hash) ? Optional.of(pack) : Optional.empty();
    } catch (Corrupt | ResourceExhausted neither) {
      return Optional.empty();
    }
  }
}
