package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.DamagedPack;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The cache version that is placed now, and how it changes: by a refresh, or because a damaged pack
 * was put aside and fetched again.
 *
 * <p>{@code changing} lets one change run at a time; ports are called under it, since the second
 * must see what the first stored. {@code now} is replaced as a whole, so a placement takes one
 * version from beginning to end. {@code repairs} tells whoever met a damage whether someone else
 * has mended it meanwhile.
 */
final class Holding {
  /**
   * What is held.
   *
   * @param prepared what is placed; absent if nothing can be
   * @param stale whether the server did not confirm it the last time it was asked
   * @param failure what went wrong then; absent if nothing did
   * @param at when that was
   */
  record Held(
      Optional<PrepareReport> prepared,
      boolean stale,
      Optional<DateiLagerException> failure,
      Optional<Instant> at) {}

  private static final Held NOTHING =
      new Held(Optional.empty(), false, Optional.empty(), Optional.empty());

  private final GoldenStore store;
  private final Preparation preparation;
  private final Retaining retaining;
  private final InstantSource clock;
  private final ReentrantLock changing = new ReentrantLock();
  private final AtomicLong repairs = new AtomicLong();
  private volatile Held now = NOTHING;
  private volatile Optional<Instant> askingSince = Optional.empty();

  Holding(GoldenStore store, Preparation preparation, Retaining retaining, InstantSource clock) {
    this.store = store;
    this.preparation = preparation;
    this.retaining = retaining;
    this.clock = clock;
  }

  Held now() {
    return now;
  }

  /** When the server was asked whose answer or packs are still waited for. */
  Optional<Instant> askingSince() {
    return askingSince;
  }

  /** Under {@code changing}. */
  private PrepareReport ask() throws DateiLagerException {
    askingSince = Optional.of(clock.instant());
    try {
      return preparation.run();
    } finally {
      askingSince = Optional.empty();
    }
  }

  /** How often a damaged pack has been put aside. */
  long repairs() {
    return repairs.get();
  }

  PrepareReport prepare() throws DateiLagerException {
    changing.lock();
    try {
      PrepareReport report = ask();
      hold(report);
      if (report.outcome() == PrepareReport.Outcome.DOWNLOADED) {
        prune(report);
      }
      return report;
    } catch (DateiLagerException failure) {
      now = new Held(now.prepared(), true, Optional.of(failure), Optional.of(clock.instant()));
      throw failure;
    } finally {
      changing.unlock();
    }
  }

  /** What could not be pruned takes nothing from what is held now; the next refresh tries again. */
  private void prune(PrepareReport report) {
    try {
      retaining.prune();
    } catch (DateiLagerException failure) {
      now = new Held(Optional.of(report), false, Optional.of(failure), now.at());
    }
  }

  /** Holds what stands whole on disk without asking the server; absent if nothing does. */
  Optional<PrepareReport> adopt() {
    changing.lock();
    try {
      Optional<PrepareReport> onDisk = preparation.onDisk();
      onDisk.ifPresent(
          report -> {
            retaining.placing(report.golden());
            now = new Held(onDisk, report.stale(), Optional.empty(), Optional.empty());
          });
      return onDisk;
    } finally {
      changing.unlock();
    }
  }

  private void hold(PrepareReport report) {
    retaining.placing(report.golden());
    now =
        new Held(
            Optional.of(report), report.stale(), report.failure(), Optional.of(clock.instant()));
  }

  /**
   * Puts a damaged pack aside and fetches it again; if somebody did so since {@code repairsSeen},
   * only waits for that to end.
   *
   * @throws DateiLagerException why nothing whole can be placed now
   */
  void repair(DamagedPack damage, long repairsSeen) throws DateiLagerException {
    changing.lock();
    try {
      if (repairs.get() == repairsSeen) {
        store.quarantine(damage.pack(), String.valueOf(damage.getMessage()));
        repairs.incrementAndGet();
        refetch();
      }
    } finally {
      changing.unlock();
    }
  }

  private void refetch() throws DateiLagerException {
    try {
      hold(ask());
    } catch (DateiLagerException failure) {
      now = new Held(Optional.empty(), true, Optional.of(failure), Optional.of(clock.instant()));
      throw failure;
    }
  }

  /**
   * Keeps what is held from being pruned while it is placed. Waits while it is being repaired.
   *
   * @throws FailedPrecondition if nothing is held
   * @throws Aborted if it went away again at once
   */
  GoldenStore.Lease lease() throws DateiLagerException {
    Optional<GoldenStore.Lease> lease = tryLease();
    if (lease.isEmpty()) {
      changing.lock(); // whoever unlists what is held does so under it
      try {
        lease = tryLease();
      } finally {
        changing.unlock();
      }
    }
    return lease.orElseThrow(
        () -> new Aborted("the cache version that is held is being changed, come again"));
  }

  private Optional<GoldenStore.Lease> tryLease() throws FailedPrecondition {
    Held held = now;
    if (held.prepared().isEmpty()) {
      throw new FailedPrecondition(
          held.failure()
              .map(why -> "no cache is held: " + why.getMessage())
              .orElse("no cache is prepared yet"));
    }
    GoldenCopy golden = held.prepared().get().golden();
    return golden.equals(GoldenCopy.NO_CACHE)
        ? Optional.of(new NothingLeased())
        : store.lease(golden.version());
  }

  /** No pack of it can go, for it has none. */
  private record NothingLeased() implements GoldenStore.Lease {
    @Override
    public GoldenCopy golden() {
      return GoldenCopy.NO_CACHE;
    }

    @Override
    public void close() {}
  }
}
