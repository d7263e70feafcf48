package dev.dateilager.adapters.fs.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.workspace.KilledRebuild.Moment;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * SIGKILL in the middle of a rebuild (I20, R7): the version is the old or the new one, no file is
 * half, and the same call converges. {@link TornRebuildTest} tries every moment, with less of a
 * death.
 */
@Timeout(120)
class KilledRebuildTest {
  @TempDir private Path temporary;
  private FileDirectory directory;

  @BeforeEach
  void rebuildOnce() throws Exception {
    directory = new FileDirectory(temporary.resolve("project"));
    try (WorkspaceTree tree = directory.open()) {
      KilledRebuild.rebuild(tree, "old ", 1);
    }
  }

  private void converges() throws Exception {
    try (WorkspaceTree tree = directory.open()) {
      KilledRebuild.rebuild(tree, "new ", 2);
    }
    assertThat(directory.tree()).hasSize(300);
    assertThat(directory.tree().values()).allMatch(text -> text.startsWith("755 new "));
    assertThat(directory.state()).containsOnlyKeys("version", "sum.s2", "diff.s2");
    assertThat(directory.state()).containsEntry("version", "2");
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void kill_atAMoment_leavesNothingHalf_andTheSameCallConverges(Moment moment) throws Exception {
    assumeTrue(LinuxDisk.isAvailable(), "NOT RUN: the moments are Linux calls");
    String root = directory.root().toString();
    Process child = ChildJvm.start(KilledRebuild.class, root, moment.name());
    assertThat(child.getInputStream().read()).isEqualTo('r');
    child.destroyForcibly().waitFor();

    assertThat(directory.state())
        .containsEntry("version", moment == Moment.VERSION_RECORDED ? "2" : "1")
        .containsEntry(
            "sum.s2",
            moment.compareTo(Moment.VERSION_WRITTEN) >= 0 ? "summary new " : "summary old ");
    assertThat(directory.tree().keySet()).hasSize(300).allMatch(this::isOfTheProject);
    assertThat(directory.tree().values()).allMatch(text -> text.matches("755 (old|new) \\d+"));
    converges();
  }

  private boolean isOfTheProject(String name) {
    return name.matches("(plain|pack)/\\d/\\d+");
  }

  @Test
  void kill_atAnyMoment_leavesTheOldVersion_everyFileWhole_andTheNextCallConverges()
      throws Exception {
    Process child = ChildJvm.start(KilledRebuild.class, directory.root().toString());
    assertThat(child.getInputStream().read()).isEqualTo('r');
    assertThat(child.getInputStream().read()).isEqualTo('r');
    child.destroyForcibly().waitFor();

    assertThat(directory.state()).containsEntry("version", "1");
    assertThat(directory.tree().values()).allMatch(text -> text.matches("755 (old |half \\d+).*"));
    converges();
  }
}
