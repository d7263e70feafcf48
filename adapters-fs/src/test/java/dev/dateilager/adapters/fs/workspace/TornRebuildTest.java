package dev.dateilager.adapters.fs.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Tap;
import dev.dateilager.adapters.fs.disk.TappedDisk;
import dev.dateilager.domain.contract.EntryScript;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every change that a rebuild makes on the disk, and what is found if the process dies right before
 * it (I20, R7), or if it fails for want of space (I13).
 */
@Timeout(300)
class TornRebuildTest {
  private static final ContentHash PACK = ContentHash.of(Blob.utf8("a pack"));
  private static final Map<String, String> NEW =
      Map.of(
          "file", "644 new", //
          "was/dir", "755 new",
          "was/file/below", "755 new",
          "link", "-> new",
          "pack/1", "755 new",
          "pack/deep/2", "755 new",
          "cached/1", "644 new",
          "cached/empty", "644 ",
          "single", "644 new");

  @TempDir(factory = QuickTempDir.class)
  private Path temporary;

  /** As if the process had been killed: nothing after it has any effect. */
  private static final class Killed extends Error {}

  private FileDirectory prepared(String name, Disk disk) {
    var byHand = new FileDirectory(temporary.resolve(name).resolve("project"));
    byHand.write("file", "old");
    byHand.write("was/dir/deep", "old");
    byHand.write("was/file", "old");
    byHand.write("gone", "old");
    byHand.symlink("link", "old");
    byHand.write("pack/1", "old");
    byHand.write("pack/old", "old");
    byHand.write("cached", "old");
    byHand.write("single", "old");
    byHand.writeState("version", "1");
    byHand.writeState("sum.s2", "old");
    var cache = new FileCache(temporary.resolve(name).resolve("cache"));
    cache.write("objects/" + PACK + "/cached/1", "new");
    cache.write("objects/" + PACK + "/cached/empty", "");
    cache.write("objects/" + PACK + "/single", "new");
    return new FileDirectory(disk, byHand.root());
  }

  private static void rebuild(FileDirectory directory, Disk disk) throws DateiLagerException {
    Path cache = directory.root().resolveSibling("cache");
    try (WorkspaceTree tree = directory.open()) {
      tree.apply(
          new EntryScript()
              .deletion("gone")
              .file("file", 0644, "new")
              .file("was/dir", "new")
              .file("was/file/below", "new")
              .symlink("link", "new")
              .reader(),
          Optional.empty(),
          Optional.empty());
      tree.apply(
          new EntryScript().file("pack/1", "new").file("pack/deep/2", "new").reader(),
          Optional.of(new ObjectPath("pack/")),
          Optional.empty());
      tree.apply(
          new EntryScript().cached("cached/", PACK).cached("single/", PACK).reader(),
          Optional.empty(),
          Optional.of(new DiskCacheDirectory(disk, cache)));
      tree.prune(List.of(new ObjectPath("was/nothing")));
      tree.recordSummary(Blob.utf8("new"));
      tree.recordVersion(2);
    }
  }

  private int changes() throws Exception {
    var count = new int[1];
    var disk = new TappedDisk(new LinuxDisk(), (_, _) -> count[0]++);
    FileDirectory directory = prepared("counting", disk);
    rebuild(directory, disk);
    assertThat(directory.tree()).isEqualTo(NEW);
    return count[0];
  }

  @Test
  void rebuild_whereNamesCannotBeSwapped_replacesInTwoSteps() throws Exception {
    var exchanges = new int[1];
    var disk =
        new TappedDisk(
            new LinuxDisk(),
            (call, name) -> {
              if (call.equals("exchange")) {
                exchanges[0]++;
                throw new DiskException(call, name, Reason.UNSUPPORTED, "EINVAL");
              }
            });
    FileDirectory directory = prepared("unswapped", disk);
    rebuild(directory, disk);
    assertThat(exchanges[0]).isPositive();
    assertThat(directory.tree()).isEqualTo(NEW);
    assertThat(directory.state()).containsOnlyKeys("version", "sum.s2", "diff.s2");
  }

  @Test
  void rebuild_diedBeforeAnyChange_leavesNothingHalf_andTheSameCallConverges() throws Exception {
    int changes = changes();
    assertThat(changes).isGreaterThan(50);
    for (int last = 0; last < changes; last++) {
      int dying = last;
      var count = new int[1];
      var disk =
          new TappedDisk(
              new LinuxDisk(),
              (_, _) -> {
                if (count[0]++ >= dying) {
                  throw new Killed();
                }
              });
      FileDirectory directory = prepared("died" + last, disk);
      try {
        rebuild(directory, disk);
      } catch (Killed _) {
        // what the test is about
      } finally {
        disk.kill();
      }
      assertOldOrNew(directory);
      assertConverges(directory);
    }
  }

  @Test
  void rebuild_failingForWantOfSpaceAtAnyChange_harmsNothing_andWorksOnceThereIsSome()
      throws Exception {
    int changes = changes();
    for (int last = 0; last < changes; last++) {
      FileDirectory directory = failing(last);
      assertOldOrNew(directory);
      assertThat(directory.state().keySet()).isSubsetOf("version", "sum.s2", "diff.s2");
      assertConverges(directory);
    }
  }

  /** Removals need no space, so they go on. */
  private FileDirectory failing(int change) throws Exception {
    var count = new int[1];
    Tap full =
        (call, name) -> {
          boolean takesSpace = !call.startsWith("unlink") && !call.startsWith("remove");
          if (count[0]++ >= change && takesSpace) {
            throw new DiskException(call, name, Reason.FULL, "ENOSPC");
          }
        };
    var disk = new TappedDisk(new LinuxDisk(), full);
    FileDirectory directory = prepared("full" + change, disk);
    try {
      rebuild(directory, disk);
    } catch (ResourceExhausted refused) {
      assertThat(refused).hasMessageContaining("ENOSPC");
    } finally {
      disk.kill();
    }
    return directory;
  }

  private static void assertOldOrNew(FileDirectory directory) {
    String version = directory.state().getOrDefault("version", "none");
    assertThat(version).isIn("1", "2");
    assertThat(directory.state().get("sum.s2")).isIn("old", "new");
    var tree = new TreeMap<>(directory.tree());
    if (version.equals("2")) {
      assertThat(tree).isEqualTo(NEW);
    }
    assertThat(tree.containsKey("pack/old")) // a pack is the old one or the new one, never neither
        .isNotEqualTo(tree.containsKey("pack/deep/2"));
    tree.keySet().removeIf(name -> name.endsWith("/")); // made, or emptied
    assertThat(tree.keySet())
        .allMatch(
            name ->
                NEW.containsKey(name)
                    || List.of("gone", "was/dir/deep", "was/file", "pack/old", "cached")
                        .contains(name));
    assertThat(tree.values()).allMatch(text -> text.matches("(644|755) (old|new)|644 |-> .*"));
  }

  private static void assertConverges(FileDirectory directory) throws DateiLagerException {
    var disk = new LinuxDisk();
    rebuild(new FileDirectory(disk, directory.root()), disk);
    assertThat(directory.tree()).isEqualTo(NEW);
    assertThat(directory.state()).isEqualTo(Map.of("version", "2", "sum.s2", "new", "diff.s2", ""));
  }
}
