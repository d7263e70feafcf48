package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
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
      boolean unlisted = unlist(leaving);
      remove(leaving);
      if (!unlisted) {
        exit.empty(); // under the lock for once: the list waits for the room
        Generations.list(dirs, index.versions());
      }
    }
    return new PruneReport(
        leaving.versions().keySet(),
        leaving.held(),
        leaving.packs().size(),
        leaving.packs().values().stream().reduce(GoldenSize.NOTHING, GoldenSize::plus));
  }

  /**
   * Takes versions off the list.
   *
   * @return whether that could be written; on a full disk it comes last, since pruning is what
   *     makes room: a version without its file in {@code generations/} does not count either
   */
  private boolean unlist(Leases.Leaving leaving) throws DiskException {
    if (leaving.versions().isEmpty()) {
      return true;
    }
    boolean going = false;
    try {
      boolean written = list();
      going = true;
      return written;
    } finally {
      if (!going) { // they are still on the list, and nothing of them has gone
        index.packs().putAll(leaving.packs());
        index.generations().putAll(leaving.versions());
        index.waiting().putAll(leaving.dropped());
      }
    }
  }

  /** Whether the list could be written; false for want of space. */
  private boolean list() throws DiskException {
    try {
      Generations.list(dirs, index.versions());
    } catch (DiskException failure) {
      if (failure.reason() == Reason.FULL) {
        return false;
      }
      throw failure;
    }
    steps.reached(Step.VERSIONS_UNLISTED);
    return true;
  }

  private void remove(Leases.Leaving leaving) throws DiskException {
    var left = new ArrayList<>(leaving.packs().entrySet());
    try {
      if (!leaving.versions().isEmpty() || !leaving.dropped().isEmpty()) {
        Generations.remove(dirs, leaving.versions().keySet(), leaving.dropped().keySet());
        steps.reached(Step.GENERATIONS_REMOVED);
      }
      while (!left.isEmpty()) {
        Map.Entry<ContentHash, GoldenSize> next = left.removeLast(); // known no more if this fails
        exit.trash(next.getKey());
      }
    } finally {
      left.forEach(pack -> index.packs().put(pack.getKey(), pack.getValue())); // they stand
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
    boolean unlisted = true;
    if (!broken.isEmpty()) {
      Generations.suspend(dirs, broken);
      steps.reached(Step.VERSIONS_SUSPENDED);
      unlisted = list();
    }
    exit.quarantine(pack, why);
    exit.sync();
    if (!unlisted) {
      exit.empty();
      Generations.list(dirs, index.versions());
    }
  }

  /** Deletes what went; needs no lock. */
  void emptyTrash() {
    exit.empty();
  }
}
