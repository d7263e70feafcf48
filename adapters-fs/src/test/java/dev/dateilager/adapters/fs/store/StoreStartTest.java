package dev.dateilager.adapters.fs.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A start looks at no file of a pack, and does not grow with their number (R6). */
@Timeout(120)
final class StoreStartTest {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final int PACKS = Rounds.asked() > 1 ? 300 : 60;

  @TempDir Path dir;

  private static DiskGoldenStore open(Path path) throws DateiLagerException {
    return DiskGoldenStore.open(
        new LinuxDisk(), new NodePath(path.toString()), StoreSettings.DEFAULT);
  }

  @Test
  void open_looksAtNothingBelowAPack() throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/strace")),
        "NOT RUN: there is no strace here, so the calls of a start were not looked at");
    Path path = dir.resolve("store");
    SamplePack pack = SamplePack.twoFiles("a");
    try (GoldenStore store = open(path);
        GoldenStore.Download adding = store.begin()) {
      adding.add(pack.hash(), pack.open());
      adding.list(ONE, Set.of(pack.hash()));
    }
    Path trace = dir.resolve("trace");
    var strace = List.of("strace", "-f", "-y", "-e", "trace=%file,%desc", "-o", trace.toString());
    try (StoreProcess start = StoreProcess.start(strace, "open", path.toString())) {
      List<String> lines = start.lines();
      assumeTrue(!lines.isEmpty(), "NOT RUN: strace may not trace here");
      assertThat(lines).containsExactly("versions [1]", "ended");
    }
    List<String> calls = Files.readAllLines(trace);
    assertThat(calls).anyMatch(call -> call.contains(path + "/manifests>, \"" + pack.hash()));
    assertThat(calls).noneMatch(call -> call.contains("objects/" + pack.hash()));
    assertThat(calls).noneMatch(call -> call.contains("\"" + pack.hash() + "/"));
  }

  @Test
  void open_readsNoMoreForAThousandTimesTheFiles() throws Exception {
    Path few = dir.resolve("few");
    Path many = dir.resolve("many");
    fill(few, 1);
    fill(many, 1000);
    long fewRead = Long.MAX_VALUE;
    long manyRead = Long.MAX_VALUE;
    long fewNanos = Long.MAX_VALUE;
    long manyNanos = Long.MAX_VALUE;
    for (int round = 0; round < 3 * Rounds.asked(); round++) {
      Cost cost = cost(few);
      fewRead = Math.min(fewRead, cost.read());
      fewNanos = Math.min(fewNanos, cost.nanos());
      cost = cost(many);
      manyRead = Math.min(manyRead, cost.read());
      manyNanos = Math.min(manyNanos, cost.nanos());
    }
    System.out.printf(
        "start with %d files: %d us, %d bytes read; with %d: %d us, %d bytes read%n",
        PACKS, fewNanos / 1000, fewRead, 1000 * PACKS, manyNanos / 1000, manyRead);
    assertThat(manyRead).isLessThanOrEqualTo(fewRead * 6 / 5);
    if (Rounds.asked() > 1) { // alone on a machine; in a build the time is others' too
      assertThat(manyNanos).isLessThanOrEqualTo(fewNanos * 6 / 5);
    }
  }

  private record Cost(long nanos, long read) {}

  private static Cost cost(Path path) throws Exception {
    long before = bytesRead();
    long start = System.nanoTime();
    try (GoldenStore store = open(path)) {
      long nanos = System.nanoTime() - start;
      long read = bytesRead() - before;
      assertThat(store.size(store.golden(ONE).orElseThrow()).files()).isPositive();
      return new Cost(nanos, read);
    }
  }

  private static long bytesRead() throws IOException {
    Path counters = Path.of("/proc/self/io");
    assumeTrue(Files.isReadable(counters), "NOT RUN: there is no " + counters + " here");
    return Files.readAllLines(counters).stream()
        .filter(line -> line.startsWith("rchar: "))
        .mapToLong(line -> Long.parseLong(line.substring("rchar: ".length())))
        .sum();
  }

  /** A store with manifests for so many files, which a start does not look for. */
  private static void fill(Path path, int filesPerPack) throws Exception {
    try (DiskGoldenStore store = open(path)) {
      store.use(
          dirs -> {
            try {
              var packs = new HashSet<ContentHash>();
              for (int i = 0; i < PACKS; i++) {
                ContentHash pack = ContentHash.of(Blob.utf8("pack " + i));
                packs.add(pack);
                write(dirs, pack, filesPerPack);
              }
              Generations.write(dirs, new GoldenCopy(ONE, packs));
              Generations.list(dirs, Set.of(ONE));
              return packs;
            } catch (IOException failure) {
              throw new UncheckedIOException(failure);
            }
          });
    }
  }

  private static void write(StoreDirs dirs, ContentHash pack, int files)
      throws IOException, DateiLagerException {
    var tree = new PackTree();
    PackTree.Directory directory = tree.directory(List.of("node_modules", "some-module"));
    for (int i = 0; i < files; i++) {
      directory.children().put("file-" + i + ".js", new PackTree.File(0644, i, new byte[32]));
    }
    try (Dir _ = dirs.objects().make(pack.hex(), GoldenMode.DIRECTORY);
        NewFile manifest = dirs.manifests().create(pack.hex())) {
      GoldenSize size = Manifest.write(manifest, pack, tree);
      assertThat(size.files()).isEqualTo(files);
      manifest.finish(0600, false);
    }
  }
}
