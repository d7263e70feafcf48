package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.DamagedPack;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.PlacementReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Golden files whose inodes have nearly all the names they can have (F10, I7, I8). */
@Timeout(300)
final class LinkLimitTest {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final SamplePack A = SamplePack.twoFiles("a");
  private static final long MIB = 1L << 20;
  private static final int EXT4 = 65_000;
  private static final int BTRFS = 65_535;

  @TempDir Path temp;

  private static Path golden(Path dir) {
    return dir.resolve("store/objects/" + A.hash() + "/node_modules/a/1");
  }

  /** Gives the golden file so many names in all. */
  private static void nameUpTo(Path dir, int names) throws Exception {
    Files.createDirectory(dir.resolve("more"));
    var disk = new LinuxDisk();
    try (Dir from = disk.open(new NodePath(golden(dir).resolve("..").normalize().toString()));
        Dir to = disk.open(new NodePath(dir.resolve("more").toString()))) {
      for (int i = 1; i < names; i++) {
        to.link(from, "1", Integer.toString(i));
      }
    }
    assertThat(Files.getAttribute(golden(dir), "unix:nlink")).isEqualTo(names);
  }

  @Test
  void place_atTheLimitOfExt4_goesOnByLinksToAReplica() throws Exception {
    try (var mounts = new Mounts()) {
      Path dir = mounts.image(temp.resolve("ext4"), 32 * MIB, "mkfs.ext4", "-q");
      goesOnByLinks(dir, EXT4);
    }
  }

  @Test
  void place_atTheLimitOfBtrfs_goesOnByLinksToAReplica() throws Exception {
    try (var mounts = new Mounts()) {
      Path dir = mounts.image(temp.resolve("btrfs"), 128 * MIB, "mkfs.btrfs", "-q", "-m", "single");
      goesOnByLinks(dir, BTRFS);
    }
  }

  private static void goesOnByLinks(Path dir, int limit) throws Exception {
    try (Node node = Node.open(new LinuxDisk(), dir)) {
      GoldenCopy golden = node.download(ONE, A);
      nameUpTo(dir, limit - 1);
      Object full = Files.getAttribute(golden(dir), "unix:ino");
      FileTime changed = Files.getLastModifiedTime(dir.resolve("more/1"));
      for (int i = 0; i < 20; i++) {
        Path target = dir.resolve("target" + i);
        PlacementReport report = node.place(golden, target, LinkMode.LINK, true);
        assertThat(report.mode()).isEqualTo(LinkMode.LINK);
        assertThat(report.linked()).isEqualTo(2);
        assertThat(report.why()).isEmpty();
        assertThat(TreeText.read(target, false)).isEqualTo(Node.placed(ONE, A));
        Object placed =
            Files.getAttribute(
                target.resolve("objects/" + A.hash() + "/node_modules/a/1"), "unix:ino");
        assertThat(placed.equals(full)).as("placement %d", i).isEqualTo(i == 0);
      }
      assertThat(Files.getAttribute(golden(dir), "unix:nlink")).isEqualTo(20);
      assertThat(Files.getAttribute(dir.resolve("more/1"), "unix:nlink")).isEqualTo(limit - 1);
      assertThat(Files.getLastModifiedTime(dir.resolve("more/1"))).isEqualTo(changed);
      node.assertWhole(dir, A);
    }
  }

  @Test
  void place_atTheLimit_byManyThreads_makesOneReplica() throws Exception {
    try (var mounts = new Mounts()) {
      Path dir = mounts.image(temp.resolve("ext4"), 32 * MIB, "mkfs.ext4", "-q");
      try (Node node = Node.open(new LinuxDisk(), dir);
          var threads = Executors.newFixedThreadPool(8)) {
        GoldenCopy golden = node.download(ONE, A);
        nameUpTo(dir, EXT4);
        List<Callable<PlacementReport>> placements = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          Path target = dir.resolve("target" + i);
          placements.add(() -> node.place(golden, target, LinkMode.LINK, true));
        }
        for (Future<PlacementReport> done : threads.invokeAll(placements)) {
          assertThat(done.get().linked()).isEqualTo(2);
        }
        // the replica's rename frees one name of the old inode, which a thread that had looked it
        // up
        // may still take
        assertThat((int) Files.getAttribute(golden(dir), "unix:nlink")).isBetween(16, 17);
        node.assertWhole(dir, A);
      }
    }
  }

  @Test
  void place_atTheLimit_ofAFileWithOtherBytes_tellsThatThePackIsDamaged() throws Exception {
    try (var mounts = new Mounts()) {
      Path dir = mounts.image(temp.resolve("ext4"), 32 * MIB, "mkfs.ext4", "-q");
      try (Node node = Node.open(new LinuxDisk(), dir)) {
        GoldenCopy golden = node.download(ONE, A);
        nameUpTo(dir, EXT4);
        Files.writeString(golden(dir), "x".repeat((int) Files.size(golden(dir))));
        assertThatThrownBy(() -> node.place(golden, dir.resolve("target")))
            .isInstanceOfSatisfying(
                DamagedPack.class, damaged -> assertThat(damaged.pack()).isEqualTo(A.hash()));
        assertThat(Files.getAttribute(golden(dir), "unix:nlink")).isEqualTo(EXT4);
        assertThat(dir.resolve("target")).doesNotExist();
        assertThat(Node.names(dir.resolve("store/tmp"))).isEmpty();
      }
    }
  }

  @Test
  void place_atTheLimit_whereNoReplicaCanStand_copiesThatFileAloneOrRefuses() throws Exception {
    try (var mounts = new Mounts()) {
      Path dir = mounts.image(temp.resolve("ext4"), 32 * MIB, "mkfs.ext4", "-q");
      try (Node node = Node.open(new LinuxDisk(), dir)) {
        GoldenCopy golden = node.download(ONE, A);
        nameUpTo(dir, EXT4);
        Path folder = golden(dir).resolve("..").normalize();
        assumeTrue(mounts.run("chattr", "+i", folder.toString()), "NOT RUN: no chattr here");
        try {
          PlacementReport report = node.place(golden, dir.resolve("target"));
          assertThat(report.why()).isEqualTo(Map.of(Obstacle.LINK_LIMIT, 1L));
          assertThat(report.linked()).isEqualTo(1);
          assertThat(report.copied()).isEqualTo(1);
          assertThat(report.mode()).isEqualTo(LinkMode.COPY);
          assertThat(TreeText.read(dir.resolve("target"), false)).isEqualTo(Node.placed(ONE, A));
          Path strict = dir.resolve("strict/target");
          assertThatThrownBy(() -> node.place(golden, strict, LinkMode.LINK, true))
              .isInstanceOf(FailedPrecondition.class)
              .hasMessageContaining("link-limit");
          assertThat(dir.resolve("strict")).doesNotExist();
          node.assertWhole(dir, A);
        } finally {
          assertThat(mounts.run("chattr", "-i", folder.toString())).isTrue();
        }
      }
    }
  }
}
