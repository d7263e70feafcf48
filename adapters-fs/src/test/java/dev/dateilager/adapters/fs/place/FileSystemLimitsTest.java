package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.PlacementReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Limits that only real file systems have: space, inodes, links, mounts (F9, F10, I8, I13, I18,
 * R1).
 */
@Timeout(180)
final class FileSystemLimitsTest {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final CacheVersion TWO = new CacheVersion(2);
  private static final SamplePack A = SamplePack.twoFiles("a");
  private static final long MIB = 1L << 20;

  @TempDir Path temp;

  @Test
  void add_onAFullDisk_saysSoHarmsNothingAndLeavesNothing() throws Exception {
    SamplePack big = SamplePack.named("big").file("n/big", 0644, "x".repeat((int) (30 * MIB)));
    SamplePack many = SamplePack.named("many");
    for (int i = 0; i < 900; i++) {
      many = many.file("n/" + i, 0644, "");
    }
    try (var mounts = new Mounts()) {
      Path dir = mounts.image(temp.resolve("small"), 16 * MIB, "mkfs.ext4", "-q", "-N", "600");
      try (Node node = Node.open(new LinuxDisk(), dir)) {
        node.download(ONE, A);
        for (SamplePack tooMuch : new SamplePack[] {big, many}) {
          assertThatThrownBy(() -> node.download(TWO, tooMuch))
              .isInstanceOf(ResourceExhausted.class)
              .hasMessageContaining("ENOSPC");
          node.assertWhole(dir, A, big, many);
        }
        node.download(TWO, A, SamplePack.twoFiles("b"));
        node.assertWhole(dir, A, SamplePack.twoFiles("b"), big);
      }
    }
  }

  private static void refusesStrictly(Node node, GoldenCopy golden, Path target, String obstacle) {
    assertThatThrownBy(() -> node.place(golden, target, LinkMode.LINK, true))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("strict")
        .hasMessageContaining(obstacle);
    assertThat(target).doesNotExist();
  }

  @Test
  void place_throughAnotherMountOfTheSameFileSystem_copiesAndSaysWhy() throws Exception {
    try (var mounts = new Mounts()) {
      Path other = Files.createDirectory(temp.resolve("other"));
      Path bound = mounts.mount(temp.resolve("bound"), "--bind", other.toString());
      placesByCopies(bound, Obstacle.OTHER_MOUNT);
    }
  }

  @Test
  void place_onAnotherFileSystem_copiesAndSaysWhy() throws Exception {
    try (var mounts = new Mounts()) {
      Path tmpfs = mounts.mount(temp.resolve("tmpfs"), "-t", "tmpfs", "none");
      placesByCopies(tmpfs, Obstacle.OTHER_FILE_SYSTEM);
    }
  }

  private void placesByCopies(Path pods, Obstacle why) throws Exception {
    try (Node node = Node.open(new LinuxDisk(), temp, pods)) {
      GoldenCopy golden = node.download(ONE, A);
      Path target = pods.resolve("pod/cache");
      PlacementReport report = node.place(golden, target);
      assertThat(report.why()).isEqualTo(Map.of(why, 2L));
      assertThat(report.mode()).isEqualTo(LinkMode.COPY);
      assertThat(TreeText.read(target, false)).isEqualTo(Node.placed(ONE, A));
      node.place(golden, target);
      assertThat(TreeText.read(target, false)).isEqualTo(Node.placed(ONE, A));
      assertThat(Node.names(pods.resolve("pod"))).containsExactly("cache");
      refusesStrictly(node, golden, pods.resolve("strict/cache"), why.label());
      assertThat(node.placer().trash()).isEqualTo(2); // known to the ledger, out of the pod's way
      node.emptyTrash();
      assertThat(Node.names(pods)).containsExactly("pod");
      node.assertWhole(temp, A);
    }
  }

  @Test
  void open_afterDeathInAPlacementOnAnotherMount_leavesNothingBesideTheTarget() throws Exception {
    try (var mounts = new Mounts()) {
      Path tmpfs = mounts.mount(temp.resolve("tmpfs"), "-t", "tmpfs", "none");
      Path target = tmpfs.resolve("cache");
      try (ChildJvm child =
          ChildJvm.start("place", temp.toString(), target.toString(), tmpfs.toString())) {
        assertThat(child.line()).isEqualTo("halfway");
        child.kill();
      }
      assertThat(Node.names(tmpfs)).singleElement().asString().startsWith(".dateilager-");
      try (Node node = Node.open(new LinuxDisk(), temp, tmpfs)) {
        node.emptyTrash();
      }
      assertThat(Node.names(tmpfs)).isEmpty();
      assertThat(Node.names(temp.resolve("store/ledger"))).isEmpty();
    }
  }

  @Test
  void place_overAMountBelowTheRoot_isDenied_untilThatIsARoot() throws Exception {
    try (var mounts = new Mounts()) {
      Path tmpfs = mounts.mount(temp.resolve("pods/tmpfs"), "-t", "tmpfs", "none");
      Path target = tmpfs.resolve("pod/cache");
      try (Node node = Node.open(new LinuxDisk(), temp)) {
        GoldenCopy golden = node.download(ONE, A);
        assertThatThrownBy(() -> node.place(golden, target))
            .isInstanceOf(PermissionDenied.class)
            .hasMessageContaining("mount point '%s'", tmpfs);
        assertThat(Node.names(tmpfs)).isEmpty();
      }
      try (Node node = Node.open(new LinuxDisk(), temp, tmpfs)) {
        node.place(node.store().golden(ONE).orElseThrow(), target);
        assertThat(TreeText.read(target, false)).isEqualTo(Node.placed(ONE, A));
      }
    }
  }

  @Test
  void place_atAMountPoint_saysWhatToDo() throws Exception {
    try (var mounts = new Mounts();
        Node node = Node.open(new LinuxDisk(), temp)) {
      GoldenCopy golden = node.download(ONE, A);
      Path tmpfs = mounts.mount(temp.resolve("pods/tmpfs"), "-t", "tmpfs", "none");
      assertThatThrownBy(() -> node.place(golden, tmpfs))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("mount point");
      assertThat(Node.names(tmpfs)).isEmpty();
    }
  }

  @Test
  @DisplayName("TestPopulateCacheToPathWithNoWritePermissions: on a read-only mount")
  void place_onAReadOnlyMount_isDenied() throws Exception {
    Path pods = temp.resolve("readonly");
    try (var mounts = new Mounts();
        Node node = Node.open(new LinuxDisk(), temp, pods)) {
      GoldenCopy golden = node.download(ONE, A);
      mounts.mount(pods, "-t", "tmpfs", "none");
      Files.createDirectory(pods.resolve("there"));
      mounts.makeReadOnly(pods);
      for (String name : new String[] {"there", "absent", "with/parents"}) {
        assertThatThrownBy(() -> node.place(golden, pods.resolve(name)))
            .isInstanceOf(PermissionDenied.class);
      }
      assertThat(Node.names(pods)).containsExactly("there");
      node.assertWhole(temp, A);
    }
  }

  @Test
  @DisplayName("TestDirOperations/Reflink: on XFS files are cloned")
  void place_byCloningOnXfs_sharesBlocksNotInodes() throws Exception {
    clones("mkfs.xfs", "-q", "-m", "reflink=1");
  }

  @Test
  @DisplayName("TestDirOperations/Reflink: on btrfs files are cloned")
  void place_byCloningOnBtrfs_sharesBlocksNotInodes() throws Exception {
    clones("mkfs.btrfs", "-q");
  }

  private void clones(String... make) throws Exception {
    try (var mounts = new Mounts()) {
      Path dir = mounts.image(temp.resolve("cow"), 400 * MIB, make);
      SamplePack wide = SamplePack.named("wide").file("n/wide", 0666, "wide".repeat(5000));
      try (Node node = Node.open(new LinuxDisk(), dir)) {
        GoldenCopy golden = node.download(ONE, A, wide);
        PlacementReport report = node.place(golden, dir.resolve("clones"), LinkMode.CLONE, true);
        assertThat(report.cloned()).isEqualTo(3);
        assertThat(report.mode()).isEqualTo(LinkMode.CLONE);
        assertThat(report.why()).isEmpty();
        Path clone = dir.resolve("clones/objects/" + wide.hash() + "/n/wide");
        assertThat(TreeText.at(clone)).isEqualTo(TreeText.file(0666, "wide".repeat(5000)));
        Files.writeString(clone, "the workload's");
        assertThat(TreeText.read(dir.resolve("store/objects/" + wide.hash()), false))
            .isEqualTo(wide.tree());
        assertThat(node.place(golden, dir.resolve("links")).linked()).isEqualTo(3);
      }
    }
  }
}
