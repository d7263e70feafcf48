package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.staging.Obstacle;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A directory that holds a project, with the state it keeps below {@code .dl} (formats.md §5).
 * Opening it locks the directory against other processes of ours (client.md oddity 19), unless it
 * is still to be made, and refuses a root that is no directory.
 *
 * <p>Links from a cache carry its modes, which may lack write bits for group and others and have
 * read bits more (design.md "Ways of placing").
 *
 * <p>{@link #apply} may be called by several threads at once; the rest by one. Nothing outside the
 * root is ever touched (I1); symbolic links below it are never followed (I4); {@code .dl} cannot be
 * reached by an entry (I20).
 */
public interface WorkspaceTree extends AutoCloseable {
  /**
   * The version that the directory was last brought to; 0 if it never was.
   *
   * @throws DateiLagerException.Corrupt if the file is there and holds no number
   */
  long version() throws DateiLagerException;

  /**
   * Records a version, durably and by rename, after everything applied before it is on disk (I20).
   */
  void recordVersion(long version) throws DateiLagerException;

  /**
   * The bytes of {@code .dl/sum.s2}; absent if it was never written.
   *
   * @throws DateiLagerException.ResourceExhausted if they are more than a summary may have (I21)
   */
  Optional<Blob> summary() throws DateiLagerException;

  /** Replaces {@code .dl/sum.s2} by rename. */
  void recordSummary(Blob bytes) throws DateiLagerException;

  /**
   * Applies the entries of one message (client.md §2.2–§2.9, with the fixes of its oddities): each
   * file appears whole, by rename, with exactly its mode; kinds change as the entries say; a pack
   * is built out of sight and swapped in. Entries take effect in their order; between messages that
   * are applied at once no order is promised, but every nesting that a server sends ends alike.
   *
   * <p>Makes the root and {@code .dl} if they are missing.
   *
   * @param packPath set if the entries replace everything at this path; without entries it is
   *     removed
   * @param cache where cached references are taken from; absent if there is none
   * @return what was done; cached references that the cache could not serve are listed, not applied
   * @throws DateiLagerException.Corrupt if an entry is not allowed here, or the sequence is not
   *     whole; entries before it stay applied, of a pack none
   * @throws DateiLagerException.Aborted if another process took the directory meanwhile
   * @throws DateiLagerException.ResourceExhausted if space or inodes ran out
   */
  Applied apply(EntryReader entries, Optional<ObjectPath> packPath, Optional<CacheDirectory> cache)
      throws DateiLagerException;

  /**
   * Removes those of these directories that are empty, in the given order; whatever else stands
   * there stays, and what is not there is no failure (client.md oddity 6).
   */
  void prune(List<ObjectPath> directories) throws DateiLagerException;

  /**
   * The whole directory in the walk order of formats.md §5.2, {@code .dl} left out, without hashes.
   * Entries that vanish meanwhile are left out; sockets, FIFOs, devices and names that are not
   * UTF-8 are left out and told to {@code leftOut}.
   */
  List<SummaryEntry> scan(LeftOut leftOut) throws DateiLagerException;

  /**
   * Like {@link #scan}, but only what stands at {@code top} and below it; nothing if it is gone.
   */
  List<SummaryEntry> scanBelow(ObjectPath top, LeftOut leftOut) throws DateiLagerException;

  /**
   * What stands at a path now, without hash.
   *
   * @return absent if nothing does, or a directory that is not empty
   */
  Optional<SummaryEntry> look(ObjectPath path) throws DateiLagerException;

  /**
   * The content at a path: file bytes, link text, nothing for a directory.
   *
   * @return absent if it is gone, or became something of another kind than file, link or directory
   * @throws DateiLagerException.ResourceExhausted if a file is larger than a message may be
   */
  Optional<Content> read(ObjectPath path) throws DateiLagerException;

  /** SHA-256 of what {@link #read} gives, without holding it in memory. */
  Optional<ContentHash> hash(ObjectPath path) throws DateiLagerException;

  /**
   * Removes everything that is kept below {@code .dl}, and {@code .dl} itself, if it is there; what
   * was applied stays. Only {@link #close} may follow.
   *
   * @throws DateiLagerException.IoFailed if it holds what is not ours; that stays, the rest is gone
   */
  void forget() throws DateiLagerException;

  /** Gives the lock back; never fails. */
  @Override
  void close();

  /**
   * What applying one message did.
   *
   * @param entries every entry of the message in order, but the skipped ones; the missing ones
   *     included
   * @param missing cached references that the cache does not hold whole
   * @param linked files taken from the cache by a second name of its inode
   * @param cloned files taken from the cache by sharing blocks
   * @param copied files taken from the cache by copying, empty ones included
   * @param written files written from the stream
   * @param skipped entries below {@code .dl}, which clients skip (R8)
   * @param obstacles what stood in the way of links to the cache's files, and for how many (I8)
   */
  record Applied(
      List<Entry> entries,
      List<Entry.CachedReference> missing,
      long linked,
      long cloned,
      long copied,
      long written,
      long skipped,
      Map<Obstacle, Long> obstacles) {
    /** Copies the collections. */
    public Applied {
      entries = List.copyOf(entries);
      missing = List.copyOf(missing);
      obstacles = Map.copyOf(obstacles);
    }
  }

  /**
   * A path's content with the mode it had when it was read.
   *
   * @param entry as {@link #look} gives it, but with the real permissions of links and directories
   * @param bytes the content
   */
  record Content(SummaryEntry entry, Blob bytes) {}

  /** Is told of what a scan leaves out. */
  @FunctionalInterface
  interface LeftOut {
    /**
     * One name that was left out.
     *
     * @param name relative to the root, unprintable parts replaced
     * @param why what it is
     */
    void leftOut(String name, String why);
  }
}
