package dev.dateilager.adapters.fs.store;

import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pack held so far: decides which entry may follow (I4), and becomes the manifest. Grows
 * with the number of entries, which the reader bounds (R9). For one thread.
 */
final class PackTree {
  /** One thing with a name. */
  sealed interface Node {}

  /** A directory, with what it holds in order of arrival. */
  record Directory(Map<String, Node> children) implements Node {
    private Directory() {
      this(new LinkedHashMap<>());
    }
  }

  /** A regular file; the array is never changed. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody; a million of them must be small
  record File(int mode, long size, byte[] sha256) implements Node {}

  /** A symbolic link. */
  record Symlink(String text) implements Node {}

  private final Directory root = new Directory();

  /**
   * Enters a directory and its parents.
   *
   * @throws Corrupt if a link or file stands in a parent's place
   */
  Directory directory(List<String> path) throws Corrupt {
    Directory at = root;
    for (String name : path) {
      at =
          switch (at.children().computeIfAbsent(name, _ -> new Directory())) {
            case Directory below -> below;
            case File _, Symlink _ ->
                throw new Corrupt(
                    "pack has something below '%s', which is no directory"
                        .formatted(String.join("/", path)));
          };
    }
    return at;
  }

  /** What stands at a name of a directory. */
  static Optional<Node> at(Directory parent, String name) {
    return Optional.ofNullable(parent.children().get(name));
  }

  /** Tells everything, each directory followed by its files and links, parents first. */
  void tell(ManifestVisitor visitor) throws IOException {
    record Pending(String path, Directory directory) {}
    var waiting = new ArrayDeque<Pending>(); // not the Java stack: depth must not matter
    waiting.push(new Pending("", root));
    while (!waiting.isEmpty()) {
      Pending next = waiting.pop();
      visitor.directory(next.path());
      for (Map.Entry<String, Node> child : next.directory().children().entrySet()) {
        String name = child.getKey();
        switch (child.getValue()) {
          case Directory below ->
              waiting.push(
                  new Pending(next.path().isEmpty() ? name : next.path() + "/" + name, below));
          case File(int mode, long size, byte[] sha256) -> visitor.file(name, mode, size, sha256);
          case Symlink(String text) -> visitor.symlink(name, text);
        }
      }
    }
  }
}
