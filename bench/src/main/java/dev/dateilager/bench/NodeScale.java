package dev.dateilager.bench;

import dev.dateilager.adapters.fs.NodeFiles;
import dev.dateilager.adapters.fs.NodeFilesSettings;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Placement;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows that a node's files fit a small heap: how long a store with few and with many files takes
 * to be ready, and many placements of a small cache that are all known at once. Each part runs in a
 * JVM of its own with {@code -Xmx128m}. Usage: {@code NodeScale DIRECTORY [FILES PLACEMENTS]}; what
 * it makes below the directory is removed again.
 */
public final class NodeScale {
  private static final int FILES_PER_PACK = 1000;
  private static final int STARTS = 7;
  private static final int FEW_FILES = 300;

  private NodeScale() {}

  /**
   * Runs it.
   *
   * @param args a directory; then, if given, how many files and how many placements
   */
  public static void main(String[] args) throws Exception {
    if (args[0].equals("child")) {
      child(args[1], Path.of(args[2]), Integer.parseInt(args[3]));
      return;
    }
    Path dir = Files.createTempDirectory(Path.of(args[0]), "scale-");
    int files = args.length > 1 ? Integer.parseInt(args[1]) : 300_000;
    int placements = args.length > 2 ? Integer.parseInt(args[2]) : 2000;
    try {
      inChild("fill", dir.resolve("few"), FEW_FILES);
      inChild("fill", dir.resolve("many"), files);
      long few = medianReady(dir.resolve("few"));
      long many = medianReady(dir.resolve("many"));
      PrintStream out = System.out;
      out.printf(
          "ready with %,d files %.1f ms, with %,d files %.1f ms, ratio %.2f%n",
          FEW_FILES, few / 1e6, files, many / 1e6, (double) many / few);
      inChild("place", dir.resolve("few"), placements);
    } finally {
      run(List.of("rm", "-rf", dir.toString()));
    }
  }

  private static long medianReady(Path store) throws Exception {
    var nanos = new ArrayList<Long>();
    for (int i = 0; i < STARTS; i++) {
      long start = System.nanoTime();
      inChild("ready", store, 0); // from no process to its end, right after it is ready
      nanos.add(System.nanoTime() - start);
    }
    return nanos.stream().sorted().toList().get(STARTS / 2);
  }

  private static void inChild(String part, Path store, int number) throws Exception {
    run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            NodeScale.class.getName(),
            "child",
            part,
            store.toString(),
            Integer.toString(number)));
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("%s exited with %d".formatted(command, exit));
    }
  }

  private static void child(String part, Path store, int number) throws Exception {
    var roots = List.of(new NodePath(store.resolveSibling("placed").toString()));
    try (NodeFiles node = NodeFiles.open(store, NodeFilesSettings.below(roots))) {
      switch (part) {
        case "fill" -> {
          int packs = Math.max(1, number / FILES_PER_PACK);
          MadeCache.fill(node.store(), new CacheVersion(1), packs, number / packs);
        }
        case "ready" -> {
          if (node.store().golden(new CacheVersion(1)).isEmpty()) {
            throw new IllegalStateException("not ready");
          }
        }
        default -> place(node, store.resolveSibling("placed"), number);
      }
    }
  }

  private static void place(NodeFiles node, Path below, int number) throws Exception {
    GoldenCopy golden = node.store().golden(new CacheVersion(1)).orElseThrow();
    Files.createDirectories(below);
    PrintStream out = System.out;
    long start = System.nanoTime();
    for (int i = 0; i < number; i++) {
      var target = new NodePath(below.resolve("tenant" + i + "/cache").toString());
      node.placer().place(golden, target, LinkMode.LINK, true);
    }
    out.printf("%,d placements in %.1f s%n", number, (System.nanoTime() - start) / 1e9);
    List<Placement> known = node.placer().placements();
    if (known.size() != number) {
      throw new IllegalStateException("%d placements are known".formatted(known.size()));
    }
    start = System.nanoTime();
    for (Placement placement : known) {
      if (!node.placer().release(placement.target())) {
        throw new IllegalStateException("not released: " + placement.target());
      }
    }
    out.printf("%,d releases in %.1f s%n", number, (System.nanoTime() - start) / 1e9);
    out.println(
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .findFirst()
            .orElse("VmHWM: unknown"));
  }
}
