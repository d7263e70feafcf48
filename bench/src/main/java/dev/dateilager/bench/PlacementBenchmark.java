package dev.dateilager.bench;

import dev.dateilager.adapters.fs.NodeFiles;
import dev.dateilager.adapters.fs.NodeFilesSettings;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.PlacementReport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Times placing a golden copy against {@code cp} of the same one, run for run in turn. Usage:
 * {@code PlacementBenchmark DIRECTORY [MODE PACKS FILES_PER_PACK RUNS WIDTH]}; MODE is link
 * (against {@code cp -al}), clone ({@code cp -a --reflink=always}) or copy ({@code cp -a
 * --reflink=never}). What it makes below the directory is removed again.
 */
public final class PlacementBenchmark {
  private PlacementBenchmark() {}

  /**
   * Runs it.
   *
   * @param args a directory; then, if given, the mode, packs, files of each, runs, and threads
   */
  public static void main(String[] args) throws Exception {
    Path dir = Files.createTempDirectory(Path.of(args[0]), "placement-");
    LinkMode mode = LinkMode.named(args.length > 1 ? args[1] : "link").orElseThrow();
    int packs = number(args, 2, 160);
    int files = number(args, 3, 125);
    int runs = number(args, 4, 15);
    int width = number(args, 5, Runtime.getRuntime().availableProcessors());
    var settings =
        new NodeFilesSettings(List.of(new NodePath(dir.toString())), width, false, 64, 256L << 20);
    try {
      GoldenCopy golden;
      try (NodeFiles node = NodeFiles.open(dir.resolve("store"), settings)) {
        golden = MadeCache.fill(node.store(), new CacheVersion(1), packs, files);
      }
      try (NodeFiles node = NodeFiles.open(dir.resolve("store"), settings)) {
        measure(node, golden, mode, dir, runs);
      }
    } finally {
      run("rm", "-rf", dir.toString());
    }
  }

  private static int number(String[] args, int at, int otherwise) {
    return args.length > at ? Integer.parseInt(args[at]) : otherwise;
  }

  private static void measure(NodeFiles node, GoldenCopy golden, LinkMode mode, Path dir, int runs)
      throws Exception {
    PrintStream out = System.out;
    var copying = new ArrayList<Long>();
    var placing = new ArrayList<Long>();
    String peer =
        switch (mode) {
          case AUTO, LINK -> "-al";
          case CLONE -> "-a --reflink=always";
          case COPY -> "-a --reflink=never";
        };
    for (int i = 0; i < runs; i++) {
      Path copied = dir.resolve("copied" + i);
      var placed = new NodePath(dir.resolve("placed" + i).toString());
      long start = System.nanoTime();
      PlacementReport report = node.placer().place(golden, placed, mode, true);
      placing.add(System.nanoTime() - start);
      if (i == 0) {
        out.println(report);
      }
      var command = new ArrayList<>(List.of("cp"));
      command.addAll(List.of(peer.split(" ")));
      command.addAll(List.of(dir.resolve("store/objects").toString(), copied.toString()));
      start = System.nanoTime();
      run(command.toArray(String[]::new));
      copying.add(System.nanoTime() - start);
      run("rm", "-rf", copied.toString(), placed.value());
    }
    double copy = median(copying);
    double place = median(placing);
    out.printf("cp %s ms: %s%n", peer, millis(copying));
    out.printf("place  ms: %s (the first is the first after a start)%n", millis(placing));
    out.printf(
        "medians: cp %s %.1f ms, place %.1f ms, ratio %.2f%n", peer, copy, place, place / copy);
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
}
