package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Jobs that may make further jobs, done by a few platform threads: a file call would hold a virtual
 * thread's carrier anyway. The caller is one of the threads; none of the others outlives {@link
 * #run}. The first failure stops the rest.
 *
 * <p>{@code lock} guards everything below it; no job runs under it.
 */
final class Jobs {
  /** Something to do. */
  @FunctionalInterface
  interface Job {
    /** Does it, counting in the thread's own tally. */
    void run(Jobs jobs, Tally tally) throws DateiLagerException, DiskException;
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<Job> waiting = new ArrayDeque<>();
  private int running;
  private @Nullable Throwable failure;

  /** Whether there is a failure, for those who do not hold the lock. */
  private volatile boolean stopped;

  /** Adds jobs that go before those that wait, so that what was begun is ended first. */
  void add(List<? extends Job> jobs) {
    lock.lock();
    try {
      jobs.forEach(waiting::addFirst);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Does all jobs, at most {@code width} at a time.
   *
   * @throws Cancelled if the caller was interrupted, and still is then
   */
  Tally run(int width) throws DateiLagerException, DiskException {
    var tallies = new ArrayList<Tally>();
    var threads = new ArrayList<Thread>();
    for (int i = 1; i < width; i++) {
      var tally = new Tally();
      tallies.add(tally);
      threads.add(Thread.ofPlatform().name("place-" + i).daemon().start(() -> work(tally)));
    }
    var whole = new Tally();
    work(whole);
    if (joinAll(threads)) {
      Thread.currentThread().interrupt();
    }
    rethrow();
    tallies.forEach(whole::add);
    return whole;
  }

  /** Waits also when interrupted: a thread left behind would write into what is cleaned up. */
  private boolean joinAll(List<Thread> threads) {
    boolean interrupted = Thread.interrupted();
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    }
    return interrupted;
  }

  private void work(Tally tally) {
    for (Job job = take(); job != null; job = take()) {
      try {
        job.run(this, tally);
        done(null);
      } catch (DateiLagerException | DiskException | RuntimeException | Error thrown) {
        done(thrown);
      }
    }
  }

  /**
   * Is called by a job between two files.
   *
   * @throws Cancelled if there is no use in going on: another job failed, or the caller was
   *     interrupted
   */
  void checkpoint() throws Cancelled {
    if (stopped || Thread.currentThread().isInterrupted()) {
      throw interrupted(); // not told to anyone if it is because of another's failure
    }
  }

  private static Cancelled interrupted() {
    return new Cancelled("placement was interrupted", false);
  }

  private @Nullable Job take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && running > 0 && failure == null) {
        changed.await();
      }
      Job job = failure == null ? waiting.poll() : null;
      if (job == null) {
        changed.signalAll();
      } else {
        running++;
      }
      return job;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      fail(interrupted());
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Called under the lock. */
  private void fail(@Nullable Throwable thrown) {
    if (failure == null && thrown != null) {
      failure = thrown;
      stopped = true;
    }
    changed.signalAll();
  }

  private void done(@Nullable Throwable thrown) {
    lock.lock();
    try {
      running--;
      fail(thrown);
    } finally {
      lock.unlock();
    }
  }

  private void rethrow() throws DateiLagerException, DiskException {
    switch (failure) {
      case null -> {}
      case DateiLagerException known -> throw known;
      case DiskException disk -> throw disk;
      case RuntimeException bug -> throw bug;
      case Error error -> throw error;
      default -> throw new IllegalStateException(failure);
    }
  }
}
