package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Goes through stored contents in the order of their hashes and removes those that nobody uses.
 *
 * <p>A random part of the contents is an arc of the ring of all hashes that begins anywhere: hashes
 * are spread evenly, so it holds that part of them, and reading it costs that part of reading all.
 */
final class Sweep {
  /** How many rows or contents one transaction takes. */
  static final int AT_ONCE = 500;

  private static final double RING = 0x1p64;

  private final CatalogStore store;
  private final RandomGenerator random;

  Sweep(CatalogStore store, RandomGenerator random) {
    this.store = store;
    this.random = random;
  }

  /** Removes unused contents among all; says how many. */
  long all() throws DateiLagerException {
    return go(Optional.empty(), _ -> true);
  }

  /**
   * Removes unused contents among a part of all; says how many.
   *
   * @param part 0–1
   */
  long part(double part) throws DateiLagerException {
    double length = part * RING;
    if (length >= RING) {
      return all();
    }
    long start = random.nextLong();
    long arc = length < 0x1p63 ? (long) length : (long) (length - 0x1p63) + Long.MIN_VALUE;
    Predicate<ContentHash> within = hash -> Long.compareUnsigned(place(hash) - start, arc) < 0;
    long removed = go(Optional.of(first(start)), within);
    boolean goesOn = Long.compareUnsigned(start + arc, start) < 0;
    return goesOn ? removed + go(Optional.empty(), within) : removed;
  }

  private static long place(ContentHash hash) {
    return Long.parseUnsignedLong(hash.hex().substring(0, 16), 16);
  }

  private static ContentHash first(long place) {
    return new ContentHash("%016x%048d".formatted(place, 0));
  }

  private long go(Optional<ContentHash> start, Predicate<ContentHash> within)
      throws DateiLagerException {
    long removed = 0;
    Optional<ContentHash> after = start;
    while (true) {
      List<ContentHash> some = some(after);
      List<ContentHash> ours = some.stream().takeWhile(within).toList();
      if (!ours.isEmpty()) {
        removed += store.removeUnused(ours);
        after = Optional.of(ours.getLast());
      }
      if (ours.size() < AT_ONCE) {
        return removed;
      }
    }
  }

  /** In a snapshot of its own, for a long one would keep the store from forgetting what goes. */
  private List<ContentHash> some(Optional<ContentHash> after) throws DateiLagerException {
    try (CatalogSnapshot snapshot = store.snapshot()) {
      return snapshot.contentHashes(after, AT_ONCE);
    }
  }
}
