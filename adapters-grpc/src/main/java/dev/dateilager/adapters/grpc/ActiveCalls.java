package dev.dateilager.adapters.grpc;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Counts the calls under way, health streams left out, so that a stop can wait for them: a health
 * watcher would keep a server waiting for ever.
 *
 * <p>{@code lock} guards {@code count}.
 */
final class ActiveCalls {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition none = lock.newCondition();
  private int count;

  void begun() {
    add(1);
  }

  void ended() {
    add(-1);
  }

  private void add(int change) {
    lock.lock();
    try {
      count += change;
      if (count == 0) {
        none.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until there is none.
   *
   * @return whether that came true in time
   */
  boolean awaitNone(Duration longest) throws InterruptedException {
    long left = longest.toNanos();
    lock.lock();
    try {
      while (count > 0 && left > 0) {
        left = none.awaitNanos(left);
      }
      return count == 0;
    } finally {
      lock.unlock();
    }
  }
}
