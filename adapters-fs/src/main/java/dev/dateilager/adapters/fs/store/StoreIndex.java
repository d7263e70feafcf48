package dev.dateilager.adapters.fs.store;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What stands whole and durable in the store, in memory. Only what is on disk already is entered,
 * and what is to leave the disk leaves here first.
 *
 * <p>{@code changing} is held by whoever changes lists or packs that stand, on disk and here; the
 * disk is called under it, for the two must not tell different stories to the next who changes
 * them. Whoever needs {@link Leases} too takes that second. Readers take neither.
 */
final class StoreIndex {
  private final Map<ContentHash, GoldenSize> packs = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<CacheVersion, GoldenCopy> generations =
      new ConcurrentSkipListMap<>(Comparator.reverseOrder());
  private final Map<CacheVersion, GoldenCopy> waiting = new ConcurrentHashMap<>();
  private final Set<ContentHash> putAside = ConcurrentHashMap.newKeySet();
  private final ReentrantLock changing = new ReentrantLock();

  /** How much each pack holds that stands. */
  Map<ContentHash, GoldenSize> packs() {
    return packs;
  }

  /** Every version that is listed, newest first. */
  ConcurrentSkipListMap<CacheVersion, GoldenCopy> generations() {
    return generations;
  }

  /** Versions that are not listed because a pack of theirs was lost; under {@code changing}. */
  Map<CacheVersion, GoldenCopy> waiting() {
    return waiting;
  }

  Set<CacheVersion> versions() {
    return Collections.unmodifiableSet(generations.keySet());
  }

  /** Packs that were put aside since the latest download began. */
  Set<ContentHash> putAside() {
    return putAside;
  }

  /** Those that wait although nothing is missing any more, but for one. */
  List<GoldenCopy> wholeAgain(CacheVersion other) {
    return waiting.values().stream()
        .filter(golden -> !golden.version().equals(other))
        .filter(golden -> packs.keySet().containsAll(golden.packs()))
        .toList();
  }

  ReentrantLock changing() {
    return changing;
  }
}
