package dev.dateilager.adapters.fs.workspace;

import java.util.TreeSet;

/** Relative names, and whether another one lies in, around or on one of them. Not thread-safe. */
final class NestedNames {
  private final TreeSet<String> folders = new TreeSet<>();

  void add(String name) {
    folders.add(name + "/");
  }

  void clear() {
    folders.clear();
  }

  boolean touch(String name) {
    String folder = name + "/";
    String next = folders.ceiling(folder);
    if (next != null && next.startsWith(folder)) {
      return true;
    }
    for (int slash = folder.indexOf('/');
        slash < folder.length() - 1;
        slash = folder.indexOf('/', slash + 1)) {
      if (folders.contains(folder.substring(0, slash + 1))) {
        return true;
      }
    }
    return false;
  }
}
