package dev.dateilager.app.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The comparison of the demo must find every kind of difference, or its "all equal" says nothing.
 */
final class TreeComparisonTest {
  @TempDir private Path dir;
  private Path left = Path.of("");
  private Path right = Path.of("");

  @BeforeEach
  void twoEqualTrees() throws Exception {
    left = dir.resolve("left");
    right = dir.resolve("right");
    Files.createDirectories(left.resolve("a/empty"));
    Files.writeString(left.resolve("a/file"), "bytes");
    Files.writeString(left.resolve("a/größe"), "");
    Files.createSymbolicLink(left.resolve("link"), Path.of("../elsewhere//x/"));
    chmod(left.resolve("a/file"), "rwxrw-r--");
    TreeCopy.of(survey(left), right);
  }

  private static Tree survey(Path root) throws Exception {
    return TreeSurvey.of(root, Long.MAX_VALUE, _ -> false);
  }

  private static void chmod(Path file, String mode) throws Exception {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private TreeComparison.Outcome compare(Set<TreeEntry.Inode> shared) throws Exception {
    return TreeComparison.between(survey(left), right, shared);
  }

  private void assertDifference(String path, String how) throws Exception {
    assertThat(compare(Set.of()).differences())
        .containsExactly(new TreeComparison.Difference(path, how));
    assertThat(compare(Set.of()).holds()).isFalse();
  }

  @Test
  void copy_isEqual() throws Exception {
    TreeComparison.Outcome outcome = compare(Set.of());

    assertThat(outcome.differences()).isEmpty();
    assertThat(outcome.entries()).isEqualTo(5);
    assertThat(outcome.files()).isEqualTo(2);
    assertThat(outcome.bytes()).isEqualTo(5);
  }

  @Test
  void stateOfTheClient_isNotCompared() throws Exception {
    Files.createDirectory(right.resolve(".dl"));
    Files.writeString(right.resolve(".dl/version"), "1");

    assertThat(compare(Set.of()).holds()).isTrue();
  }

  @Test
  void missingFile_isFound() throws Exception {
    Files.delete(right.resolve("a/file"));

    assertDifference("a/file", "is missing, should be a file");
  }

  @Test
  void missingEmptyDirectory_isFound() throws Exception {
    Files.delete(right.resolve("a/empty"));

    assertDifference("a/empty", "is missing, should be a directory");
  }

  @Test
  void missingLink_isFound() throws Exception {
    Files.delete(right.resolve("link"));

    assertDifference("link", "is missing, should be a symbolic link");
  }

  @Test
  void extraFile_isFound() throws Exception {
    Files.writeString(right.resolve("a/new"), "");

    assertDifference("a/new", "is a file and should not be there");
  }

  @Test
  void otherBytes_areFound() throws Exception {
    Files.writeString(right.resolve("a/file"), "bytEs");

    assertDifference("a/file", "has other bytes from byte 3 on");
  }

  @Test
  void fewerAndMoreBytes_areFound() throws Exception {
    Files.writeString(right.resolve("a/file"), "byte");
    assertDifference("a/file", "has other bytes from byte 4 on");

    Files.writeString(right.resolve("a/file"), "bytes.");
    assertDifference("a/file", "has other bytes from byte 5 on");
  }

  @Test
  void otherMode_isFound() throws Exception {
    chmod(right.resolve("a/file"), "rw-rw-r--");

    assertDifference("a/file", "has mode 0664, should have 0764");
  }

  @Test
  void otherKind_isFound() throws Exception {
    Files.delete(right.resolve("a/file"));
    Files.createDirectory(right.resolve("a/file"));
    assertDifference("a/file", "is a directory, should be a file");

    Files.delete(right.resolve("a/file"));
    Files.createSymbolicLink(right.resolve("a/file"), left.resolve("a/file"));
    assertDifference("a/file", "is a symbolic link, should be a file");
  }

  @Test
  void otherLinkText_isFound() throws Exception {
    Files.delete(right.resolve("link"));
    Files.createSymbolicLink(right.resolve("link"), Path.of("../elsewhere/y"));

    assertThat(compare(Set.of()).differences())
        .extracting(TreeComparison.Difference::path)
        .containsExactly("link");
  }

  @Test
  void specialFile_isFound() throws Exception {
    int status = new ProcessBuilder("mkfifo", right.resolve("pipe").toString()).start().waitFor();
    assertThat(status).isZero();

    assertDifference("pipe", "is there and should not be: it is a socket, a FIFO or a device");
  }

  @Test
  void tighterMode_isAllowedForFilesOfTheCacheAlone() throws Exception {
    chmod(right.resolve("a/file"), "rwxr--r--");
    assertDifference("a/file", "has mode 0744, should have 0764");

    TreeComparison.Outcome shared = compare(DiskUse.inodes(right));
    assertThat(shared.holds()).isTrue();
    assertThat(shared.linked()).isEqualTo(2);
    assertThat(shared.tightened()).isEqualTo(1);
  }

  @Test
  void otherModesOfFilesOfTheCache_areFound() throws Exception {
    chmod(right.resolve("a/file"), "rwxr-xr--");

    assertThat(compare(DiskUse.inodes(right)).differences()).hasSize(1);
  }
}
