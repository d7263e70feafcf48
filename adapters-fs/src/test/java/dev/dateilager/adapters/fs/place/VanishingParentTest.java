package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.NioDisk;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Tap;
import dev.dateilager.adapters.fs.disk.TappedDisk;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.staging.GoldenCopy;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A placement that fails removes the parents that it made; another that is just placing something
 * below them must not fail with it (I15).
 */
@Timeout(120)
final class VanishingParentTest {
  private static final int ROUNDS = 200;
  private static final SamplePack A = SamplePack.twoFiles("a");

  /** Fails wherever a file is linked into this place, as a full disk does. */
  private final ThreadLocal<Boolean> failing = ThreadLocal.withInitial(() -> false);

  private final Tap full =
      (call, name) -> {
        if (call.equals("link") && failing.get()) {
          throw new DiskException(call, name, Reason.FULL, "ENOSPC");
        }
      };

  @TempDir Path dir;

  static Stream<Disk> disks() {
    return Stream.of(new LinuxDisk(), new NioDisk(FileSystems.getDefault()));
  }

  private void fail(Node node, GoldenCopy golden, Path target) {
    failing.set(true);
    try {
      assertThatThrownBy(() -> node.place(golden, target)).isInstanceOf(ResourceExhausted.class);
    } finally {
      failing.remove();
    }
  }

  private void assertPlaced(Path target) throws Exception {
    assertThat(TreeText.read(target, false)).isEqualTo(Node.placed(new CacheVersion(1), A));
  }

  @ParameterizedTest
  @MethodSource("disks")
  void place_besideOneThatAlwaysFails_alwaysSucceeds(Disk disk) throws Exception {
    Path pods = Files.createDirectory(dir.resolve("pods"));
    try (Node node = Node.open(new TappedDisk(disk, full), dir);
        var threads = Executors.newFixedThreadPool(2)) {
      GoldenCopy golden = node.download(new CacheVersion(1), A);
      var start = new CyclicBarrier(2);
      int rounds = disk instanceof LinuxDisk ? ROUNDS : ROUNDS / 4;
      for (int round = 0; round < rounds; round++) {
        Path target = pods.resolve("pod/below/deep/cache");
        Future<?> doomed =
            threads.submit(
                () -> {
                  start.await();
                  fail(node, golden, pods.resolve("pod/below/doomed"));
                  return true;
                });
        Future<?> other =
            threads.submit(
                () -> {
                  start.await();
                  return node.place(golden, target);
                });
        assertThat(other.get()).as("round %d", round).isNotNull();
        doomed.get();
        assertPlaced(target);
        assertThat(node.release(target)).isTrue();
        Files.delete(pods.resolve("pod/below/deep"));
        Files.delete(pods.resolve("pod/below"));
        Files.delete(pods.resolve("pod")); // nothing else stands in them
      }
      assertThat(node.placer().placements()).isEmpty();
      node.assertWhole(dir, A);
    }
  }

  @ParameterizedTest
  @MethodSource("disks")
  void place_whenItsParentVanishesOnceTheTreeIsBuilt_isBegunAnew(Disk disk) throws Exception {
    var built = new AtomicInteger();
    Path target = dir.resolve("pods/pod/cache");
    StepListener vandal =
        step -> {
          if (step == Step.TREE_BUILT && built.incrementAndGet() == 1) {
            assertThat(target.resolve("..").normalize().toFile().delete()).isTrue();
          }
        };
    try (Node node = Node.open(disk, vandal, dir)) {
      node.place(node.download(new CacheVersion(1), A), target);
      assertThat(built).hasValue(2);
      assertPlaced(target);
      assertThat(node.release(target)).isTrue();
      node.assertWhole(dir, A);
    }
  }

  @Test
  void place_whenItsParentVanishesAgainAndAgain_givesUp() throws Exception {
    var built = new AtomicInteger();
    Path target = dir.resolve("pods/pod/cache");
    StepListener vandal =
        step -> {
          if (step == Step.TREE_BUILT) {
            built.incrementAndGet();
            assertThat(target.resolve("..").normalize().toFile().delete()).isTrue();
          }
        };
    try (Node node = Node.open(new LinuxDisk(), vandal, dir)) {
      GoldenCopy golden = node.download(new CacheVersion(1), A);
      assertThatThrownBy(() -> node.place(golden, target)).isInstanceOf(FailedPrecondition.class);
      assertThat(built).hasValueBetween(2, 10);
      assertThat(node.placer().placements()).isEmpty();
      node.assertWhole(dir, A);
    }
  }

  @Test
  void undo_removesWhatItMade_notWhatAnotherMadeBetween() throws Exception {
    Path pods = Files.createDirectory(dir.resolve("pods"));
    Tap other =
        (call, name) -> {
          full.before(call, name);
          if (failing.get() && call.equals("make") && name.endsWith("/pod/pod")) {
            assertThat(pods.resolve("pod/pod/pod").toFile().mkdirs()).isTrue();
          }
        };
    try (Node node = Node.open(new TappedDisk(new LinuxDisk(), other), dir)) {
      fail(node, node.download(new CacheVersion(1), A), pods.resolve("pod/pod/cache"));
      assertThat(pods.resolve("pod/pod/pod")).isDirectory();
    }
  }
}
