package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Tap;
import dev.dateilager.adapters.fs.disk.TappedDisk;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.model.CacheVersion;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything that is ever done at one target, by a process that stops at a step and waits to be
 * killed: placed, replaced over an inode that has all its names, released, deleted.
 */
final class PlaceDay {
  static final CacheVersion ONE = new CacheVersion(1);
  static final CacheVersion TWO = new CacheVersion(2);
  static final SamplePack A = SamplePack.twoFiles("a").symlink("node_modules/a/l", "1");
  static final SamplePack B = SamplePack.twoFiles("b").file("node_modules/b/e", 0644, "");

  private PlaceDay() {}

  /** Directory of the node, target, step, and the how manieth time it is reached. */
  public static void main(String[] arguments) throws Exception {
    Path dir = Path.of(arguments[0]);
    Path target = Path.of(arguments[1]);
    Step last = Step.valueOf(arguments[2]);
    var times = new AtomicInteger(Integer.parseInt(arguments[3]));
    StepListener stopper =
        step -> {
          if (step == last && times.decrementAndGet() == 0) {
            say("stopped");
            stop();
          }
        };
    var replacing = new AtomicBoolean();
    Tap full =
        (call, name) -> {
          if (call.equals("link") && replacing.getAndSet(false)) {
            throw new DiskException(call, name, Reason.LINK_LIMIT, "EMLINK");
          }
        };
    var disk = new TappedDisk(new LinuxDisk(), full);
    try (Node node = Node.open(disk, stopper, dir, target.resolve("../..").normalize())) {
      var one = node.download(ONE, A);
      var two = node.download(TWO, A, B);
      node.place(one, target);
      say("placed");
      replacing.set(true);
      node.place(two, target);
      say("replaced");
      node.release(target);
      say("released");
      node.emptyTrash();
    }
    say("ended");
  }

  private static void say(String word) {
    System.out.println(word);
  }

  private static void stop() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException killed) {
      Thread.currentThread().interrupt();
    }
  }
}
