package dev.dateilager.app.demo;

import dev.dateilager.app.tree.Tree;
import dev.dateilager.app.tree.TreeEntry;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;

/** The change in the middle of the demo: one file of the copy gets a line more. */
final class FileChange {
  private static final String LINE = "changed by dateilager demo\n";

  /** What is made if the directory has no file to change. */
  private static final String NEW_FILE = "changed-by-dateilager-demo.txt";

  private FileChange() {}

  /** A small file, of a pack if there is one: the pack is then replaced as a whole. */
  static String choose(Tree tree, PackPlan plan) {
    return tree.entries().entrySet().stream()
        .filter(entry -> entry.getValue().kind() == TreeEntry.Kind.FILE)
        .min(
            Comparator.<Map.Entry<String, TreeEntry>>comparingInt(
                    entry -> plan.packs(entry.getKey()) ? 0 : 1)
                .thenComparingInt(entry -> entry.getValue().size() == 0 ? 1 : 0)
                .thenComparingLong(entry -> entry.getValue().size())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .orElse(NEW_FILE);
  }

  /**
   * Replaces a file by one with a line more and the same mode; makes it if it is not there. It need
   * not be writable.
   */
  static void append(Path file) throws IoFailed {
    Path staged = file.resolveSibling(".dateilager-demo-change");
    try {
      if (Files.exists(file)) {
        Files.copy(file, staged);
        var mode = Files.getPosixFilePermissions(file);
        Files.setPosixFilePermissions(staged, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(staged, LINE, StandardOpenOption.APPEND);
        Files.setPosixFilePermissions(staged, mode);
        Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.writeString(file, LINE);
      }
    } catch (IOException failure) {
      throw new IoFailed("cannot change '%s'".formatted(file), failure);
    }
  }
}
