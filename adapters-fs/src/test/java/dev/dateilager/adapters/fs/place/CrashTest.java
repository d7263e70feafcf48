package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Tap;
import dev.dateilager.adapters.fs.disk.TappedDisk;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every change that a day's work makes on the disk, and what is found if the process dies right
 * before it (I9, I11), or if it fails for want of space (I13).
 */
@Timeout(300)
final class CrashTest {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final CacheVersion TWO = new CacheVersion(2);
  private static final SamplePack A = SamplePack.twoFiles("a").symlink("node_modules/a/l", "1");
  private static final SamplePack B = SamplePack.twoFiles("b").file("node_modules/b/e", 0644, "");
  private static final SamplePack C = SamplePack.twoFiles("c");

  private static final Set<String> REMOVALS = Set.of("removeTree", "removeDir", "unlink", "reap");

  @TempDir Path temp;

  /** As if the process had been killed: nothing after it has any effect. */
  private static final class Killed extends Error {}

  /** What was done, as far as it came. */
  private final Set<CacheVersion> listed = new TreeSet<>();

  private final List<CacheVersion> placed = new ArrayList<>();

  private void work(TappedDisk disk, Path dir) throws DateiLagerException {
    try (Node node = Node.open(disk, dir)) {
      var one = node.download(ONE, A, B);
      listed.add(ONE);
      node.place(one, dir.resolve("pod/cache"));
      placed.add(ONE);
      var two = node.download(TWO, B, C);
      listed.add(TWO);
      node.place(two, dir.resolve("pod/cache"));
      placed.add(TWO);
    }
  }

  private int changes() throws Exception {
    var count = new int[1];
    work(new TappedDisk(new LinuxDisk(), (_, _) -> count[0]++), temp.resolve("counting"));
    return count[0];
  }

  @Test
  void open_afterDeathBeforeAnyChange_findsNothingHalf() throws Exception {
    int changes = changes();
    assertThat(changes).isGreaterThan(150);
    for (int last = 0; last < changes; last++) {
      Path dir = Files.createDirectory(temp.resolve("crash" + last));
      listed.clear();
      placed.clear();
      dieBefore(last, dir);
      check(dir);
    }
  }

  private void dieBefore(int last, Path dir) throws Exception {
    var count = new int[1];
    Tap killer =
        (_, _) -> {
          if (count[0]++ >= last) {
            throw new Killed();
          }
        };
    var disk = new TappedDisk(new LinuxDisk(), killer);
    try {
      work(disk, dir);
    } catch (Killed _) {
      // what the test is about
    } finally {
      disk.kill();
    }
  }

  private void check(Path dir) throws Exception {
    Path target = dir.resolve("pod/cache");
    try (Node node = Node.open(new TappedDisk(new LinuxDisk(), (_, _) -> {}), dir)) {
      node.assertWhole(dir, A, B, C);
      assertThat(node.store().versions()).containsAll(listed);
      if (Files.exists(target)) {
        assertThat(TreeText.read(target, false))
            .isIn(Node.placed(ONE, A, B), Node.placed(TWO, B, C));
        assertThat(Node.names(dir.resolve("pod"))).containsExactly("cache");
      } else {
        assertThat(placed).isEmpty();
      }
      var two = node.download(TWO, B, C);
      node.place(two, target);
      assertThat(TreeText.read(target, false)).isEqualTo(Node.placed(TWO, B, C));
      node.assertWhole(dir, A, B, C);
      assertThat(Node.names(dir.resolve("store"))).doesNotContain(".lock");
    }
  }

  @Test
  void anyChange_failingForWantOfSpace_harmsNothingAndWorksOnceThereIsSome() throws Exception {
    int changes = changes();
    for (int failing = 0; failing < changes; failing++) {
      Path dir = Files.createDirectory(temp.resolve("full" + failing));
      failOnce(failing, dir);
    }
  }

  private void failOnce(int failing, Path dir) throws Exception {
    listed.clear();
    placed.clear();
    var count = new int[1];
    Tap fault =
        (call, name) -> {
          if (count[0]++ == failing && !REMOVALS.contains(call)) {
            throw new DiskException(call, name, Reason.FULL, "ENOSPC");
          }
        };
    var disk = new TappedDisk(new LinuxDisk(), fault);
    try (Node node = openTwice(disk, dir)) {
      var one = once(() -> node.download(ONE, A, B));
      once(() -> node.place(one, dir.resolve("pod/cache")));
      var two = once(() -> node.download(TWO, B, C));
      once(() -> node.place(two, dir.resolve("pod/cache")));
      node.assertWhole(dir, A, B, C);
      assertThat(TreeText.read(dir.resolve("pod/cache"), false)).isEqualTo(Node.placed(TWO, B, C));
      assertThat(Node.names(dir.resolve("pod"))).containsExactly("cache");
    } finally {
      disk.kill();
    }
  }

  private static Node openTwice(TappedDisk disk, Path dir) throws DateiLagerException {
    return once(() -> Node.open(disk, dir));
  }

  private interface Step<T> {
    T run() throws DateiLagerException;
  }

  /** Does it, and once more if there was no space: it must say so, and work the second time. */
  private static <T> T once(Step<T> step) throws DateiLagerException {
    try {
      return step.run();
    } catch (ResourceExhausted full) {
      assertThat(full).hasMessageContaining("no space");
      return step.run();
    }
  }

  @Test
  void anUnsyncedDisk_condemnsWhatWasWrittenSince() throws Exception {
    var failing = new boolean[1];
    Tap fault =
        (call, name) -> {
          if (failing[0] && call.equals("syncFileSystem")) {
            throw new DiskException(call, name, Reason.OTHER, "EIO");
          }
        };
    var disk = new TappedDisk(new LinuxDisk(), fault);
    try (Node node = Node.open(disk, temp)) {
      node.download(ONE, A);
      failing[0] = true;
      try (var adding = node.store().begin()) {
        assertThat(failure(() -> adding.add(B.hash(), B.open()))).contains("EIO");
        failing[0] = false; // a second sync would succeed, and mean nothing
        assertThat(failure(() -> adding.add(C.hash(), C.open()))).contains("earlier sync failed");
        assertThat(failure(() -> adding.list(TWO, Node.hashes(A)))).contains("earlier sync failed");
      }
      assertThat(node.store().versions()).containsExactly(ONE);
      node.assertWhole(temp, A, B, C);
      node.download(TWO, B, C);
      node.assertWhole(temp, A, B, C);
    } finally {
      disk.kill();
    }
  }

  private static String failure(Step<?> step) {
    try {
      step.run();
      return "none";
    } catch (DateiLagerException failure) {
      return failure + " " + failure.getCause();
    }
  }

  @Test
  void download_makesEachThingDurableBeforeTheNextDependsOnIt() throws Exception {
    var log = new ArrayList<String>();
    Tap recorder = (call, name) -> log.add(call + " " + name.substring(temp.toString().length()));
    var disk = new TappedDisk(new LinuxDisk(), recorder);
    try (Node node = Node.open(disk, temp)) {
      log.clear();
      node.download(ONE, A);
    } finally {
      disk.kill();
    }
    // R2: data, then rename, then its directory, then the list by temporary file and rename
    List<String> order =
        log.stream()
            .map(line -> line.replaceAll("[0-9a-f]{64}[.][0-9a-f-]{36}", "PACK"))
            .map(line -> line.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "NEW"))
            .map(line -> line.replace(A.hash().hex(), "A"))
            .toList();
    assertThat(order)
        .containsSubsequence(
            "finish /store/tmp/PACK/node_modules/a/2",
            "symlink /store/tmp/PACK/node_modules/a/l",
            "finish /store/tmp/PACK.manifest",
            "syncFileSystem /store/.",
            "rename /store/manifests/A",
            "renameNew /store/objects/A",
            "sync /store/manifests/.",
            "sync /store/objects/.",
            "finish durably /store/tmp/NEW",
            "rename /store/generations/1",
            "sync /store/generations/.",
            "finish durably /store/tmp/NEW",
            "rename /store/versions",
            "sync /store/.",
            "unlink /store/.lock");
  }
}
