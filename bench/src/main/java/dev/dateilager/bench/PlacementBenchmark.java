package dev.dateilager.bench;

import dev.dateilager.adapters.fs.NodeFiles;
import dev.dateilager.adapters.fs.NodeFilesSettings;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.PlacementReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Times placing a golden copy against {@code cp -al} of the same one, run for run in turn. Usage:
 * {@code PlacementBenchmark DIRECTORY [PACKS FILES_PER_PACK RUNS WIDTH]}; what it makes below the
 * directory is removed again.
 */
public final class PlacementBenchmark {
  private static final int FILES_PER_DIRECTORY = 8;

  private PlacementBenchmark() {}

  /**
   * Runs it.
   *
   * @param args a directory; then, if given, packs, files of each, runs, and threads
   */
  public static void main(String[] args) throws Exception {
    Path dir = Files.createTempDirectory(Path.of(args[0]), "placement-");
    int packs = number(args, 1, 200);
    int files = number(args, 2, 125);
    int runs = number(args, 3, 15);
    int width = number(args, 4, Runtime.getRuntime().availableProcessors());
    var settings =
        new NodeFilesSettings(List.of(new NodePath(dir.toString())), width, false, 64, 256L << 20);
    try (NodeFiles node = NodeFiles.open(dir.resolve("store"), settings)) {
      GoldenCopy golden = fill(node.store(), packs, files);
      measure(node, golden, dir, runs);
    } finally {
      run("rm", "-rf", dir.toString());
    }
  }

  private static int number(String[] args, int at, int otherwise) {
    return args.length > at ? Integer.parseInt(args[at]) : otherwise;
  }

  private static GoldenCopy fill(GoldenStore store, int packs, int files)
      throws DateiLagerException {
    Set<ContentHash> hashes = new HashSet<>();
    try (GoldenStore.Download adding = store.begin()) {
      for (int pack = 0; pack < packs; pack++) {
        ContentHash hash = ContentHash.of(Blob.utf8("pack " + pack));
        try (var entries = new MadePack(pack, files)) {
          adding.add(hash, entries);
        }
        hashes.add(hash);
      }
      return adding.list(new CacheVersion(1), hashes);
    }
  }

  private static void measure(NodeFiles node, GoldenCopy golden, Path dir, int runs)
      throws Exception {
    PrintStream out = System.out;
    var copying = new ArrayList<Long>();
    var placing = new ArrayList<Long>();
    Path source = dir.resolve("store/objects");
    for (int i = 0; i < runs; i++) {
      Path copied = dir.resolve("copied" + i);
      long start = System.nanoTime();
      run("cp", "-al", source.toString(), copied.toString());
      copying.add(System.nanoTime() - start);
      var placed = new NodePath(dir.resolve("placed" + i).toString());
      start = System.nanoTime();
      PlacementReport report = node.placer().place(golden, placed, LinkMode.LINK, true);
      placing.add(System.nanoTime() - start);
      if (i == 0) {
        out.println(report);
      }
      run("rm", "-rf", copied.toString(), placed.value());
    }
    double copy = median(copying);
    double place = median(placing);
    out.printf("cp -al ms: %s%n", millis(copying));
    out.printf("place  ms: %s%n", millis(placing));
    out.printf("medians: cp -al %.1f ms, place %.1f ms, ratio %.2f%n", copy, place, place / copy);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("%s exited with %d".formatted(Arrays.toString(command), exit));
    }
  }

  private static double median(List<Long> nanos) {
    return nanos.stream().sorted().toList().get(nanos.size() / 2) / 1e6;
  }

  private static List<Long> millis(List<Long> nanos) {
    return nanos.stream().map(n -> n / 1_000_000).toList();
  }

  /** A pack shaped like a part of a {@code node_modules}: small files, a few in each directory. */
  private static final class MadePack implements EntryReader {
    private final int pack;
    private final int files;
    private int next;
    private int left;

    private MadePack(int pack, int files) {
      this.pack = pack;
      this.files = files;
    }

    @Override
    public Optional<Entry> next() {
      if (next == files) {
        return Optional.empty();
      }
      int file = next++;
      left = 200 + file % 3000;
      String path =
          "node_modules/pack%d/lib/part%d/file%d.js"
              .formatted(pack, file / FILES_PER_DIRECTORY, file);
      return Optional.of(new Entry.RegularFile(new ObjectPath(path), 0644, left));
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int n = Math.min(length, left);
      left -= n;
      return n == 0 ? -1 : n;
    }

    @Override
    public void close() {}
  }
}
