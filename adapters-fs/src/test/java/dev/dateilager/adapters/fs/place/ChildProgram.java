package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.Tap;
import dev.dateilager.adapters.fs.disk.TappedDisk;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;

/** What a {@link ChildJvm} runs: each program stops where it is to be killed. */
final class ChildProgram {
  static final CacheVersion ONE = new CacheVersion(1);
  static final SamplePack A = SamplePack.twoFiles("a");
  static final SamplePack B = SamplePack.twoFiles("b").file("node_modules/b/3", 0644, "third");

  private static final PrintStream OUT = System.out;

  private ChildProgram() {}

  /** Program, directory of the node, target. */
  public static void main(String[] args) throws Exception {
    Path dir = Path.of(args[1]);
    try {
      switch (args[0]) {
        case "hold" -> {
          try (Node _ = Node.open(new LinuxDisk(), dir)) {
            OUT.println("open");
            stop();
          }
        }
        case "add" -> stopInAdd(dir);
        case "place" ->
            stopInPlace(
                dir,
                Path.of(args[2]),
                Arrays.stream(args).skip(3).map(Path::of).toArray(Path[]::new));
        case "populate" -> {
          try (Node node = Node.open(new LinuxDisk(), dir)) {
            node.place(node.download(ONE, A), Path.of(args[2]));
            OUT.println("placed");
          }
        }
        default -> throw new IllegalArgumentException(args[0]);
      }
    } catch (DateiLagerException failure) {
      OUT.println(failure);
    }
  }

  private static void stopInAdd(Path dir) throws DateiLagerException {
    Tap stopper =
        (call, name) -> {
          if (call.equals("create") && name.endsWith("/b/2")) {
            OUT.println("halfway");
            stop();
          }
        };
    try (Node node = Node.open(new TappedDisk(new LinuxDisk(), stopper), dir)) {
      node.download(ONE, A, B);
    }
  }

  private static void stopInPlace(Path dir, Path target, Path... roots) throws DateiLagerException {
    Tap stopper =
        (call, name) -> {
          boolean places = call.equals("link") || call.equals("create");
          if (places && name.contains("/tree/") && name.endsWith("/b/2")) {
            OUT.println("halfway");
            stop();
          }
        };
    try (Node node = Node.open(new TappedDisk(new LinuxDisk(), stopper), dir, roots)) {
      node.place(node.download(ONE, A, B), target);
    }
  }

  private static void stop() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException killed) {
      Thread.currentThread().interrupt();
    }
  }
}
