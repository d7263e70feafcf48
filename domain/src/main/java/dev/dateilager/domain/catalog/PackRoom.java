package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.Limits;

/**
 * Keeps a new pack within what readers accept (R9): one that no reader takes could never be read,
 * changed or sent again. Counts a tar's bytes from above.
 */
final class PackRoom {
  private static final int BLOCK = 512;

  private final Limits limits;
  private long entries;
  private long unpacked = 2 * BLOCK; // the end of the archive

  PackRoom(Limits limits) {
    this.limits = limits;
  }

  /**
   * Counts an entry.
   *
   * @throws ResourceExhausted if the pack would hold too many entries or bytes
   */
  void require(Entry entry) throws ResourceExhausted {
    entries++;
    unpacked += BLOCK + blocks(extension(entry)) + blocks(bodyBytes(entry));
    if (entries > limits.entries()) {
      throw new ResourceExhausted(
          "pack would hold more than %d entries at '%s'".formatted(limits.entries(), entry.path()));
    }
    if (unpacked > limits.unpackedBytes()) {
      throw new ResourceExhausted(
          "pack would hold more than %d bytes at '%s'"
              .formatted(limits.unpackedBytes(), entry.path()));
    }
  }

  /**
   * Checks the finished pack.
   *
   * @throws ResourceExhausted if it is longer than a message may be, or packed so tightly that
   *     readers take it for a bomb
   */
  void requireReadable(Blob packed) throws ResourceExhausted {
    if (packed.length() > limits.messageBytes()) {
      throw new ResourceExhausted(
          "pack would have %d bytes, at most %d fit into a message"
              .formatted(packed.length(), limits.messageBytes()));
    }
    if (unpacked > limits.ratioFromBytes() && unpacked / limits.ratio() >= packed.length()) {
      throw new ResourceExhausted(
          "pack of %d bytes would unpack to about %d, more than %d for each"
              .formatted(packed.length(), unpacked, limits.ratio()));
    }
  }

  private static long bodyBytes(Entry entry) {
    return entry instanceof Entry.RegularFile file ? file.size() : 0;
  }

  /** Bytes of the header extension that long and non-ASCII names need, with its own header. */
  private static long extension(Entry entry) {
    long names = entry.path().utf8Length();
    if (entry instanceof Entry.Symlink link) {
      names += 3L * link.target().length(); // at most so many bytes of UTF-8
    }
    return names < 50 ? 0 : 2 * BLOCK + names;
  }

  private static long blocks(long bytes) {
    return (bytes + BLOCK - 1) / BLOCK * BLOCK;
  }
}
