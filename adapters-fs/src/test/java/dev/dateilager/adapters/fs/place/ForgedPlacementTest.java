package dev.dateilager.adapters.fs.place;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.Pace;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.store.CheckedText;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.NodePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A ledger that someone wrote who knows its form, its checksum and the inodes: what it calls a
 * placement is the store, holds it, or is a root. Nothing of it is moved or deleted, be it at the
 * start, by a release, by a placement or by the reaper (I1, I11, I17).
 */
@Timeout(120)
final class ForgedPlacementTest {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final SamplePack A = SamplePack.twoFiles("a");
  private static final String NODE = ".dateilager-node"; // as areas are named
  private static final String ROOT = ".dateilager-root";

  @TempDir Path dir;
  private Path home;

  @BeforeEach
  void makeRoots() throws Exception {
    assumeTrue(LinuxDisk.isAvailable(), "NOT RUN: forged inodes need Linux");
    home = dir.resolve(NODE);
    for (Path root : List.of(home, dir.resolve(ROOT), dir.resolve("pods/root"))) {
      Files.createDirectories(root);
      Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
      Files.writeString(root.resolve("precious"), "precious");
    }
  }

  private Node open() throws DateiLagerException {
    Path[] roots = {dir, dir.resolve(ROOT), dir.resolve("pods/root")};
    return Node.open(new LinuxDisk(), home, roots);
  }

  /** Writes the entry, and the area, that name a directory by its very inode. */
  private void forge(Path victim) throws Exception {
    var disk = new LinuxDisk();
    try (Dir there = disk.open(new NodePath(victim.toString()));
        Dir tmp = disk.open(new NodePath(home.resolve("store/tmp").toString()));
        Dir ledger = disk.open(new NodePath(home.resolve("store/ledger").toString()))) {
      Stat.Identity inode = there.stat().identity();
      String identity = "%d %d %d".formatted(inode.device(), inode.inode(), inode.bornNanos());
      String name = ContentHash.of(Blob.utf8(victim.toString())).hex();
      var entry =
          List.of(
              "target " + victim,
              "placed " + identity + " 1 link 5 0 2 900 2026-01-02T03:04:05Z empty-file=2",
              "before -");
      assertThat(LedgerText.entry(entry)).isPresent();
      CheckedText.write(tmp, ledger, name, LedgerText.PLACEMENT, entry);
      var area = List.of("path " + victim, "directory " + identity);
      if (LedgerText.area(area).isPresent()) { // by its name
        CheckedText.write(tmp, ledger, "area-" + name, LedgerText.AREA, area);
      }
    }
  }

  /** Inodes of all that is there, but for what is the daemon's own to change. */
  private SortedMap<String, String> everything() throws Exception {
    var everything = new TreeMap<String, String>();
    try (Stream<Path> paths = Files.walk(dir)) {
      for (Path path : paths.toList()) {
        String name = dir.relativize(path).toString();
        if (!name.matches(".*/store/(ledger|tmp|work)/.*")) {
          Object inode = Files.getAttribute(path, "unix:ino", NOFOLLOW_LINKS);
          String kind = Files.isDirectory(path, NOFOLLOW_LINKS) ? "directory " : "file ";
          everything.put(name, kind + inode);
        }
      }
    }
    return everything;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        NODE + "/store",
        NODE + "/store/objects",
        NODE + "/store/trash",
        NODE,
        "",
        ROOT,
        "pods/root",
        "pods"
      })
  void aLedgerThatNamesIt_takesNothingAway(String name) throws Exception {
    Path victim = name.isEmpty() ? dir : dir.resolve(name);
    try (Node node = open()) {
      var _ = node.download(ONE, A);
    }
    var before = everything();
    forge(victim);
    try (Node node = open()) {
      assertThat(node.placer().placements()).as("known after the start").isEmpty();
      node.placer().reap(Pace.FREE);
      assertThat(node.release(victim)).isFalse();
      assertThat(everything()).isEqualTo(before);

      forge(victim);
      assertRefused(node, victim);
      assertThat(everything()).isEqualTo(before);
      assertThat(node.store().versions()).containsExactly(ONE);
      assertThat(node.placer().trash()).isZero();
    }
    try (Node node = open()) {
      node.assertWhole(home, A);
    }
  }

  private static void assertRefused(Node node, Path victim) throws Exception {
    GoldenCopy golden = node.store().golden(ONE).orElseThrow();
    assertThatThrownBy(() -> node.release(victim)).isInstanceOf(PermissionDenied.class);
    assertThatThrownBy(() -> node.place(golden, victim)).isInstanceOf(PermissionDenied.class);
    node.placer().reap(Pace.FREE);
  }

  /** A rename would take along what is mounted below. */
  @Test
  void aLedgerThatNamesWhatTheStoresMountIsIn_takesNothingAway() throws Exception {
    Path holder = Files.createDirectory(dir.resolve(".dateilager-holder"));
    Files.setPosixFilePermissions(holder, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(holder.resolve("precious"), "precious");
    home = holder.resolve("mounted");
    try (var mounts = new Mounts()) {
      mounts.mount(home, "-t", "tmpfs", "none");
      try (Node node = Node.open(new LinuxDisk(), home, dir)) {
        var _ = node.download(ONE, A);
        var before = everything();
        forge(holder);
        assertRefused(node, holder);
        assertThat(everything()).isEqualTo(before);
      }
      try (Node node = Node.open(new LinuxDisk(), home, dir)) {
        node.assertWhole(home, A);
      }
      assertThat(holder.resolve("precious")).hasContent("precious");
    }
  }
}
