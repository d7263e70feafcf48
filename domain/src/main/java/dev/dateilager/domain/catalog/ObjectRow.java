package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.FileMode;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One row of a read's answer: an object or pack that is new in the range, or one that was removed
 * in it.
 *
 * @param path as stored; old databases hold paths that R8 refuses, so this is plain text
 * @param mode as stored; 0 for packs
 * @param size as the updater said; for packs the stored length; 0 when removed
 * @param packed whether the row is a pack
 * @param hash of the content; absent when the row reports a removal
 * @param storedBytes length of the stored (compressed) content; absent when the row reports a
 *     removal, or when the content is missing from the store (I25: an error for who needs it)
 */
public record ObjectRow(
    String path,
    FileMode mode,
    long size,
    boolean packed,
    Optional<ContentHash> hash,
    OptionalLong storedBytes) {
  /** A row that says {@code path} is gone. */
  public static ObjectRow removed(String path, FileMode mode, boolean packed) {
    return new ObjectRow(path, mode, 0, packed, Optional.empty(), OptionalLong.empty());
  }

  /** Whether the row reports a removal. */
  public boolean isRemoved() {
    return hash.isEmpty();
  }
}
