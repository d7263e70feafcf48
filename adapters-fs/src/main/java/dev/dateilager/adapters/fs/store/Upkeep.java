package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.PruneReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes versions and packs out of a store, so that whatever is listed at any moment stands whole:
 * the list changes first, then {@code generations/}, then packs. Callers hold {@code changing}.
 */
final class Upkeep {
  private final StoreDirs dirs;
  private final StoreIndex index;
  private final Leases leases;
  private final StepListener steps;
  private final PackExit exit;

  Upkeep(StoreDirs dirs, StoreIndex index, Leases leases, StepListener steps) {
    this.dirs = dirs;
    this.index = index;
    this.leases = leases;
    this.steps = steps;
    this.exit = new PackExit(dirs, steps);
  }

  /** Prunes; the trash is still to be emptied. */
  PruneReport prune(Set<CacheVersion> keep, boolean rehearsal) throws DiskException {
    Leases.Leaving leaving = leases.leave(keep, rehearsal);
    if (!rehearsal) {
      unlist(leaving);
      remove(leaving);
    }
    return new PruneReport(
        leaving.versions().keySet(),
        leaving.held(),
        leaving.packs().size(),
        leaving.packs().values().stream().reduce(GoldenSize.NOTHING, GoldenSize::plus));
  }

  private void unlist(Leases.Leaving leaving) throws DiskException {
    if (leaving.versions().isEmpty()) {
      return;
    }
    boolean unlisted = false;
    try {
      Generations.list(dirs, index.versions());
      unlisted = true;
      steps.reached(Step.VERSIONS_UNLISTED);
    } finally {
      if (!unlisted) { // they are still on the list, and nothing of them has gone
        index.packs().putAll(leaving.packs());
        index.generations().putAll(leaving.versions());
        index.waiting().putAll(leaving.dropped());
      }
    }
  }

  private void remove(Leases.Leaving leaving) throws DiskException {
    var left = new ArrayList<>(leaving.packs().entrySet());
    try {
      if (!leaving.versions().isEmpty() || !leaving.dropped().isEmpty()) {
        Generations.remove(dirs, leaving.versions().keySet(), leaving.dropped().keySet());
        steps.reached(Step.GENERATIONS_REMOVED);
      }
      while (!left.isEmpty()) {
        exit.trash(left.getLast().getKey());
        left.removeLast();
      }
    } finally {
      if (left.size() > 1) { // these stand; of the one that failed nobody knows
        for (Map.Entry<ContentHash, GoldenSize> pack : left.subList(0, left.size() - 1)) {
          index.packs().put(pack.getKey(), pack.getValue());
        }
      }
    }
    if (!leaving.packs().isEmpty()) {
      exit.sync();
    }
  }

  /** Puts a pack aside; the trash is still to be emptied. */
  void quarantine(ContentHash pack, String why) throws DiskException {
    if (index.packs().remove(pack) == null) {
      return;
    }
    index.putAside().add(pack);
    List<GoldenCopy> broken =
        index.generations().values().stream()
            .filter(golden -> golden.packs().contains(pack))
            .toList();
    for (GoldenCopy golden : broken) {
      index.generations().remove(golden.version());
      index.waiting().put(golden.version(), golden);
    }
    if (!broken.isEmpty()) {
      Generations.suspend(dirs, broken);
      steps.reached(Step.VERSIONS_SUSPENDED);
      Generations.list(dirs, index.versions());
      steps.reached(Step.VERSIONS_UNLISTED);
    }
    exit.quarantine(pack, why);
    exit.sync();
  }

  /** Deletes what went; needs no lock. */
  void emptyTrash() {
    exit.empty();
  }
}
