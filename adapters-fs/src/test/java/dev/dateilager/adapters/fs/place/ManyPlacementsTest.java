package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.Tap;
import dev.dateilager.adapters.fs.disk.TappedDisk;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.Placement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Placements side by side, at one target, and interrupted ones (I9, I15). */
@Timeout(120)
final class ManyPlacementsTest {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final CacheVersion TWO = new CacheVersion(2);
  private static final SamplePack A = SamplePack.twoFiles("a");
  private static final SamplePack B = SamplePack.twoFiles("b");

  @TempDir Path dir;

  private Path target() {
    return dir.resolve("pods/pod/cache");
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"AREA_MADE", "TREE_BUILT"})
  void interruptedBeforeItIsKnown_isAbsent(Step moment) throws Exception {
    StepListener interrupting =
        step -> {
          if (step == moment) {
            Thread.currentThread().interrupt();
          }
        };
    try (Node node = Node.open(new LinuxDisk(), interrupting, dir)) {
      GoldenCopy golden = node.download(ONE, A);
      assertThatThrownBy(() -> node.place(golden, target())).isInstanceOf(Cancelled.class);
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
      assertNothing(node);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/tree/objects", "/node_modules/a/1", "/node_modules/a/2"})
  void interruptedBetweenTwoFiles_isAbsent(String moment) throws Exception {
    Tap interrupting =
        (_, name) -> {
          if (name.contains("/work/") && name.endsWith(moment)) {
            Thread.currentThread().interrupt();
          }
        };
    var disk = new TappedDisk(new LinuxDisk(), interrupting);
    try (Node node = Node.open(disk, dir)) {
      GoldenCopy golden = node.download(ONE, A);
      assertThatThrownBy(() -> node.place(golden, target())).isInstanceOf(Cancelled.class);
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
      assertNothing(node);
    } finally {
      disk.kill();
    }
  }

  private void assertNothing(Node node) throws Exception {
    assertThat(dir.resolve("pods")).doesNotExist();
    assertThat(node.placer().placements()).isEmpty();
    node.assertWhole(dir, A);
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"PLACEMENT_LEDGERED", "TARGET_RENAMED", "OLD_TRASHED"})
  void interruptedOnceItIsKnown_isComplete(Step moment) throws Exception {
    StepListener interrupting =
        step -> {
          if (step == moment) {
            Thread.currentThread().interrupt();
          }
        };
    try (Node node = Node.open(new LinuxDisk(), interrupting, dir)) {
      node.place(node.download(ONE, A), target());
      assertThat(Thread.interrupted()).as("still interrupted").isTrue();
      assertThat(TreeText.read(target(), false)).isEqualTo(Node.placed(ONE, A));
      assertThat(node.placer().placements()).extracting(Placement::version).containsExactly(ONE);
      node.assertWhole(dir, A);
    }
  }

  @Test
  void interruptedBefore_isAbsentOrAsItWas() throws Exception {
    try (Node node = Node.open(new LinuxDisk(), dir)) {
      GoldenCopy golden = node.download(ONE, A);
      node.place(golden, target());
      for (Callable<?> call :
          List.<Callable<?>>of(() -> node.place(golden, target()), () -> node.release(target()))) {
        Thread.currentThread().interrupt();
        assertThatThrownBy(call::call).isInstanceOf(Cancelled.class);
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(TreeText.read(target(), false)).isEqualTo(Node.placed(ONE, A));
      }
      node.assertWhole(dir, A);
    }
  }

  @Test
  void manyAtOneTarget_equalSomeOrder() throws Exception {
    try (Node node = Node.open(new LinuxDisk(), dir);
        var threads = Executors.newFixedThreadPool(6)) {
      GoldenCopy one = node.download(ONE, A);
      GoldenCopy two = node.download(TWO, B);
      List<Callable<Object>> calls = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        calls.add(() -> node.place(one, target()));
        calls.add(() -> node.place(two, target()));
        calls.add(() -> node.release(target()));
      }
      for (Future<Object> call : threads.invokeAll(calls)) {
        assertThat(call.get()).isNotNull();
      }
      List<Placement> known = node.placer().placements();
      assertThat(known.size()).isEqualTo(Files.exists(target()) ? 1 : 0);
      if (!known.isEmpty()) {
        boolean first = known.getFirst().version().equals(ONE);
        assertThat(TreeText.read(target(), false))
            .isEqualTo(first ? Node.placed(ONE, A) : Node.placed(TWO, B));
      }
      node.assertWhole(dir, A, B);
      assertThat(Node.names(dir.resolve("pods/pod"))).isSubsetOf("cache");
    }
  }

  @Test
  void manySideBySide_areAllThere() throws Exception {
    try (Node node = Node.open(new LinuxDisk(), dir);
        var threads = Executors.newFixedThreadPool(6)) {
      GoldenCopy golden = node.download(ONE, A, B);
      List<Callable<Object>> calls = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        Path target = dir.resolve("pods/" + i % 4 + "/cache" + i);
        calls.add(() -> node.place(golden, target));
      }
      for (Future<Object> call : threads.invokeAll(calls)) {
        assertThat(call.get()).isNotNull();
      }
      List<Placement> known = node.placer().placements();
      assertThat(known).hasSize(24);
      for (Placement placement : known) {
        assertThat(TreeText.read(Path.of(placement.target().value()), false))
            .isEqualTo(Node.placed(ONE, A, B));
      }
    }
  }
}
