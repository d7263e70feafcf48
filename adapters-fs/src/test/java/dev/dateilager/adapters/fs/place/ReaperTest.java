package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.adapters.fs.disk.OpenDescriptors;
import dev.dateilager.adapters.fs.disk.Reaped;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.adapters.fs.store.DiskGoldenStore;
import dev.dateilager.adapters.fs.store.StoreSettings;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** Deleting in the background: what it takes, how fast, and how it ends (I17, R4, R6). */
@Timeout(120)
final class ReaperTest {
  @TempDir Path dir;
  private final AtomicLong reaped = new AtomicLong();

  private DiskGoldenStore store() throws DateiLagerException {
    return DiskGoldenStore.open(
        new LinuxDisk(), new NodePath(dir.resolve("store").toString()), StoreSettings.DEFAULT);
  }

  private LinkTreePlacer placer(DiskGoldenStore store, int perSecond) throws DateiLagerException {
    StepListener counting =
        step -> {
          if (step == Step.NAME_REAPED) {
            reaped.incrementAndGet();
          }
        };
    return LinkTreePlacer.open(
        new LinuxDisk(),
        store,
        new PlacerSettings(
            1, List.of(new NodePath(dir.toString())), perSecond, InstantSource.system(), counting));
  }

  private Path target() {
    return dir.resolve("target");
  }

  /** A placement without packs, to be filled by its workload. */
  private LinkTreePlacer placed(DiskGoldenStore store, int perSecond) throws DateiLagerException {
    LinkTreePlacer placer = placer(store, perSecond);
    placer.place(GoldenCopy.NO_CACHE, path(), LinkMode.AUTO, false);
    return placer;
  }

  private NodePath path() {
    return new NodePath(target().toString());
  }

  private Dir objects() throws Exception {
    return new LinuxDisk().open(new NodePath(target().resolve("objects").toString()));
  }

  private void fill(int files) throws Exception {
    try (Dir objects = objects()) {
      for (int i = 0; i < files; i++) {
        NewFile file = objects.create(Integer.toString(i));
        file.close();
      }
    }
  }

  private static void awaitEmpty(LinkTreePlacer placer) throws Exception {
    while (placer.trash() > 0) {
      Thread.sleep(5); // the reaper's own time; the test's limit bounds it
    }
  }

  /** Where making and removing thousands of directories does not wait for anybody's disk. */
  static final class InMemory implements TempDirFactory {
    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
        throws IOException {
      Path memory = Path.of("/dev/shm");
      return Files.isWritable(memory)
          ? Files.createTempDirectory(memory, "junit")
          : Files.createTempDirectory("junit");
    }
  }

  @Test
  void reap_takesDepthWidthAndLongNames(@TempDir(factory = InMemory.class) Path memory)
      throws Exception {
    dir = memory;
    try (DiskGoldenStore store = store()) {
      LinkTreePlacer placer = placed(store, 1_000_000);
      Dir at = objects();
      for (int depth = 0; depth < 5000; depth++) {
        Dir below = at.make("d".repeat(depth % 50 == 0 ? 255 : 1), 0755);
        at.close();
        at = below;
      }
      at.create("end").close();
      at.close();
      fill(2000);
      try (Dir objects = objects()) {
        for (int i = 0; i < 200; i++) {
          try (Dir wide = objects.make("wide" + i, 0700)) {
            wide.make("er", 0).close();
            wide.symlink("/etc", "l".repeat(255));
          }
        }
      }
      assertThat(placer.release(path())).isTrue();
      long descriptors = OpenDescriptors.below(dir);
      Reaped all = placer.reap(() -> true);
      assertThat(all.left()).isZero();
      assertThat(all.whole()).isTrue();
      assertThat(all.removed()).isEqualTo(5000 + 1 + 2000 + 200 * 3 + 3);
      assertThat(placer.trash()).isZero();
      assertThat(OpenDescriptors.below(dir)).isEqualTo(descriptors);
    }
  }

  @Test
  void start_deletesWhatAnEarlierProcessLeft_afterTheStoreIsOpen() throws Exception {
    try (DiskGoldenStore store = store()) {
      LinkTreePlacer placer = placed(store, 1_000_000);
      fill(100);
      placer.release(path());
    }
    Files.createDirectories(dir.resolve("store/work/left/tree"));
    try (DiskGoldenStore store = store()) {
      LinkTreePlacer placer = placer(store, 1_000_000);
      assertThat(placer.trash()).as("nothing is deleted before it is open").isEqualTo(2);
      try (Reaper _ = Reaper.start(placer)) {
        awaitEmpty(placer);
      }
      assertThat(Node.names(dir.resolve("store/work"))).isEmpty();
    }
  }

  @Test
  void release_wakesIt() throws Exception {
    try (DiskGoldenStore store = store()) {
      LinkTreePlacer placer = placer(store, 1_000_000);
      try (Reaper _ = Reaper.start(placer)) {
        for (int i = 0; i < 20; i++) {
          placer.place(GoldenCopy.NO_CACHE, path(), LinkMode.AUTO, false);
          placer.release(path());
          awaitEmpty(placer);
        }
      }
    }
  }

  @Test
  void pace_isHeld_andCloseEndsItAtOnce_andTheNextGoesOn() throws Exception {
    try (DiskGoldenStore store = store()) {
      LinkTreePlacer placer = placed(store, 1000);
      fill(4000);
      placer.release(path());
      long start = System.nanoTime();
      try (Reaper _ = Reaper.start(placer)) {
        while (reaped.get() < 400) {
          Thread.sleep(5); // the reaper's own time; the test's limit bounds it
        }
      }
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      assertThat(took).isGreaterThan(Duration.ofMillis(250)); // 300 of 400 names at 1,000 a second
      assertThat(reaped.get()).isLessThan(4000);
      assertThat(placer.trash()).isPositive();
    }
    try (DiskGoldenStore store = store()) {
      LinkTreePlacer placer = placer(store, 10_000_000);
      try (Reaper _ = Reaper.start(placer)) {
        awaitEmpty(placer);
      }
    }
  }
}
