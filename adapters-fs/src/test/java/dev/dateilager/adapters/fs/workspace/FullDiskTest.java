package dev.dateilager.adapters.fs.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.adapters.fs.place.Mounts;
import dev.dateilager.domain.contract.EntryScript;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk without space or inodes left, in the middle of a rebuild (I13, I20). */
@Timeout(120)
class FullDiskTest {
  private static final int FILES = 150;

  @TempDir private Path temporary;

  private static EntryScript script(String text) {
    var script = new EntryScript();
    for (int i = 0; i < FILES; i++) {
      script.file("d/" + i % 5 + "/" + i, text.repeat(2000) + i);
    }
    return script;
  }

  private static void rebuild(FileDirectory directory, String text, long version)
      throws DateiLagerException {
    try (WorkspaceTree tree = directory.open()) {
      tree.apply(script(text).reader(), Optional.empty(), Optional.empty());
      tree.apply(script(text).reader(), Optional.of(new ObjectPath("d/")), Optional.empty());
      tree.recordVersion(version);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"size=1600k", "nr_inodes=250"})
  void rebuild_onADiskThatFillsUp_leavesTheOldVersion_andConvergesLater(String limit)
      throws Exception {
    try (var mounts = new Mounts()) {
      Path disk = mounts.mount(temporary.resolve("disk"), "-t", "tmpfs", "-o", limit, "tmpfs");
      var directory = new FileDirectory(disk.resolve("project"));
      try (WorkspaceTree tree = directory.open()) {
        tree.apply(script("old ").reader(), Optional.empty(), Optional.empty());
        tree.recordVersion(1);
      }
      Path ballast = fill(Files.createDirectory(disk.resolve("ballast")));
      assertThatThrownBy(() -> rebuild(directory, "new ", 2))
          .isInstanceOf(ResourceExhausted.class)
          .hasMessageContaining("ENOSPC");
      assertThat(directory.state()).containsOnlyKeys("version", "diff.s2");
      assertThat(directory.state()).containsEntry("version", "1");
      assertThat(directory.tree()).hasSize(FILES);
      assertWhole(disk.resolve("project"), "old ", "new ");
      DiskByHand.remove(ballast);
      mounts.remount(disk, "size=8m,nr_inodes=2000");
      rebuild(directory, "new ", 2);
      assertWhole(disk.resolve("project"), "new ");
      assertThat(directory.state()).containsEntry("version", "2");
    }
  }

  /** Leaves space and inodes for a few files. */
  private static Path fill(Path ballast) throws IOException {
    try {
      for (int i = 0; ; i++) {
        Files.write(ballast.resolve(Integer.toString(i)), new byte[8 << 10]);
      }
    } catch (IOException _) {
      for (int i = 0; i < 8; i++) {
        Files.deleteIfExists(ballast.resolve(Integer.toString(i)));
      }
    }
    return ballast;
  }

  private static void assertWhole(Path project, String... texts) throws IOException {
    for (int i = 0; i < FILES; i++) {
      String content = Files.readString(project.resolve("d/" + i % 5 + "/" + i));
      String wanted = content.startsWith(texts[0]) ? texts[0] : texts[texts.length - 1];
      assertThat(content).isEqualTo(wanted.repeat(2000) + i);
    }
  }
}
