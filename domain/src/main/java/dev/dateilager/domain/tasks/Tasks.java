package dev.dateilager.domain.tasks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Runs several tasks side by side and waits for all of them. */
public final class Tasks {
  private Tasks() {}

  /**
   * Runs every task, each on a virtual thread, at most {@code width} at a time.
   *
   * <p>No thread it started runs when it returns or throws; the first failure interrupts the rest,
   * and its cause is that of the exception thrown.
   *
   * @param width at least 1; a file call may hold its carrier thread, so more is not always faster
   * @return the results in the order of the tasks
   * @throws ExecutionException if a task failed
   * @throws InterruptedException if the caller was interrupted; the tasks were, too
   * @throws IllegalArgumentException if {@code width} is below 1
   */
  public static <T> List<T> all(List<? extends Callable<T>> tasks, int width)
      throws ExecutionException, InterruptedException {
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1, got " + width);
    }
    var permits = new Semaphore(width);
    try (var threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("task-", 0).factory())) {
      var finished = new ExecutorCompletionService<T>(threads);
      var started = new ArrayList<Future<T>>(tasks.size());
      for (Callable<T> task : tasks) {
        started.add(
            finished.submit(
                () -> {
                  permits.acquire();
                  try {
                    return task.call();
                  } finally {
                    permits.release();
                  }
                }));
      }
      try {
        for (int i = 0; i < tasks.size(); i++) {
          finished.take().get(); // in the order in which they end: the first failure stops us
        }
      } catch (ExecutionException | InterruptedException stop) {
        threads.shutdownNow(); // close() alone would wait for the rest to end by themselves
        throw stop;
      }
      var results = new ArrayList<T>(tasks.size());
      for (Future<T> task : started) {
        results.add(task.resultNow());
      }
      return Collections.unmodifiableList(results);
    }
  }
}
