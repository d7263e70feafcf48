package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;

/** Takes a cache version, pack by pack. */
public interface CacheSink {
  /**
   * Says which cache version comes; called once, before any pack, and not at all if there is none.
   *
   * @param listing the version and every pack of it
   * @param toCome how many of them follow
   * @throws DateiLagerException to end the read, which fails with it
   */
  void begin(CacheListing listing, long toCome) throws DateiLagerException;

  /**
   * Takes a pack; may block until the peer has room.
   *
   * @param hash SHA-256 of {@code packed}
   * @param packed the S2_TAR
   * @throws DateiLagerException to end the read, which fails with it
   */
  void pack(ContentHash hash, Blob packed) throws DateiLagerException;
}
