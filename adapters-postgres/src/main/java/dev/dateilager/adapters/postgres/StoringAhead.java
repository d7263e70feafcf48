package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Stores one batch of contents on a thread of its own while its owner, one thread, gathers the
 * next. What fails is told at the next call.
 */
final class StoringAhead implements AutoCloseable {
  /** Stores a batch; safe to repeat. */
  @FunctionalInterface
  interface Store {
    void store(SortedMap<ContentHash, Blob> batch) throws DateiLagerException;
  }

  private final Store contents;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("contents-", 0).factory());
  private Optional<Future<?>> running = Optional.empty();

  StoringAhead(Store contents) {
    this.contents = contents;
  }

  /** Begins to store them, once those before are stored; the map is ours from now on. */
  void store(SortedMap<ContentHash, Blob> batch) throws DateiLagerException {
    await();
    running =
        Optional.of(
            thread.submit(
                () -> {
                  contents.store(batch);
                  return batch.size();
                }));
  }

  /**
   * Waits until all are stored.
   *
   * @throws DateiLagerException why the last batch could not be stored; told once
   */
  void await() throws DateiLagerException {
    if (running.isEmpty()) {
      return;
    }
    Future<?> last = running.get();
    running = Optional.empty();
    try {
      last.get();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new Cancelled("interrupted while contents were stored", false);
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case DateiLagerException known -> throw known;
        case RuntimeException bug -> throw bug;
        case Error bug -> throw bug;
        case null, default -> throw new IllegalStateException(failed);
      }
    }
  }

  /** Waits for what runs, whatever comes of it. */
  @Override
  public void close() {
    thread.close();
  }
}
