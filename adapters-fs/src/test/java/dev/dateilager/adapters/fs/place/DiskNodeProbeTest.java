package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.NioDisk;
import dev.dateilager.adapters.fs.store.DiskGoldenStore;
import dev.dateilager.adapters.fs.store.StoreSettings;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.RootFacts;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a probe finds out on real file systems, each with one thing broken. */
final class DiskNodeProbeTest {
  @TempDir private Path dir;

  private static RootFacts probe(Path staging, Path root) throws Exception {
    var disk = Disk.of(FileSystems.getDefault());
    try (var store =
        DiskGoldenStore.open(disk, new NodePath(staging.toString()), StoreSettings.DEFAULT)) {
      RootFacts facts = new DiskNodeProbe(disk, store).root(new NodePath(root.toString()));
      if (Files.isDirectory(root)) {
        assertThat(names(root)).as("nothing is left at the root").isEmpty();
      }
      assertThat(names(staging.resolve("tmp"))).isEmpty();
      return facts;
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> names = Files.list(directory)) {
      return names.map(name -> name.getFileName().toString()).toList();
    }
  }

  @Test
  void root_besideTheStore_canBeLinkedTo() throws Exception {
    Path root = Files.createDirectory(dir.resolve("root"));
    RootFacts facts = probe(dir.resolve("store"), root);
    assertThat(facts.trouble()).isEmpty();
    assertThat(facts.noLink()).isEmpty();
  }

  @Test
  void root_thatIsMissing_isToldSo() throws Exception {
    RootFacts facts = probe(dir.resolve("store"), dir.resolve("absent"));
    assertThat(facts.trouble()).hasValueSatisfying(text -> assertThat(text).contains("absent"));
  }

  @DisplayName("F9: two mounts of one file system")
  @Test
  void root_onAnotherMountOfTheFileSystem() throws Exception {
    try (var mounts = new Mounts()) {
      Path origin = Files.createDirectory(dir.resolve("origin"));
      Path root = mounts.mount(dir.resolve("bound"), "--bind", origin.toString());
      assertThat(probe(dir.resolve("store"), root).noLink()).contains(Obstacle.OTHER_MOUNT);
    }
  }

  @Test
  void root_onAnotherFileSystem() throws Exception {
    try (var mounts = new Mounts()) {
      Path root = mounts.mount(dir.resolve("other"), "-t", "tmpfs", "-o", "size=1m", "tmpfs");
      RootFacts facts = probe(dir.resolve("store"), root);
      assertThat(facts.noLink()).contains(Obstacle.OTHER_FILE_SYSTEM);
      assertThat(facts.noClone()).isPresent();
      assertThat(facts.fileSystem()).isEqualTo("tmpfs");
    }
  }

  @Test
  void root_thatIsReadOnly_isToldSo() throws Exception {
    try (var mounts = new Mounts()) {
      Path root = mounts.mount(dir.resolve("other"), "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs");
      assertThat(probe(dir.resolve("store"), root).trouble())
          .hasValueSatisfying(text -> assertThat(text).contains("read-only"));
    }
  }

  @Test
  void system_tellsTheStoresFileSystem() throws Exception {
    try (var mounts = new Mounts()) {
      Path at = mounts.mount(dir.resolve("memory"), "-t", "tmpfs", "-o", "size=4m", "tmpfs");
      var disk = Disk.of(FileSystems.getDefault());
      var path = new NodePath(at.resolve("store").toString());
      try (var store = DiskGoldenStore.open(disk, path, StoreSettings.DEFAULT)) {
        var facts = new DiskNodeProbe(disk, store).system();
        assertThat(facts.fileSystem()).isEqualTo("tmpfs");
        assertThat(facts.raceProof()).isTrue();
        assertThat(facts.linksAnyFile()).as("root holds CAP_FOWNER").isTrue();
      }
    }
  }

  @Test
  void system_overThePortableTwin_isNotRaceProof() throws Exception {
    var disk = new NioDisk(FileSystems.getDefault());
    var path = new NodePath(dir.resolve("store").toString());
    try (var store = DiskGoldenStore.open(disk, path, StoreSettings.DEFAULT)) {
      assertThat(new DiskNodeProbe(disk, store).system().raceProof()).isFalse();
    }
  }

  @Test
  void kernelFiles_areReadAsTheKernelWritesThem() throws Exception {
    Files.createDirectories(dir.resolve("self"));
    Files.createDirectories(dir.resolve("sys/fs"));
    Files.writeString(
        dir.resolve("self/mountinfo"),
        """
        21 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw
        210 21 0:45 / /mnt/a rw - btrfs /dev/loop0 rw,space_cache=v2
        """);
    Files.writeString(dir.resolve("self/status"), "Name:\tjava\nCapEff:\t0000000000000007\n");
    Files.writeString(dir.resolve("sys/fs/protected_hardlinks"), "0\n");
    var kernel = new KernelFiles(dir);
    assertThat(kernel.fileSystem(21)).isEqualTo("ext4");
    assertThat(kernel.fileSystem(210)).isEqualTo("btrfs");
    assertThat(kernel.fileSystem(2)).isEmpty();
    assertThat(kernel.mayLinkAnyFile()).isFalse();
    assertThat(kernel.protectedHardlinks()).isEqualTo(Optional.of(false));
    var nothing = new KernelFiles(dir.resolve("absent"));
    assertThat(nothing.fileSystem(21)).isEmpty();
    assertThat(nothing.protectedHardlinks()).isEmpty();
    assertThat(nothing.mayLinkAnyFile()).isFalse();
  }
}
