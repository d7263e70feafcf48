package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A day in the life of a store, in a process of its own that says what it does: what it says is
 * done must be found after its death, what it says is begun may be.
 */
final class StoreDay {
  static final CacheVersion ONE = new CacheVersion(1);
  static final CacheVersion TWO = new CacheVersion(2);
  static final SamplePack A = SamplePack.twoFiles("a").symlink("node_modules/a/l", "1");
  static final SamplePack B = SamplePack.twoFiles("b").file("node_modules/b/e", 0644, "");
  static final SamplePack C = SamplePack.twoFiles("c").directory("node_modules/c/hollow/");

  private static final PrintStream OUT = System.out;
  private static final Map<Step, Integer> SEEN = new HashMap<>();

  private StoreDay() {}

  /** What to do, the store's path, and for some the step at which to stop and the time. */
  public static void main(String[] args) throws Exception {
    StepListener listener =
        step -> {
          int time = SEEN.merge(step, 1, Integer::sum);
          OUT.println("step " + step);
          if (args.length > 3 && step.name().equals(args[2]) && time == Integer.parseInt(args[3])) {
            OUT.println("stopped");
            stop();
          }
        };
    try (GoldenStore store = open(args[1], listener)) {
      switch (args[0]) {
        case "live" -> live(store);
        case "starve" -> starve(store);
        case "sync" -> addOnAFailingDisk(store);
        case "open" -> OUT.println("versions " + store.versions());
        default -> throw new IllegalArgumentException(args[0]);
      }
      OUT.println("ended");
    } catch (DateiLagerException failure) {
      OUT.println("failed " + failure);
    }
  }

  private static GoldenStore open(String path, StepListener listener) throws DateiLagerException {
    var oneByOne = new StoreSettings(false, 1, 1, listener);
    return DiskGoldenStore.open(new LinuxDisk(), new NodePath(path), oneByOne);
  }

  private static void live(GoldenStore store) throws DateiLagerException {
    download(store, ONE, A, B);
    download(store, TWO, B, C);
    OUT.println("leaving 1 " + A.hash());
    store.prune(Set.of(TWO), false);
    OUT.println("left 1");
    OUT.println("leaving 2 " + C.hash());
    store.quarantine(C.hash(), "to see what becomes of it");
    OUT.println("left 2");
    OUT.println("returning 2"); // it waits for its pack, and is whole as soon as that is there
    download(store, TWO, B, C);
  }

  /** One call of a disk. */
  private interface Attempt {
    void make() throws DateiLagerException;
  }

  private static void attempt(String what, Attempt attempt) {
    try {
      attempt.make();
      OUT.println(what + " done");
    } catch (DateiLagerException failure) {
      OUT.println(what + " failed " + failure);
    }
  }

  /** Goes on after what fails, and then begins anew. */
  private static void addOnAFailingDisk(GoldenStore store) throws DateiLagerException {
    try (GoldenStore.Download adding = store.begin()) {
      attempt("first", () -> adding.add(A.hash(), A.open()));
      attempt("second", () -> adding.add(B.hash(), B.open()));
      if (store.packs().isEmpty()) {
        attempt("empty", () -> adding.list(ONE, Set.of()));
      } else {
        attempt("list", () -> adding.list(ONE, Set.of(A.hash(), B.hash())));
      }
    }
    OUT.println("found " + store.versions() + " " + store.packs().size());
    if (store.versions().isEmpty()) {
      download(store, ONE, A, B);
    }
  }

  /** Takes all descriptors, and gives them back. */
  private static void starve(GoldenStore store) throws Exception {
    download(store, ONE, A);
    preload();
    var all = new ArrayList<InputStream>();
    try {
      while (true) {
        all.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException none) {
      try {
        download(store, TWO, B);
      } catch (DateiLagerException starved) {
        OUT.println("starved " + starved);
      }
      OUT.println("while starved " + store.versions());
    }
    for (InputStream each : all) {
      each.close();
    }
    download(store, TWO, B);
  }

  /** Without descriptors no class could be loaded. */
  private static void preload() throws Exception {
    for (Class<?> one : List.of(Disk.class, GoldenStore.class, StoreDay.class)) {
      Path place = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(place)) {
        try (Stream<Path> files = Files.walk(place)) {
          for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
            String name = place.relativize(file).toString().replace('/', '.');
            if (!name.contains("-info") && needed(name)) {
              Class.forName(name.substring(0, name.length() - ".class".length()));
            }
          }
        }
      }
    }
  }

  private static boolean needed(String name) {
    return Stream.of(".disk.", ".adapters.fs.store.", ".steps.", ".model.", ".staging.")
            .anyMatch(name::contains)
        && !name.contains("Test")
        && !name.contains("OnDisk");
  }

  private static void download(GoldenStore store, CacheVersion version, SamplePack... packs)
      throws DateiLagerException {
    try (GoldenStore.Download adding = store.begin()) {
      for (SamplePack pack : packs) {
        OUT.println("adding " + pack.hash());
        adding.add(pack.hash(), pack.open());
      }
      OUT.println("listing " + version);
      adding.list(version, Arrays.stream(packs).map(SamplePack::hash).collect(Collectors.toSet()));
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
