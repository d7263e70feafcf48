package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.EntryReader;

/**
 * A cache that {@code getcache} fills for rebuilds, in the Go implementation's form: {@code
 * objects/<hex>/…} and {@code versions}, no manifests (formats.md §4).
 */
public interface CacheFolder {
  /**
   * Takes {@code .lock}, then makes {@code objects/} and an empty {@code tmp/} (client.md oddity
   * 10).
   *
   * @throws DateiLagerException.FailedPrecondition if another download runs or seems to; the
   *     message says <i>unable to obtain cache lock file</i>, and nothing is changed
   * @throws DateiLagerException.InvalidArgument if the folder belongs to a {@code cached} daemon
   */
  Download begin() throws DateiLagerException;

  /** A download into the folder. Not thread-safe but for {@link #has} and {@link #add}. */
  interface Download extends AutoCloseable {
    /** Whether the version was listed before. */
    boolean lists(CacheVersion version);

    /** Whether the pack is there, or was added. */
    boolean has(ContentHash pack);

    /**
     * Unpacks a pack under its full names, out of sight; it stands under {@code objects/} at the
     * latest when {@link #list} returns, its data on disk before its name. Does nothing if {@link
     * #has}.
     *
     * @param entries read to the end, closed by the caller
     * @return entries unpacked
     * @throws DateiLagerException.Corrupt for entries that a pack cannot hold (I4, I5)
     * @throws DateiLagerException.ResourceExhausted if space or inodes ran out; nothing of the pack
     *     is left in any case of failure
     */
    long add(ContentHash pack, EntryReader entries) throws DateiLagerException;

    /** Makes everything added durable and then lists the version, once (formats.md oddity 4). */
    void list(CacheVersion version) throws DateiLagerException;

    /** Removes {@code tmp/} and {@code .lock}; never fails. */
    @Override
    void close();
  }
}
