package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

/** What an update says of the objects of one pack; the last word on a path wins. */
final class PackChanges {
  private final TreeMap<ObjectPath, Change> changes = new TreeMap<>();
  private final TreeMap<String, ObjectPath> names = new TreeMap<>();

  /** The object is to be this. */
  void put(ObjectPath path, FileMode mode, Optional<UpdateDraft.Stash> content) {
    ObjectPath twin = names.put(path.relative(), path);
    if (twin != null && !twin.equals(path)) {
      changes.remove(twin); // 'a' and 'a/' are one name on disk (R8)
    }
    changes.put(path, new Change.Put(path, mode, content));
  }

  /** The object is to be gone. */
  void delete(ObjectPath path) {
    names.remove(path.relative(), path);
    changes.put(path, new Change.Delete());
  }

  /** What is said of exactly this path. */
  Optional<Change> of(ObjectPath path) {
    return Optional.ofNullable(changes.get(path));
  }

  /** Whether an object with another form of this name is put in its place. */
  boolean supersedes(ObjectPath path) {
    ObjectPath put = names.get(path.relative());
    return put != null && !put.equals(path);
  }

  /** Everything that is put, in byte order of the paths. */
  Collection<Change.Put> puts() {
    return changes.values().stream()
        .filter(Change.Put.class::isInstance)
        .map(Change.Put.class::cast)
        .toList();
  }

  /** How many bytes of contents are put. */
  long putBytes() {
    return puts().stream()
        .mapToLong(put -> put.content().map(UpdateDraft.Stash::length).orElse(0))
        .sum();
  }

  /** What is said of one path. */
  sealed interface Change {
    /**
     * The object is to be this.
     *
     * @param path its place
     * @param mode as sent
     * @param content where its bytes lie; absent for none
     */
    record Put(ObjectPath path, FileMode mode, Optional<UpdateDraft.Stash> content)
        implements Change {}

    /** The object is to be gone. */
    record Delete() implements Change {}
  }
}
