package dev.dateilager.app.tree;

import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares a tree on disk with what it should be, name by name: kind, bytes, link text, and the
 * permission bits of files. Modes of directories are not in the protocol, and not compared.
 *
 * <p>A file that shares its inode with a placed cache may lack the write bits of group and others
 * and be readable by all (I6); such files are counted. For every other file the bits are equal or
 * it is a difference.
 */
public final class TreeComparison {
  private static final int WRITABLE_BY_OTHERS = 0022;
  private static final int READABLE_BY_ALL = 0444;

  private final Tree expected;
  private final Tree actual;
  private final Set<TreeEntry.Inode> shared;
  private final List<Difference> differences = new ArrayList<>();
  private long bytes;
  private long files;
  private long linked;
  private long tightened;

  private TreeComparison(Tree expected, Tree actual, Set<TreeEntry.Inode> shared) {
    this.expected = expected;
    this.actual = actual;
    this.shared = shared;
  }

  /**
   * Compares; the bytes of every file are read on both sides.
   *
   * @param expected what should be there; its files must still be readable
   * @param actual the directory to check
   * @param shared inodes of the placed cache
   * @throws FailedPrecondition if {@code actual} is no directory
   * @throws IoFailed if the disk fails
   */
  public static Outcome between(Tree expected, Path actual, Set<TreeEntry.Inode> shared)
      throws FailedPrecondition, IoFailed {
    Tree found = TreeSurvey.of(actual, Long.MAX_VALUE, path -> path.equals(".dl"));
    var comparison = new TreeComparison(expected, found, shared);
    try {
      comparison.run();
    } catch (IOException failure) {
      throw new IoFailed(
          "cannot compare '%s' with '%s'".formatted(actual, expected.root()), failure);
    }
    return new Outcome(
        expected.entries().size(),
        comparison.files,
        comparison.bytes,
        comparison.linked,
        comparison.tightened,
        comparison.differences);
  }

  private void run() throws IOException {
    var paths = new TreeSet<>(expected.entries().keySet());
    paths.addAll(actual.entries().keySet());
    for (String path : paths) {
      compare(
          path,
          Optional.ofNullable(expected.entries().get(path)),
          Optional.ofNullable(actual.entries().get(path)));
    }
    for (Tree.LeftOut strange : actual.leftOut()) {
      differ(strange.path(), "is there and should not be: " + strange.why());
    }
  }

  private void compare(String path, Optional<TreeEntry> should, Optional<TreeEntry> is)
      throws IOException {
    if (is.isEmpty()) {
      differ(path, "is missing, should be a " + name(should.orElseThrow()));
    } else if (should.isEmpty()) {
      differ(path, "is a %s and should not be there".formatted(name(is.get())));
    } else if (should.get().kind() != is.get().kind()) {
      differ(path, "is a %s, should be a %s".formatted(name(is.get()), name(should.get())));
    } else {
      switch (should.get().kind()) {
        case FILE -> file(path, should.get(), is.get());
        case SYMLINK -> link(path, should.get(), is.get());
        case DIRECTORY -> {} // being there is all there is to it
      }
    }
  }

  private void file(String path, TreeEntry should, TreeEntry is) throws IOException {
    files++;
    bytes += is.size();
    boolean isShared = shared.contains(is.inode());
    linked += isShared ? 1 : 0;
    int tight = (should.permissions() & ~WRITABLE_BY_OTHERS) | READABLE_BY_ALL;
    if (is.permissions() != should.permissions()) {
      if (isShared && is.permissions() == tight) {
        tightened++;
      } else {
        differ(
            path,
            "has mode %04o, should have %04o".formatted(is.permissions(), should.permissions()));
      }
    }
    try {
      long at = Files.mismatch(expected.resolve(path), actual.resolve(path));
      if (at >= 0) {
        differ(path, "has other bytes from byte %d on".formatted(at));
      }
    } catch (NoSuchFileException vanished) {
      differ(path, "vanished while it was compared");
    }
  }

  private void link(String path, TreeEntry should, TreeEntry is) {
    if (!is.linkText().equals(should.linkText())) {
      differ(
          path,
          "links to '%s', should link to '%s'"
              .formatted(is.linkText().orElseThrow(), should.linkText().orElseThrow()));
    }
  }

  private void differ(String path, String how) {
    differences.add(new Difference(path, how));
  }

  private static String name(TreeEntry entry) {
    return switch (entry.kind()) {
      case FILE -> "file";
      case DIRECTORY -> "directory";
      case SYMLINK -> "symbolic link";
    };
  }

  /**
   * One way in which the trees are not the same.
   *
   * @param path where
   * @param how what is there, and what should be
   */
  public record Difference(String path, String how) {}

  /**
   * What a comparison found.
   *
   * @param entries names that should be there
   * @param files regular files compared byte by byte
   * @param bytes that they hold
   * @param linked files that share their inode with the placed cache
   * @param tightened linked files whose mode is stricter than the original's, in the way allowed
   * @param differences none if the trees are the same
   */
  public record Outcome(
      long entries,
      long files,
      long bytes,
      long linked,
      long tightened,
      List<Difference> differences) {
    /** Copies the list. */
    public Outcome {
      differences = List.copyOf(differences);
    }

    /** The same with other differences. */
    public Outcome with(List<Difference> others) {
      return new Outcome(entries, files, bytes, linked, tightened, others);
    }

    /** Whether the trees are the same. */
    public boolean holds() {
      return differences.isEmpty();
    }
  }
}
