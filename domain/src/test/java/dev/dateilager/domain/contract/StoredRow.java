package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ProjectId;
import java.util.OptionalLong;

/**
 * A row as it lies in the store (semantics.md §1).
 *
 * @param project whose
 * @param start first version at which it is live
 * @param stop first version at which it is gone; absent while it is live
 * @param path any text
 * @param mode 0 for packs
 * @param size as the updater said
 * @param packed whether it is a pack
 * @param hash of its content
 */
public record StoredRow(
    ProjectId project,
    long start,
    OptionalLong stop,
    String path,
    FileMode mode,
    long size,
    boolean packed,
    ContentHash hash) {
  /** Whether it is live at {@code version}. */
  boolean isLiveAt(long version) {
    return start <= version && (stop.isEmpty() || stop.getAsLong() > version);
  }

  /** Whether it was not stopped yet. */
  boolean isLive() {
    return stop.isEmpty();
  }

  /** The same row, stopped. */
  StoredRow stoppedAt(long version) {
    return new StoredRow(project, start, OptionalLong.of(version), path, mode, size, packed, hash);
  }

  /** The same row, not stopped. */
  StoredRow live() {
    return new StoredRow(project, start, OptionalLong.empty(), path, mode, size, packed, hash);
  }

  /** Whether both say the same of a path, whenever and wherever. */
  boolean isSameObject(StoredRow other) {
    return path.equals(other.path)
        && mode.equals(other.mode)
        && size == other.size
        && packed == other.packed
        && hash.equals(other.hash);
  }

  /** The same row in another project. */
  StoredRow in(ProjectId other) {
    return new StoredRow(other, start, stop, path, mode, size, packed, hash);
  }
}
