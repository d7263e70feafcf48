package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.tasks.Tasks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Pulls items from a stream on one virtual thread and has them worked on by others, at most {@link
 * #MAX_WAITING} and {@link #MAX_WAITING_BYTES} waiting between them.
 *
 * <p>The first failure interrupts everything else and is thrown; no thread it started runs when it
 * returns (lesson 11).
 *
 * <p>{@code lock} guards the queue and its counters; nothing foreign is called under it.
 */
final class Pipeline<T> {
  private static final int MAX_WAITING = 32;
  private static final long MAX_WAITING_BYTES = 64L << 20;

  private final ToLongFunction<T> bytes;
  private final Predicate<T> afterAllBefore;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<T> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private int unfinished;
  private boolean ended;

  /**
   * A pipeline for one run.
   *
   * @param bytes how much memory an item holds
   * @param afterAllBefore whether an item must wait until all earlier ones are done; asked once for
   *     each, in order
   */
  Pipeline(ToLongFunction<T> bytes, Predicate<T> afterAllBefore) {
    this.bytes = bytes;
    this.afterAllBefore = afterAllBefore;
  }

  /**
   * Works until the stream ends well and every item is done.
   *
   * @param width threads that work; at least 1 is taken (client.md oddity 15)
   * @throws DateiLagerException.Cancelled if the calling thread was interrupted; the flag is set
   */
  void run(Pull<T> pull, int width, Work<T> work) throws DateiLagerException {
    int workers = Math.max(1, width);
    var tasks = new ArrayList<Callable<Optional<T>>>();
    tasks.add(() -> pullAll(pull));
    tasks.addAll(Collections.nCopies(workers, () -> workAll(work)));
    try {
      Tasks.all(tasks, tasks.size());
    } catch (ExecutionException failure) {
      throw rethrow(failure.getCause());
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw new DateiLagerException.Cancelled("interrupted while applying a stream", false);
    }
  }

  private static DateiLagerException rethrow(@Nullable Throwable cause) {
    return switch (cause) {
      case DateiLagerException known -> known;
      case RuntimeException bug -> throw bug;
      case Error bug -> throw bug;
      case null, default -> throw new IllegalStateException("a worker was interrupted", cause);
    };
  }

  private Optional<T> pullAll(Pull<T> pull) throws DateiLagerException, InterruptedException {
    for (Optional<T> item = pull.next(); item.isPresent(); item = pull.next()) {
      put(item.get());
    }
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    return Optional.empty();
  }

  private void put(T item) throws InterruptedException {
    boolean alone = afterAllBefore.test(item);
    long size = bytes.applyAsLong(item);
    lock.lockInterruptibly();
    try {
      while (alone ? unfinished > 0 : isFull(size)) {
        changed.await();
      }
      waiting.add(item);
      waitingBytes += size;
      unfinished++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull(long size) {
    return waiting.size() >= MAX_WAITING
        || (!waiting.isEmpty() && waitingBytes + size > MAX_WAITING_BYTES);
  }

  private Optional<T> workAll(Work<T> work) throws DateiLagerException, InterruptedException {
    for (Optional<T> item = take(); item.isPresent(); item = take()) {
      work.on(item.get());
      lock.lock();
      try {
        unfinished--;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
    return Optional.empty();
  }

  private Optional<T> take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !ended) {
        changed.await();
      }
      if (waiting.isEmpty()) {
        return Optional.empty();
      }
      T item = waiting.remove();
      waitingBytes -= bytes.applyAsLong(item);
      changed.signalAll();
      return Optional.of(item);
    } finally {
      lock.unlock();
    }
  }

  /** Where items come from. */
  @FunctionalInterface
  interface Pull<T> {
    /**
     * The next item.
     *
     * @return absent only at the stream's good end
     */
    Optional<T> next() throws DateiLagerException;
  }

  /** What is done with each. */
  @FunctionalInterface
  interface Work<T> {
    void on(T item) throws DateiLagerException;
  }
}
