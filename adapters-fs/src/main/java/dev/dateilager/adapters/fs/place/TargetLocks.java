package dev.dateilager.adapters.fs.place;

import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.staging.NodePath;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** One lock a target, kept only as long as someone has it or waits for it (I15). */
final class TargetLocks {
  private record Held(ReentrantLock lock, int users) {}

  private final ConcurrentHashMap<NodePath, Held> locks = new ConcurrentHashMap<>();

  /** A target's lock, to be given back. */
  interface Lock extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for a target's lock.
   *
   * @throws Cancelled if the thread is interrupted before it has the lock, and still is then
   */
  Lock take(NodePath target) throws Cancelled {
    Held held =
        locks.merge(
            target,
            new Held(new ReentrantLock(), 1),
            (old, _) -> new Held(old.lock(), old.users() + 1));
    try {
      held.lock().lockInterruptibly();
    } catch (InterruptedException _) {
      leave(target);
      Thread.currentThread().interrupt();
      throw new Cancelled("waiting for target '%s' was interrupted".formatted(target), false);
    }
    return () -> {
      held.lock().unlock();
      leave(target);
    };
  }

  private void leave(NodePath target) {
    locks.computeIfPresent(
        target, (_, held) -> held.users() == 1 ? null : new Held(held.lock(), held.users() - 1));
  }
}
