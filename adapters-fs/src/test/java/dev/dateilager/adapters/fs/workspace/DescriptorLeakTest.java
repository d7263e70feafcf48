package dev.dateilager.adapters.fs.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.OpenDescriptors;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.TappedDisk;
import dev.dateilager.domain.contract.EntryScript;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.CacheFolder;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client does or fails to do, no descriptor is left open (R1). */
class DescriptorLeakTest {
  private static final ContentHash PACK = CachedApply.PACK;

  @TempDir(factory = QuickTempDir.class)
  private Path temporary;

  private FileDirectory directory;
  private FileCache cache;

  @BeforeEach
  void setUp() {
    assumeTrue(LinuxDisk.isAvailable(), "NOT RUN: descriptors are counted in /proc");
    directory = new FileDirectory(temporary.resolve("project"));
    cache = new FileCache(temporary.resolve("cache"));
    CachedApply.fill(cache);
  }

  /** Something that a client does. */
  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  /** The first time loads classes, which may open files of their own. */
  private void leavesNoneOpen(Work work) throws Exception {
    work.run();
    long before = openDescriptors();
    for (int i = 0; i < 3; i++) {
      work.run();
    }
    assertThat(openDescriptors()).isEqualTo(before);
  }

  private long openDescriptors() throws Exception {
    return OpenDescriptors.below(temporary);
  }

  private void rebuild(FileDirectory into) throws DateiLagerException {
    try (WorkspaceTree tree = into.open()) {
      tree.apply(
          new EntryScript()
              .file("a/b/c", "1")
              .file("a", "now a file")
              .file("a/b/c", "and back")
              .symlink("a/l", "x")
              .deletion("a/l")
              .deletion("no/such/thing")
              .cached("p/", PACK)
              .cached("absent/", PACK)
              .reader(),
          Optional.empty(),
          Optional.of(cache.directory()));
      tree.apply(
          new EntryScript().file("q/r/1", "1").symlink("q/l", "x").directory("q/d/").reader(),
          Optional.of(new ObjectPath("q/")),
          Optional.empty());
      tree.apply(new EntryScript().reader(), Optional.of(new ObjectPath("q/")), Optional.empty());
      tree.prune(List.of(new ObjectPath("a"), new ObjectPath("x/y")));
      tree.scan((_, _) -> {});
      for (String path : List.of("a", "a/b/c", "a/b/c/d", "p/1", "absent")) {
        tree.look(new ObjectPath(path));
        tree.read(new ObjectPath(path));
        tree.hash(new ObjectPath(path));
        tree.scanBelow(new ObjectPath(path), (_, _) -> {});
      }
      tree.recordSummary(Blob.utf8("summary"));
      tree.recordVersion(1);
    }
  }

  @Test
  void rebuild_leavesNoDescriptorOpen() throws Exception {
    leavesNoneOpen(() -> rebuild(directory));
  }

  @Test
  void rebuild_failingAtAnyChange_leavesNoDescriptorOpen() throws Exception {
    rebuild(directory);
    for (int failing = 0; failing < 120; failing += 3) {
      int last = failing;
      leavesNoneOpen(
          () -> {
            var count = new int[1];
            var disk =
                new TappedDisk(
                    new LinuxDisk(),
                    (call, name) -> {
                      if (count[0]++ >= last && !call.startsWith("remove")) {
                        throw new DiskException(call, name, Reason.FULL, "ENOSPC");
                      }
                    });
            try {
              rebuildWithoutCache(new FileDirectory(disk, directory.root()));
            } catch (DateiLagerException refused) {
              assertThat(refused).hasMessageContaining("ENOSPC");
            }
          });
    }
  }

  private static void rebuildWithoutCache(FileDirectory into) throws DateiLagerException {
    try (WorkspaceTree tree = into.open()) {
      tree.apply(
          new EntryScript().file("a", "1").file("a/b/c", "2").symlink("l", "x").reader(),
          Optional.empty(),
          Optional.empty());
      tree.apply(
          new EntryScript().file("q/r/1", "1").symlink("q/l", "x").directory("q/d/").reader(),
          Optional.of(new ObjectPath("q/")),
          Optional.empty());
      tree.recordVersion(1);
    }
  }

  @Test
  void refusals_leaveNoDescriptorOpen() throws Exception {
    directory.write("file", "1");
    leavesNoneOpen(
        () -> {
          try (WorkspaceTree tree = directory.open()) {
            assertThatThrownBy(
                    () ->
                        tree.apply(
                            new EntryScript().file("q/1", "1").truncated().reader(),
                            Optional.of(new ObjectPath("q/")),
                            Optional.empty()))
                .isInstanceOf(DateiLagerException.class);
            assertThatThrownBy(directory::open).isInstanceOf(DateiLagerException.class);
          }
        });
    directory.writeState("version", "x");
    leavesNoneOpen(
        () -> assertThatThrownBy(directory::open).isInstanceOf(DateiLagerException.class));
    directory.remove(".dl");
    directory.symlink(".dl", "elsewhere");
    leavesNoneOpen(
        () -> assertThatThrownBy(directory::open).isInstanceOf(DateiLagerException.class));
  }

  @Test
  void getCache_leavesNoDescriptorOpen() throws Exception {
    leavesNoneOpen(
        () -> {
          try (CacheFolder.Download download = cache.folder().begin()) {
            download.add(PACK, new EntryScript().file("x", "1").reader());
            assertThatThrownBy(() -> cache.folder().begin())
                .isInstanceOf(DateiLagerException.class);
            download.list(new CacheVersion(1));
          }
          cache.remove("objects/" + PACK);
          cache.directory().has(PACK);
          cache.directory().versions();
        });
    cache.write(".lock", "");
    leavesNoneOpen(
        () ->
            assertThatThrownBy(() -> cache.folder().begin())
                .isInstanceOf(DateiLagerException.class));
  }
}
