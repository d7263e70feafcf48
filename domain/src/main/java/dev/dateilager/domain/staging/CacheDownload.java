package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import java.util.Optional;
import java.util.OptionalLong;

/** A cache version on its way from the server. Not thread-safe. */
public interface CacheDownload extends AutoCloseable {
  /**
   * Which version comes, known before any pack: from the server's announcement, or from the first
   * message of a server that makes none.
   *
   * @return absent if the server has no cache, not the wanted one, or (only servers that announce
   *     nothing) an empty one
   * @throws DateiLagerException if the server failed before it said so
   */
  Optional<CacheVersion> version() throws DateiLagerException;

  /** How many packs the server announced (I10); absent from servers that announce nothing. */
  OptionalLong announcedPacks() throws DateiLagerException;

  /**
   * The next pack, its bytes already checked against its hash (I10).
   *
   * @return absent only if the stream ended well and as many packs came as were announced
   * @throws DateiLagerException.Corrupt if a pack is not what its hash says, versions disagree, a
   *     pack comes in pieces and the last is missing, or fewer packs came than were announced
   * @throws DateiLagerException.Unavailable if the stream broke
   */
  Optional<Pack> next() throws DateiLagerException;

  /** Ends the call, cancelling what is still to come; never fails. */
  @Override
  void close();

  /**
   * One pack of a cache version.
   *
   * @param hash SHA-256 of {@code packed}
   * @param packed the S2_TAR
   */
  record Pack(ContentHash hash, Blob packed) {}
}
