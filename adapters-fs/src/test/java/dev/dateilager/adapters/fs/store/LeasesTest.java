package dev.dateilager.adapters.fs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Leases and prunings side by side (I15). */
@Timeout(60)
final class LeasesTest {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final SamplePack A = SamplePack.twoFiles("a");
  private static final SamplePack B = SamplePack.twoFiles("b");

  @TempDir Path dir;

  @Test
  void whateverIsLeased_standsWhole_whileOthersPruneAndDownload() throws Exception {
    Path root = dir.resolve("store");
    var ended = new AtomicBoolean();
    try (GoldenStore store =
        DiskGoldenStore.open(
            new LinuxDisk(), new NodePath(root.toString()), StoreSettings.DEFAULT)) {
      var leaser = new FutureTask<>(() -> lease(store, root.resolve("objects"), ended));
      Thread.ofPlatform().start(leaser);
      for (int i = 0; i < 30 && !leaser.isDone(); i++) {
        WholeStore.download(store, ONE, A, B);
        store.prune(Set.of(), false);
      }
      ended.set(true);
      assertThat(leaser.get()).as("leases that were got").isPositive();
      store.prune(Set.of(), false);
      WholeStore.check(store, root);
      assertThat(store.packs()).isEmpty();
    }
  }

  private static int lease(GoldenStore store, Path objects, AtomicBoolean ended) throws Exception {
    int got = 0;
    while (!ended.get()) {
      Optional<GoldenStore.Lease> lease = store.lease(ONE);
      if (lease.isPresent()) {
        try (GoldenStore.Lease held = lease.get()) {
          got++;
          for (ContentHash pack : held.golden().packs()) {
            SamplePack sample = pack.equals(A.hash()) ? A : B;
            assertThat(TreeText.read(objects.resolve(pack.hex()), false)).isEqualTo(sample.tree());
          }
        }
      }
    }
    return got;
  }
}
