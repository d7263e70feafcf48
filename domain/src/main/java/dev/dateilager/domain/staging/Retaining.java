package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Keeps the store within its bounds: the newest versions stay, and the one that is placed. */
final class Retaining {
  private final GoldenStore store;
  private final Retention retention;
  private volatile Optional<CacheVersion> placed = Optional.empty();

  Retaining(GoldenStore store, Retention retention) {
    this.store = store;
    this.retention = retention;
  }

  /** From now on this version stays, whatever its number. */
  void placing(GoldenCopy golden) {
    placed = golden.equals(GoldenCopy.NO_CACHE) ? Optional.empty() : Optional.of(golden.version());
  }

  /**
   * Sees to it that another version may be fetched (I13): where too little is free, all versions go
   * but the one that is placed.
   *
   * @throws ResourceExhausted if that is not enough; every version that was needed still stands
   */
  void makeRoom(CacheVersion wanted) throws DateiLagerException {
    if (isTight()) {
      store.prune(kept(1), false);
    }
    if (isTight()) {
      throw new ResourceExhausted(
          "cache version %s is not fetched: %,d MiB are free at '%s', %,d MiB are to stay free; make"
                  .formatted(
                      wanted,
                      store.space().bytes() >> 20,
                      store.location(),
                      retention.minFreeBytes() >> 20)
              + " room");
    }
  }

  private boolean isTight() throws DateiLagerException {
    return retention.minFreeBytes() > 0 && store.space().bytes() < retention.minFreeBytes();
  }

  /** Removes what is more than is to be kept. */
  PruneReport prune(int keep, boolean dryRun) throws DateiLagerException {
    return store.prune(kept(keep), dryRun);
  }

  /** Removes what is more than the operator's own number. */
  PruneReport prune() throws DateiLagerException {
    return prune(retention.keep(), false);
  }

  int keep() {
    return retention.keep();
  }

  private Set<CacheVersion> kept(int keep) {
    Set<CacheVersion> always = placed.stream().collect(Collectors.toSet());
    return Stream.concat(
            always.stream(),
            store.versions().stream()
                .filter(version -> !always.contains(version))
                .limit(Math.max(0, keep - always.size())))
        .collect(Collectors.toSet());
  }
}
