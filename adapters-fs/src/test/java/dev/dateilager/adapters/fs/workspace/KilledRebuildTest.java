package dev.dateilager.adapters.fs.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SIGKILL in the middle of a rebuild (I20): the old version stands, and the same call converges.
 */
class KilledRebuildTest {
  @TempDir private Path temporary;

  @ParameterizedTest(name = "killed after {0} rounds")
  @ValueSource(ints = {0, 1, 2})
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void kill_leavesTheOldVersion_everyFileWhole_andTheNextCallConverges(int rounds)
      throws Exception {
    Path root = temporary.resolve("project");
    var directory = new FileDirectory(root);
    try (WorkspaceTree tree = directory.open()) {
      tree.apply(KilledRebuild.plain("old ").reader(), Optional.empty(), Optional.empty());
      tree.apply(
          KilledRebuild.pack("old ").reader(),
          Optional.of(new ObjectPath("pack/")),
          Optional.empty());
      tree.recordVersion(1);
    }
    Process child = ChildJvm.start(KilledRebuild.class, root.toString());
    for (int i = 0; i <= rounds; i++) {
      assertThat(child.getInputStream().read()).isEqualTo('r');
    }
    child.destroyForcibly().waitFor();

    assertThat(directory.tree().values()).allMatch(text -> text.matches("755 (old |half \\d+).*"));
    try (WorkspaceTree tree = directory.open()) {
      assertThat(tree.version()).isEqualTo(1);
      tree.apply(KilledRebuild.plain("new ").reader(), Optional.empty(), Optional.empty());
      tree.apply(
          KilledRebuild.pack("new ").reader(),
          Optional.of(new ObjectPath("pack/")),
          Optional.empty());
      tree.recordVersion(2);
    }
    assertThat(directory.tree()).hasSize(300);
    assertThat(directory.tree().values()).allMatch(text -> text.startsWith("755 new "));
    assertThat(directory.state()).containsOnlyKeys("version", "diff.s2");
  }
}
