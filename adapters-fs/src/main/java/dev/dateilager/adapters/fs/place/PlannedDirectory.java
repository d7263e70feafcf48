package dev.dateilager.adapters.fs.place;

import java.util.ArrayList;
import java.util.List;

/**
 * One directory of a pack with the files and links that belong in it.
 *
 * @param path relative to the pack's folder, empty for that folder itself
 * @param files its regular files
 * @param links its symbolic links
 */
record PlannedDirectory(String path, List<File> files, List<Symlink> links) {
  /** A file: its mode as the pack has it, its size, and the SHA-256 of its bytes. */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody; a million of them must be small
  record File(String name, int mode, long size, byte[] sha256) {}

  /** A symbolic link. */
  record Symlink(String name, String text) {}

  PlannedDirectory(String path) {
    this(path, new ArrayList<>(), new ArrayList<>());
  }

  /** How much work it is, in calls more or less. */
  int weight() {
    return 2 + files.size() + links.size();
  }

  List<String> components() {
    return path.isEmpty() ? List.of() : List.of(path.split("/", -1));
  }
}
