package dev.dateilager.adapters.fs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is left when the disk goes away under a store at any moment (I12, R2). */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
final class PowerLossTest {
  private static final long MIB = 1L << 20;
  private static final int ROUNDS = 3 * Rounds.asked();

  @TempDir Path temp;

  private record Snapshot(LoopDisk disk, Set<CacheVersion> must) {}

  @ParameterizedTest(name = "{0}")
  @CsvSource({"ext4, 64, mkfs.ext4 -q", "xfs, 320, mkfs.xfs -q"})
  void open_afterTheDiskWasCutOff_findsWhatWasListedByteForByte(
      String name, long mebibytes, String make) throws Exception {
    long seed = Rounds.seed("power loss of " + name);
    var random = new Random(seed);
    var churn = new StoreChurn(seed);
    try (LoopDisk disk = LoopDisk.make(temp, mebibytes * MIB, make.split(" ", -1))) {
      for (int round = 0; round < ROUNDS; round++) {
        Path root = disk.mount("").resolve("store");
        String when = "round %d, seed %d".formatted(round, seed);
        try (GoldenStore store = open(root, new CountDownLatch(0))) {
          assertThat(store.versions()).as(when).containsAll(churn.must());
          assertThat(churn.may()).as(when).containsAll(store.versions());
          WholeStore.check(store, root);
          churn.begin(store.versions());
        }
        var steps = new CountDownLatch(1 + random.nextInt(60));
        Future<Boolean> cut = cutAfter(steps, disk, churn);
        try (GoldenStore store = open(root, steps)) {
          churn.run(store);
        } catch (DateiLagerException gone) {
          assertThat(gone).as(when).hasStackTraceContaining("EIO");
        }
        assumeTrue(
            cut.get(),
            "NOT RUN: xfs_io is not here or cannot shut this file system down, so no power was"
                + " lost");
        disk.unmount();
      }
    }
  }

  private static GoldenStore open(Path root, CountDownLatch steps) throws DateiLagerException {
    var settings = new StoreSettings(false, 2, MIB, step -> steps.countDown());
    return DiskGoldenStore.open(new LinuxDisk(), new NodePath(root.toString()), settings);
  }

  /** Cuts the disk off once so many steps were done; whether that could be. */
  private static Future<Boolean> cutAfter(CountDownLatch steps, LoopDisk disk, StoreChurn churn) {
    var cutting =
        new FutureTask<>(
            () -> {
              steps.await();
              boolean cut = disk.cutOff();
              if (!cut) {
                churn.stop();
              }
              return cut;
            });
    Thread.ofPlatform().start(cutting);
    return cutting;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"ext4, 64, mkfs.ext4 -q", "btrfs, 160, mkfs.btrfs -q"})
  void open_ofADiskAsItWasAtAnyMoment_findsWhatWasListedByteForByte(
      String name, long mebibytes, String make) throws Exception {
    long seed = Rounds.seed("snapshots of " + name);
    try (LoopDisk outer = LoopDisk.make(temp, 1200 * MIB, "mkfs.xfs", "-q", "-m", "reflink=1")) {
      Path images = outer.mount("");
      var snapshots = new ArrayList<Snapshot>();
      try (LoopDisk disk = LoopDisk.make(images, mebibytes * MIB, make.split(" ", -1))) {
        snapshots.addAll(takeSnapshots(disk, images, seed));
      }
      for (Snapshot snapshot : snapshots) {
        try (LoopDisk copy = snapshot.disk()) {
          Path root = copy.mount("").resolve("store");
          try (GoldenStore store = open(root, new CountDownLatch(0))) {
            assertThat(store.versions()).as("seed %d", seed).containsAll(snapshot.must());
            WholeStore.check(store, root);
          }
        }
      }
    }
  }

  private static List<Snapshot> takeSnapshots(LoopDisk disk, Path images, long seed)
      throws Exception {
    var random = new Random(seed);
    var churn = new StoreChurn(seed);
    var snapshots = new ArrayList<Snapshot>();
    Path root = disk.mount("").resolve("store");
    try (GoldenStore store = open(root, new CountDownLatch(0))) {
      var busy = new FutureTask<>(() -> run(churn, store));
      Thread.ofPlatform().start(busy);
      for (int i = 0; i < ROUNDS; i++) {
        TimeUnit.MILLISECONDS.sleep(20 + random.nextInt(100)); // any moment will do
        Set<CacheVersion> before = churn.must();
        LoopDisk copy = disk.snapshot(images);
        var must = new HashSet<>(before);
        must.retainAll(churn.must());
        snapshots.add(new Snapshot(copy, must));
      }
      churn.stop();
      busy.get(); // nothing failed beside the snapshots
    }
    disk.unmount();
    return snapshots;
  }

  private static boolean run(StoreChurn churn, GoldenStore store) throws DateiLagerException {
    churn.run(store);
    return true;
  }
}
