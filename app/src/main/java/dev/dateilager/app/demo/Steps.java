package dev.dateilager.app.demo;

import dev.dateilager.domain.model.DateiLagerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** Does the steps of the demo one after the other and keeps their figures. Used by one thread. */
final class Steps {
  private final List<Step> done = new ArrayList<>();
  private final Consumer<String> progress;

  /**
   * @param progress is told each step before it begins
   */
  Steps(Consumer<String> progress) {
    this.progress = progress;
  }

  /** What a step does. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws DateiLagerException, InterruptedException;
  }

  /** Does a step that has no count of files. */
  <T> T run(String name, Work<T> work) throws DateiLagerException, InterruptedException {
    return run(name, work, _ -> -1, _ -> -1);
  }

  /**
   * Does a step.
   *
   * @param files tells from its result how many files it was done to; negative for no such number
   * @param bytes the same for bytes
   */
  <T> T run(String name, Work<T> work, ToLongFunction<T> files, ToLongFunction<T> bytes)
      throws DateiLagerException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("told to end before step: " + name);
    }
    progress.accept(name);
    long start = System.nanoTime();
    T result = carryOut(name, work);
    var took = Duration.ofNanos(System.nanoTime() - start);
    done.add(
        new Step(name, figure(files.applyAsLong(result)), figure(bytes.applyAsLong(result)), took));
    return result;
  }

  /**
   * Clears an interruption on the way out: what was opened is to be closed in order, not in haste.
   */
  private static <T> T carryOut(String name, Work<T> work)
      throws DateiLagerException, InterruptedException {
    try {
      return work.run();
    } catch (DateiLagerException failure) {
      if (!Thread.interrupted()) {
        throw failure;
      }
      var told = new InterruptedException("told to end in step: " + name);
      told.addSuppressed(failure);
      throw told;
    }
  }

  private static OptionalLong figure(long number) {
    return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /** The steps so far. */
  List<Step> done() {
    return List.copyOf(done);
  }
}
