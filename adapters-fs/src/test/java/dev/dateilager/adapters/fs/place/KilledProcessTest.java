package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.staging.GoldenStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code kill -9} of a second process leaves (I11, I14, R5). */
@Timeout(120)
final class KilledProcessTest {
  private static final SamplePack A = ChildProgram.A;
  private static final SamplePack B = ChildProgram.B;

  @TempDir Path dir;

  @Test
  void open_whileAnotherProcessHasTheStore_isRefusedUntilThatIsDead() throws Exception {
    try (ChildJvm child = ChildJvm.start("hold", dir.toString())) {
      assertThat(child.line()).isEqualTo("open");
      assertThatThrownBy(() -> Node.open(new LinuxDisk(), dir))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("in use by process " + child.pid());
      child.kill();
      Node.open(new LinuxDisk(), dir).close();
    }
  }

  @Test
  void kill_inTheMiddleOfAdd_losesOnlyThatPack() throws Exception {
    try (ChildJvm child = ChildJvm.start("add", dir.toString())) {
      assertThat(child.line()).isEqualTo("halfway");
      child.kill();
    }
    assertThat(Node.names(dir.resolve("store"))).contains(".lock");
    assertThat(Node.names(dir.resolve("store/tmp"))).isNotEmpty();
    try (Node node = Node.open(new LinuxDisk(), dir)) {
      node.assertWhole(dir, A, B);
      assertThat(node.store().versions()).isEmpty();
      assertThat(node.store().has(A.hash())).isTrue();
      assertThat(node.store().has(B.hash())).isFalse();
      try (GoldenStore.Download adding = node.store().begin()) {
        assertThat(adding.add(A.hash(), A.open())).as("fetched again").isZero();
        assertThat(adding.add(B.hash(), B.open())).isEqualTo(3);
        adding.list(ChildProgram.ONE, Node.hashes(A, B));
      }
      node.assertWhole(dir, A, B);
    }
  }

  @Test
  void kill_inTheMiddleOfPlace_leavesNothingAtTheTarget() throws Exception {
    Path target = dir.resolve("pods/pod/cache");
    try (ChildJvm child = ChildJvm.start("place", dir.toString(), target.toString())) {
      assertThat(child.line()).isEqualTo("halfway");
      assertThat(Files.exists(target)).isFalse();
      child.kill();
    }
    assertThat(Node.names(dir.resolve("store/work"))).isNotEmpty();
    try (Node node = Node.open(new LinuxDisk(), dir)) {
      node.assertWhole(dir, A, B);
      assertThat(Node.names(dir.resolve("pods/pod"))).isEmpty();
      node.place(node.store().golden(ChildProgram.ONE).orElseThrow(), target);
      assertThat(TreeText.read(target, false)).isEqualTo(Node.placed(ChildProgram.ONE, A, B));
    }
  }
}
