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
  /** Where it lies, for people. */
  String location();

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

  /**
   * Holds on to a golden copy while it is placed: until the lease is closed, {@link #prune} neither
   * takes the version off the list nor touches its packs (I15). Never waits for the disk.
   *
   * @return absent if the version does not stand whole
   */
  Optional<Lease> lease(CacheVersion version);

  /**
   * Takes all other versions off the list and removes the packs that none has any more, also those
   * that no version ever had, such as of a download that was cut short. The list changes first,
   * durably; then the packs go, one by one, never half: whatever stands at any moment stands whole
   * (I9, I11). What cannot be deleted at once goes at the next start.
   *
   * <p>A leased version stays, and with it its packs. Refused during a {@link Download}, whose
   * packs no version has yet; a download that begins meanwhile waits.
   *
   * @param keep versions that stay; those that are not there do not matter
   * @param dryRun whether to say only what would go, and change nothing
   * @throws DateiLagerException.Aborted if a download is open; nothing was changed
   * @throws DateiLagerException if the disk failed; what is listed stands whole
   */
  PruneReport prune(Set<CacheVersion> keep, boolean dryRun) throws DateiLagerException;

  /**
   * Puts a damaged pack aside, so that it is never placed again, and takes the versions that need
   * it off the list. Once it has been added again and any version is listed, they stand whole
   * again, their other packs untouched. The files are kept for people to look at, those of the
   * latest pack only. Does nothing if the pack does not stand in the store.
   *
   * <p>A lease does not hold it back, since a placement of damaged files would be a wrong one: a
   * placement under way ends with what it had checked before, or fails with {@link
   * DateiLagerException.DamagedPack}.
   *
   * @param why what was found, for people
   * @throws DateiLagerException if the disk failed; the pack is out of use in this process all the
   *     same, and is found damaged again after a restart
   */
  void quarantine(ContentHash pack, String why) throws DateiLagerException;

  /**
   * Compares a pack with its manifest: names that are missing or too many, kinds, sizes, modes,
   * owners, link texts, and if asked the bytes. Changes nothing. Holds no more in memory than the
   * names of a few directories; the pack is not pruned meanwhile.
   *
   * @param sink told of everything that is not as it should be, as it is found
   * @throws DateiLagerException.NotFound if the pack does not stand in the store, or was put aside
   *     meanwhile
   * @throws DateiLagerException.Cancelled if the thread was interrupted or the store is being
   *     closed
   * @throws DateiLagerException if the disk failed other than in what was compared
   */
  void verify(ContentHash pack, Scrutiny scrutiny, FindingSink sink) throws DateiLagerException;

  /**
   * What is free where the store lies.
   *
   * @throws DateiLagerException if the file system does not say
   */
  StoreSpace space() throws DateiLagerException;

  /** Gives the lock back; never fails. Waits for placements, cuts {@link #verify} short. */
  @Override
  void close();

  /** A golden copy that is being placed. */
  interface Lease extends AutoCloseable {
    /** The golden copy. */
    GoldenCopy golden();

    /** Gives it back; never fails, and may be done twice. */
    @Override
    void close();
  }

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
     * @throws DateiLagerException.DamagedPack if one was put aside while the download was open; the
     *     version is not listed, and the whole is to be repeated
     * @throws DateiLagerException if the disk failed; the version is not listed then
     */
    GoldenCopy list(CacheVersion version, Set<ContentHash> packs) throws DateiLagerException;

    /** Removes {@code .lock} and what was added but not made durable; never fails. */
    @Override
    void close();
  }
}
