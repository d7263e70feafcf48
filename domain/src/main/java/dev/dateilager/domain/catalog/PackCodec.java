package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.EntryReader;

/**
 * The forms in which contents and packs are stored and sent: S2 streams and S2_TARs (formats.md §1,
 * §3). Safe for use by many threads.
 */
public interface PackCodec {
  /** An S2 stream of {@code plain}; no bytes for no bytes. Equal inputs give equal outputs. */
  Blob compress(Blob plain);

  /**
   * The bytes that an S2 stream holds. The loss of whole chunks may go unseen (s2.md §2.6): believe
   * the result by its digest alone (I10).
   *
   * @param maxBytes most decoded bytes to accept
   * @throws DateiLagerException.Corrupt if it is no whole, right S2 stream
   * @throws DateiLagerException.ResourceExhausted if it holds more than {@code maxBytes}
   */
  Blob decompress(Blob stored, long maxBytes) throws DateiLagerException;

  /** Reads an S2_TAR within the limits of R9; no bytes at all read as no entries. */
  EntryReader open(Blob packed);

  /** Begins an S2_TAR. Equal entries in equal order give equal bytes. */
  PackWriter create();
}
