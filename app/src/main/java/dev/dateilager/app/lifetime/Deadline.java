package dev.dateilager.app.lifetime;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A bound on how long a whole command may take. */
public final class Deadline {
  private Deadline() {}

  /** Work that may fail as use cases do. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T run() throws DateiLagerException, InterruptedException;
  }

  /**
   * Does {@code work} on the calling thread, and interrupts it when the time is over.
   *
   * @param limit absent for none
   * @throws Cancelled if the time was over before the work was done, whatever it failed with then
   */
  public static <T> T within(Optional<Duration> limit, Work<T> work)
      throws DateiLagerException, InterruptedException {
    return limit.isEmpty() ? work.run() : new Watch<>(limit.get(), work).run();
  }

  private static final class Watch<T> {
    private final Duration limit;
    private final Work<T> work;
    private final Thread worker = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean passed;

    Watch(Duration limit, Work<T> work) {
      this.limit = limit;
      this.work = work;
    }

    T run() throws DateiLagerException, InterruptedException {
      Thread watch = Thread.ofVirtual().name("deadline").start(this::watch);
      try {
        T result = work.run();
        end(watch);
        return result;
      } catch (DateiLagerException | InterruptedException | RuntimeException failure) {
        end(watch);
        if (passed) {
          var late =
              new Cancelled(
                  "context deadline exceeded: not done within %d ms".formatted(limit.toMillis()),
                  true);
          late.addSuppressed(failure);
          throw late;
        }
        throw failure;
      }
    }

    private void watch() {
      try {
        if (!done.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
          passed = true;
          worker.interrupt();
        }
      } catch (InterruptedException impossible) {
        throw new IllegalStateException("nobody interrupts the watch", impossible);
      }
    }

    /** Afterwards the watch interrupts nobody any more, and its interruption is forgotten. */
    private void end(Thread watch) {
      done.countDown();
      boolean interrupted = Thread.interrupted();
      while (watch.isAlive()) {
        try {
          watch.join();
        } catch (InterruptedException told) {
          interrupted = true;
        }
      }
      if (passed) {
        Thread.interrupted(); // clears it
      } else if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
