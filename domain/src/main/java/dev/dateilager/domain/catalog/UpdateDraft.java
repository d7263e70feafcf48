package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import java.util.Optional;
import java.util.Set;

/**
 * An update being gathered, then committed in one short transaction (semantics.md §6, oddities 12,
 * 15, 16). Heap use does not grow with the number or size of what is put in. Not thread-safe.
 *
 * <p>Contents are stored at once, in batches sorted by hash, outside the final transaction;
 * unreferenced ones are harmless. Closing without a commit leaves rows and version as they were.
 */
public interface UpdateDraft extends AutoCloseable {
  /**
   * Stores a content unless it is there. What is there under the hash already stays, unless it is
   * not what the hash says (formats.md oddity 1).
   *
   * @param stored the compressed bytes of a plain content, or a pack itself
   */
  void content(ContentHash hash, Blob stored) throws DateiLagerException;

  /**
   * The object {@code path} is to be this; the last word on a path wins (oddities 7 and 8). The
   * content must have been given to {@link #content} in this draft.
   */
  void put(ObjectPath path, FileMode mode, long size, ContentHash hash) throws DateiLagerException;

  /**
   * The object at exactly {@code path} is to be gone; the last word on a path wins. A delete counts
   * as a change even if nothing is there (oddity 9).
   */
  void delete(ObjectPath path) throws DateiLagerException;

  /**
   * The live pack at {@code packPath}, read outside the final transaction. Rows are found with and
   * without the trailing slash (semantics.md §3.2).
   *
   * @return absent if there is none
   * @throws DateiLagerException.Corrupt if its content is missing (I25) or is not what its hash
   *     says
   */
  Optional<LivePack> livePack(ObjectPath packPath) throws DateiLagerException;

  /**
   * How many bytes {@link #livePack} would bring into memory, as of now; 0 if there is no such pack
   * or its content is missing.
   */
  long livePackBytes(ObjectPath packPath) throws DateiLagerException;

  /**
   * The pack at {@code packPath} is to be replaced; the last word on a pack wins.
   *
   * @param base the hash of the live pack that the new one was made from; absent if there was none
   * @param replacement the new pack's hash and length, given to {@link #content} before; absent if
   *     the pack is to be gone, which counts as a change in any case (oddity 9)
   */
  void replacePack(ObjectPath packPath, Optional<ContentHash> base, Optional<NewPack> replacement)
      throws DateiLagerException;

  /**
   * Keeps bytes outside the heap until the draft closes.
   *
   * @return the handle for {@link #unstash}
   */
  Stash stash(Blob bytes) throws DateiLagerException;

  /** The bytes that were stashed. */
  Blob unstash(Stash stash) throws DateiLagerException;

  /**
   * Locks the project, applies everything at version latest + 1, and makes that the latest if
   * anything changed by the rules of semantics.md §6.2 and §6.3. Contents that a collector took
   * away meanwhile are stored again (oddity 12). May be called again after {@link
   * Outcome.PacksMoved}.
   *
   * @throws DateiLagerException.NotFound if the project was deleted meanwhile
   * @throws DateiLagerException nothing of the update is visible then
   */
  Outcome commit() throws DateiLagerException;

  /** Frees what was kept; never fails. */
  @Override
  void close();

  /**
   * A pack as it is live now.
   *
   * @param hash of {@code packed}
   * @param packed the S2_TAR
   */
  record LivePack(ContentHash hash, Blob packed) {}

  /**
   * A pack to come.
   *
   * @param hash of the S2_TAR
   * @param size length of the S2_TAR
   */
  record NewPack(ContentHash hash, long size) {}

  /**
   * Where stashed bytes lie.
   *
   * @param position a number of the draft's own
   * @param length bytes
   */
  record Stash(long position, int length) {}

  /** What became of a commit. */
  sealed interface Outcome {
    /**
     * A new version stands.
     *
     * @param version its number
     */
    record Committed(long version) implements Outcome {}

    /**
     * Nothing was different; nothing was written.
     *
     * @param version the unchanged latest version
     */
    record Unchanged(long version) implements Outcome {}

    /**
     * Others replaced these packs since their base was read: make them anew from {@link
     * UpdateDraft#livePack}, {@link UpdateDraft#replacePack} them and commit again. Nothing was
     * written.
     *
     * @param packPaths at least one
     */
    record PacksMoved(Set<ObjectPath> packPaths) implements Outcome {
      /** Copies the set. */
      public PacksMoved {
        packPaths = Set.copyOf(packPaths);
      }
    }
  }
}
