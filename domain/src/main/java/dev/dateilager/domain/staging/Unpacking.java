package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.tasks.Tasks;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Unpacks the packs of one download, several at a time. Each worker holds one pack, so at most as
 * many packs as workers are in memory, and the stream is read no faster than the disk takes it.
 *
 * <p>{@code pulling} guards the download, which is for one thread at a time, and {@code ended}. The
 * port is called under it on purpose: packs can only be asked for one after the other.
 */
final class Unpacking {
  private final CacheDownload download;
  private final GoldenStore store;
  private final GoldenStore.Download adding;
  private final PackContents contents;
  private final ReentrantLock pulling = new ReentrantLock();
  private final Set<ContentHash> came = ConcurrentHashMap.newKeySet();
  private final LongAdder packs = new LongAdder();
  private final LongAdder entries = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private boolean ended;

  Unpacking(
      CacheDownload download,
      GoldenStore store,
      GoldenStore.Download adding,
      PackContents contents) {
    this.download = download;
    this.store = store;
    this.adding = adding;
    this.contents = contents;
  }

  /** Unpacks until the stream has ended well, or fails as the first worker did. */
  void run(int width) throws DateiLagerException {
    Callable<Boolean> worker = this::work;
    try {
      Tasks.all(Collections.nCopies(width, worker), width);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Cancelled("download of a cache version was interrupted", false);
    } catch (ExecutionException failed) {
      switch (failed.getCause()) {
        case DateiLagerException failure -> throw failure;
        case RuntimeException bug -> throw bug;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(failed);
      }
    }
  }

  private boolean work() throws DateiLagerException, InterruptedException {
    for (var pack = pull(); pack.isPresent(); pack = pull()) {
      unpack(pack.get());
    }
    return true;
  }

  private Optional<CacheDownload.Pack> pull() throws DateiLagerException, InterruptedException {
    pulling.lockInterruptibly();
    try {
      if (ended) {
        return Optional.empty();
      }
      ended = true; // also if next() throws: it may not be asked again
      Optional<CacheDownload.Pack> pack = download.next();
      ended = pack.isEmpty();
      return pack;
    } finally {
      pulling.unlock();
    }
  }

  private void unpack(CacheDownload.Pack pack) throws DateiLagerException {
    bytes.add(pack.packed().length());
    came.add(pack.hash());
    if (store.has(pack.hash())) {
      return;
    }
    try (EntryReader reader = contents.open(pack.packed())) {
      long unpacked = adding.add(pack.hash(), reader);
      entries.add(unpacked);
      packs.increment();
    }
  }

  /** The hash of every pack that came. */
  Set<ContentHash> came() {
    return Set.copyOf(came);
  }

  long packs() {
    return packs.sum();
  }

  long entries() {
    return entries.sum();
  }

  /** Compressed bytes of every pack that came. */
  long bytes() {
    return bytes.sum();
  }
}
