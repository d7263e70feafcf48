package dev.dateilager.app.tree;

import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Makes a second tree with the same names, bytes, link texts and permissions of files. */
public final class TreeCopy {
  private TreeCopy() {}

  /**
   * Copies a tree into a directory that is made for it. Directories get the mode of any new one:
   * theirs is not in the protocol (client.md §2.4).
   *
   * @return what vanished, or could no longer be read, since the tree was looked at
   * @throws IoFailed if the copy cannot be written; what was copied stays
   */
  public static List<Tree.LeftOut> of(Tree tree, Path target) throws IoFailed {
    var gone = new ArrayList<Tree.LeftOut>();
    try {
      Files.createDirectory(target);
      for (var named : tree.entries().entrySet()) {
        Path from = tree.resolve(named.getKey());
        Path to = target.resolve(named.getKey());
        TreeEntry entry = named.getValue();
        if (!Files.isDirectory(to.resolveSibling(""))) {
          continue; // lies below what vanished
        }
        try {
          copy(entry, from, to);
        } catch (NoSuchFileException | AccessDeniedException vanished) {
          if (Files.exists(from)) {
            throw vanished;
          }
          gone.add(new Tree.LeftOut(named.getKey(), "it vanished while the demo ran"));
        }
      }
    } catch (IOException failure) {
      throw new IoFailed("cannot copy '%s' to '%s'".formatted(tree.root(), target), failure);
    }
    return gone;
  }

  private static void copy(TreeEntry entry, Path from, Path to) throws IOException {
    switch (entry.kind()) {
      case DIRECTORY -> Files.createDirectory(to);
      case SYMLINK -> Files.createSymbolicLink(to, entry.linkText().orElseThrow());
      case FILE -> {
        try (var in = Files.newInputStream(from)) {
          Files.copy(in, to);
        }
        Files.setPosixFilePermissions(to, permissions(entry.permissions())); // a new file of ours
      }
    }
  }

  /** The nine bits as the set that Java wants. */
  static Set<PosixFilePermission> permissions(int bits) {
    var set = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] fromHighest = PosixFilePermission.values(); // in the order of the bits
    for (int i = 0; i < fromHighest.length; i++) {
      if ((bits & (0400 >> i)) != 0) {
        set.add(fromHighest[i]);
      }
    }
    return set;
  }
}
