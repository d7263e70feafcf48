package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

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

  /**
   * How many packs the server announced that it will send (I10); absent from servers that announce
   * nothing.
   */
  OptionalLong announcedPacks() throws DateiLagerException;

  /**
   * Every pack of the version, those included that are not sent because the caller holds them;
   * absent from servers that do not tell: there what comes is the version.
   */
  Optional<Set<ContentHash>> hashes() throws DateiLagerException;

  /**
   * The next pack, its bytes already checked against its hash (I10).
   *
   * @return absent only if the stream ended well and as many packs came as were announced
   * @throws DateiLagerException.Corrupt if a pack is not what its hash says, came before, is not of
   *     the announced version or was not wanted; if versions disagree, a pack comes in pieces and
   *     the last is missing, or fewer packs came than were announced
   * @throws DateiLagerException.ResourceExhausted if a pack is larger than the caller takes
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
