package dev.dateilager.app.server;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Which cache versions a server has, looked up for scrapes: at most once in {@link #PERIOD}, by no
 * more than one thread, and not while the database is known not to answer, so that however many
 * scrape, the database does not feel it.
 *
 * <p>{@code turn} guards {@code takenAt}.
 */
final class CacheSample {
  static final Duration PERIOD = Duration.ofSeconds(15);

  /**
   * What was seen.
   *
   * @param newest its number, −1 for none
   */
  record Seen(long newest, long count) {}

  private final CatalogStore store;
  private final BooleanSupplier up;
  private final LongSupplier nanoClock;
  private final Semaphore turn = new Semaphore(1);
  private long takenAt;
  private volatile Optional<Seen> seen = Optional.empty();

  /**
   * Nothing is seen yet.
   *
   * @param up whether the database answers, as far as is known without asking it
   */
  CacheSample(CatalogStore store, BooleanSupplier up, LongSupplier nanoClock) {
    this.store = store;
    this.up = up;
    this.nanoClock = nanoClock;
  }

  /** Whether the database answers, as far as is known. */
  boolean isUp() {
    return up.getAsBoolean();
  }

  /** What was seen last; absent if nothing was, or the database does not answer now. */
  Optional<Seen> seen() {
    return isUp() ? seen : Optional.empty();
  }

  /** Looks again if it is time, and nobody else does. */
  void take() {
    if (!turn.tryAcquire()) {
      return;
    }
    try {
      boolean due = seen.isEmpty() || nanoClock.getAsLong() - takenAt >= PERIOD.toNanos();
      if (due && isUp()) {
        look();
        takenAt = nanoClock.getAsLong();
      }
    } finally {
      turn.release();
    }
  }

  private void look() {
    try (CatalogSnapshot snapshot = store.snapshot()) {
      List<CacheInfo> caches = snapshot.caches();
      long newest = caches.isEmpty() ? CacheVersion.NONE : caches.getFirst().version().value();
      seen = Optional.of(new Seen(newest, caches.size()));
    } catch (DateiLagerException away) {
      seen = Optional.empty(); // the health service tells why
    }
  }
}
