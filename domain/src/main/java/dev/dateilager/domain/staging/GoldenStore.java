package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.EntryReader;
import java.util.Optional;
import java.util.Set;

/**
 * The node's golden copies: packs, unpacked once each, and the cache versions made of them
 * (formats.md §4, design.md "Names users and peers see"). Opening it takes the one writer's lock
 * (I14, R5), clears the leftovers of a crash and adopts what is whole (I11, R6), without reading a
 * file below {@code objects/}.
 *
 * <p>Safe for use by many threads; at most one {@link Download} at a time. Golden files belong to
 * the daemon, carry no group or other write bit and no special bit, and are readable by all (I6).
 */
public interface GoldenStore extends AutoCloseable {
  /** Every version that stands whole, newest number first. */
  Set<CacheVersion> versions();

  /** The version's golden copy; absent if it does not stand whole. */
  Optional<GoldenCopy> golden(CacheVersion version);

  /**
   * How much the golden copy holds, from the manifests.
   *
   * @throws IllegalStateException if one of its packs does not stand in the store
   */
  GoldenSize size(GoldenCopy golden);

  /** Whether the pack stands whole and durable, with its manifest. */
  boolean has(ContentHash pack);

  /** Every pack that {@link #has} says yes to at this moment; no view, it does not follow. */
  Set<ContentHash> packs();

  /**
   * Begins to add packs; makes {@code .lock} for as long as it lasts, for the sake of Go clients.
   *
   * @throws DateiLagerException.FailedPrecondition if another writer's {@code .lock} stands there;
   *     the message says <i>unable to obtain cache lock file</i> and whom to ask
   * @throws IllegalStateException if another download of this store is open
   */
  Download begin() throws DateiLagerException;

  /** Gives the lock back; never fails. */
  @Override
  void close();

  /** Packs being added. Not thread-safe but for {@link #add}. */
  interface Download extends AutoCloseable {
    /**
     * Unpacks a pack out of everyone's sight and writes its manifest; it stands in the store once
     * made durable, which may be as late as {@link #list} (R2). Does nothing if the pack stands
     * already. Several threads may add different packs at once.
     *
     * @param entries the pack's entries; read to the end, closed by the caller
     * @return entries unpacked; 0 if the pack stood there already
     * @throws DateiLagerException.Corrupt for entries that a pack cannot hold (I4, I5) or that
     *     disagree
     * @throws DateiLagerException.ResourceExhausted if space or inodes ran out
     * @throws DateiLagerException.IoFailed if the disk failed; nothing of the pack is left in any
     *     case, and other packs and versions are untouched (I13)
     */
    long add(ContentHash pack, EntryReader entries) throws DateiLagerException;

    /**
     * Makes everything added durable, then lists the version (I9, I12).
     *
     * @param packs every pack of the version; each must stand in the store or have been added
     * @throws IllegalStateException if one is missing
     * @throws DateiLagerException if the disk failed; the version is not listed then
     */
    GoldenCopy list(CacheVersion version, Set<ContentHash> packs) throws DateiLagerException;

    /** Removes {@code .lock} and what was added but not made durable; never fails. */
    @Override
    void close();
  }
}
