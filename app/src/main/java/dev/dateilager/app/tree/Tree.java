package dev.dateilager.app.tree;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a directory held when it was looked at.
 *
 * @param root the directory
 * @param entries by path relative to the root, parts separated by {@code /}; the root itself is not
 *     among them
 * @param leftOut what is there and no project can hold
 */
public record Tree(Path root, SortedMap<String, TreeEntry> entries, List<LeftOut> leftOut) {
  /** Copies both. */
  public Tree {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    leftOut = List.copyOf(leftOut);
  }

  /** How many entries of a kind there are. */
  public long count(TreeEntry.Kind kind) {
    return entries.values().stream().filter(entry -> entry.kind() == kind).count();
  }

  /** Bytes of all files, names that share an inode counted each. */
  public long bytes() {
    return entries.values().stream().mapToLong(TreeEntry::size).sum();
  }

  /** The same without some paths, and without what lies below them. */
  public Tree without(List<LeftOut> gone) {
    var rest = new TreeMap<>(entries);
    for (LeftOut path : gone) {
      rest.remove(path.path());
      rest.keySet().removeIf(other -> other.startsWith(path.path() + "/"));
    }
    return new Tree(root, rest, leftOut);
  }

  /** Where a path of this tree is. */
  public Path resolve(String path) {
    return root.resolve(path);
  }

  /**
   * A name that was left out, with all that lies below it.
   *
   * @param path as in {@link Tree#entries}, unprintable parts replaced
   * @param why what is in the way
   */
  public record LeftOut(String path, String why) {}
}
