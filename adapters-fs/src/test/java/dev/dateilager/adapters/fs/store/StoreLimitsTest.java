package dev.dateilager.adapters.fs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.place.Mounts;
import dev.dateilager.adapters.fs.place.Node;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.PruneReport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store does when its file system, or the process, has nothing left to give (I13). */
@Timeout(120)
final class StoreLimitsTest {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final CacheVersion TWO = new CacheVersion(2);
  private static final SamplePack A =
      SamplePack.twoFiles("a").file("node_modules/a/big", 0644, "a".repeat(100_000));
  private static final SamplePack B =
      SamplePack.twoFiles("b").file("node_modules/b/big", 0644, "b".repeat(100_000));
  private static final long MIB = 1L << 20;

  @TempDir Path temp;

  private static DiskGoldenStore open(Path root) throws DateiLagerException {
    return DiskGoldenStore.open(
        new LinuxDisk(), new NodePath(root.toString()), StoreSettings.DEFAULT);
  }

  private static Path ext4(Mounts mounts, Path at) throws IOException {
    return mounts.image(at, 16 * MIB, "mkfs.ext4", "-q", "-m", "0", "-N", "256");
  }

  /** Until nothing more goes in. */
  private static void fill(Path dir, boolean withBytes) throws IOException {
    try {
      if (withBytes) {
        try (OutputStream file = Files.newOutputStream(dir.resolve("filler"))) {
          for (byte[] block = new byte[4096]; true; ) {
            file.write(block);
          }
        }
      }
      for (int i = 0; true; i++) {
        Files.createFile(dir.resolve("filler" + i));
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space left on device");
    }
  }

  private static void empty(Path dir) throws IOException {
    for (String name : Node.names(dir)) {
      if (name.startsWith("filler")) {
        Files.delete(dir.resolve(name));
      }
    }
  }

  @ParameterizedTest(name = "full of bytes: {0}, else of inodes")
  @ValueSource(booleans = {true, false})
  void prune_onAFullDisk_makesRoom(boolean bytes) throws Exception {
    try (var mounts = new Mounts()) {
      Path dir = ext4(mounts, temp.resolve("full"));
      Path root = dir.resolve("store");
      try (GoldenStore store = open(root)) {
        WholeStore.download(store, ONE, A);
        WholeStore.download(store, TWO, B);
        fill(dir, bytes);
        assertThatThrownBy(() -> WholeStore.download(store, ONE, SamplePack.twoFiles("c")))
            .isInstanceOf(ResourceExhausted.class)
            .hasMessageContaining("ENOSPC")
            .hasMessageContaining("make room");
        PruneReport report = store.prune(Set.of(TWO), false);
        assertThat(report.removed()).containsExactly(ONE);
        assertThat(Files.readString(root.resolve("versions"))).isEqualTo("2\n");
        WholeStore.check(store, root);
      }
      try (GoldenStore store = open(root)) {
        assertThat(store.versions()).containsExactly(TWO);
        WholeStore.check(store, root);
        empty(dir);
        WholeStore.download(store, ONE, A);
        WholeStore.check(store, root);
      }
    }
  }

  @ParameterizedTest(name = "full of bytes: {0}, else of inodes")
  @ValueSource(booleans = {true, false})
  void quarantine_onAFullDisk_putsThePackOutOfUse(boolean bytes) throws Exception {
    try (var mounts = new Mounts()) {
      Path dir = ext4(mounts, temp.resolve("full"));
      Path root = dir.resolve("store");
      try (GoldenStore store = open(root)) {
        WholeStore.download(store, ONE, A);
        WholeStore.download(store, TWO, B);
        fill(dir, bytes);
        try {
          store.quarantine(A.hash(), "damaged");
        } catch (ResourceExhausted full) {
          assertThat(full).hasMessageContaining("make room");
        }
        assertThat(store.versions()).containsExactly(TWO);
        assertThat(store.has(A.hash())).isFalse();
        WholeStore.check(store, root);
      }
      try (GoldenStore store = open(root)) {
        assertThat(store.versions()).containsExactly(TWO);
        WholeStore.check(store, root);
        empty(dir);
        WholeStore.download(store, ONE, A);
        assertThat(store.versions()).containsExactly(TWO, ONE);
        WholeStore.check(store, root);
      }
    }
  }

  @Test
  void open_onAReadOnlyFileSystem_saysSo() throws Exception {
    try (var mounts = new Mounts()) {
      Path dir = ext4(mounts, temp.resolve("readonly"));
      open(dir.resolve("store")).close();
      mounts.makeReadOnly(dir);
      assertThatThrownBy(() -> open(dir.resolve("store")))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("EROFS")
          .hasMessageContaining("writable");
    }
  }

  @Test
  void aFileSystemThatTurnsReadOnly_failsChangesAndServesWhatItHas() throws Exception {
    try (LoopDisk disk = LoopDisk.make(temp, 16 * MIB, "mkfs.ext4", "-q")) {
      Path root = disk.mount("errors=remount-ro").resolve("store");
      try (GoldenStore store = open(root)) {
        WholeStore.download(store, ONE, A);
        disk.breakExt4();
        assertThatThrownBy(() -> WholeStore.download(store, TWO, B))
            .isInstanceOf(FailedPrecondition.class)
            .hasMessageContaining("EROFS")
            .hasMessageContaining("writable");
        assertThatThrownBy(() -> store.prune(Set.of(), false))
            .isInstanceOf(FailedPrecondition.class);
        assertThat(store.versions()).containsExactly(ONE);
        WholeStore.check(store, root);
      }
      disk.unmount();
      disk.repair();
      disk.mount("errors=remount-ro");
      try (GoldenStore store = open(root)) {
        assertThat(store.versions()).containsExactly(ONE);
        WholeStore.download(store, TWO, B);
        WholeStore.check(store, root);
      }
    }
  }

  @Test
  void download_withoutDescriptors_saysSoAndWorksOnceThereAreSome() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/prlimit")),
        "NOT RUN: there is no prlimit here, so a lack of descriptors was not tested");
    Path root = temp.resolve("store");
    var limited = List.of("prlimit", "--nofile=200:200");
    try (StoreProcess process = StoreProcess.start(limited, "starve", root.toString())) {
      List<String> lines = process.lines();
      assertThat(lines).last().isEqualTo("ended");
      assertThat(lines.stream().filter(line -> line.startsWith("starved ")))
          .singleElement()
          .asString()
          .contains("ResourceExhausted", "EMFILE", "raise the limit on open files");
      assertThat(lines).contains("while starved [1]");
    }
    try (GoldenStore store = open(root)) {
      assertThat(store.versions()).containsExactly(TWO, ONE);
      WholeStore.check(store, root);
    }
  }

  @Test
  void open_bySecondDaemon_changesNothingAndSaysWhoHasIt() throws Exception {
    Path root = temp.resolve("store");
    try (StoreProcess first =
        StoreProcess.start(List.of(), "live", root.toString(), "PACK_IN_PLACE", "2")) {
      assertThat(first.linesUntil("stopped")).last().isEqualTo("stopped");
      List<String> before = everything(root);
      assertThatThrownBy(() -> open(root))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("in use by process " + first.pid());
      assertThat(everything(root)).isEqualTo(before);
      first.kill();
    }
    open(root).close();
  }

  private static List<String> everything(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files.map(Path::toString).sorted().toList();
    }
  }
}
