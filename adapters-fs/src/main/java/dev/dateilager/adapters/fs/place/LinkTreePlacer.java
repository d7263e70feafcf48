package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Failures;
import dev.dateilager.adapters.fs.disk.Pace;
import dev.dateilager.adapters.fs.disk.Reaped;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.store.DiskGoldenStore;
import dev.dateilager.adapters.fs.store.StoreDirs;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PlacementReport;
import dev.dateilager.domain.staging.TreePlacer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Places golden copies of one store (R3) and takes them away (R4). What stands at a target is
 * replaced or taken only if the ledger knows its inode, so a tenant's look-alike is refused (I16).
 * Whatever is taken away waits in the trash for a {@link Reaper}.
 */
public final class LinkTreePlacer implements TreePlacer {
  /** How often a placement is begun if its way vanishes: a tenant could go on for ever. */
  private static final int ATTEMPTS = 8;

  private final Disk disk;
  private final DiskGoldenStore store;
  private final PlacerSettings settings;
  private final Trash trash;
  private final TargetLocks locks = new TargetLocks();
  private final Replicas replicas;

  private LinkTreePlacer(Disk disk, DiskGoldenStore store, PlacerSettings settings) {
    this.disk = disk;
    this.store = store;
    this.settings = settings;
    this.trash = new Trash(disk, settings);
    this.replicas = new Replicas(settings.steps());
  }

  /**
   * A placer of a store's golden copies, after the ledger is brought in line with the targets.
   *
   * @param disk the one that the store was opened on
   * @throws DateiLagerException if the store's ledger cannot be read or written
   */
  public static LinkTreePlacer open(Disk disk, DiskGoldenStore store, PlacerSettings settings)
      throws DateiLagerException {
    var placer = new LinkTreePlacer(disk, store, settings);
    placer.inStore(
        "reconcile the ledger",
        dirs -> {
          new LedgerRecovery(disk, dirs, settings).run();
          return true;
        });
    return placer;
  }

  /** Work on the store's directories that the disk may fail. */
  @FunctionalInterface
  private interface DiskUse<T> {
    T on(StoreDirs dirs) throws DateiLagerException, DiskException;
  }

  private <T> T inStore(String what, DiskUse<T> work) throws DateiLagerException {
    return store.use(
        dirs -> {
          try {
            return work.on(dirs);
          } catch (DiskException failure) {
            throw Failures.inStore(what, failure);
          }
        });
  }

  private <T> T inTarget(String what, NodePath target, DiskUse<T> work) throws DateiLagerException {
    try (TargetLocks.Lock _ = locks.take(target)) {
      return store.use(
          dirs -> {
            try {
              return work.on(dirs);
            } catch (DiskException failure) {
              throw Failures.inTarget(what, failure);
            }
          });
    }
  }

  @Override
  public PlacementReport place(GoldenCopy golden, NodePath target, LinkMode mode, boolean strict)
      throws DateiLagerException {
    long start = System.nanoTime();
    Tally tally =
        inTarget(
            "place cache version %s at '%s'".formatted(golden.version(), target),
            target,
            dirs -> place(dirs, golden, target, mode, strict));
    return tally.report(target, golden, Duration.ofNanos(System.nanoTime() - start));
  }

  /**
   * Places, anew if a directory on the way vanished meanwhile: another placement that fails removes
   * the ones it made, also when this one has just opened them to place something there.
   */
  private Tally place(
      StoreDirs dirs, GoldenCopy golden, NodePath target, LinkMode mode, boolean strict)
      throws DateiLagerException, DiskException {
    for (int attempt = 1; ; attempt++) {
      try {
        return placeOnce(dirs, golden, target, mode, strict);
      } catch (DiskException failure) {
        if (failure.reason() != Reason.ABSENT || attempt == ATTEMPTS) {
          throw failure;
        }
      }
    }
  }

  private Tally placeOnce(
      StoreDirs dirs, GoldenCopy golden, NodePath target, LinkMode mode, boolean strict)
      throws DateiLagerException, DiskException {
    Stat root = dirs.root().stat();
    try (TargetParent parent =
        TargetParent.of(disk, settings.roots(), target, root.identity(), true)) {
      boolean placed = false;
      try {
        boolean oneFileSystem = root.identity().device() == parent.dir().stat().identity().device();
        var files =
            new FilePlacing(mode, strict, root.owner(), oneFileSystem, replicas, dirs.tmp());
        var builder = new TreeBuilder(dirs, files, settings.width());
        Publishing.Filling filling = (Dir tree) -> builder.build(golden, tree);
        Tally tally =
            new Publishing(dirs, trash, kept(dirs), settings).publish(parent, golden, filling);
        placed = true;
        return tally;
      } finally {
        if (!placed) {
          parent.undo();
        }
      }
    }
  }

  @Override
  public boolean release(NodePath target) throws DateiLagerException {
    return inTarget("release '%s'".formatted(target), target, dirs -> release(dirs, target));
  }

  private boolean release(StoreDirs dirs, NodePath target)
      throws DateiLagerException, DiskException {
    var ledger = new Ledger(dirs);
    Optional<LedgerEntry> known = ledger.of(target);
    if (known.isEmpty()) {
      return false;
    }
    Stat.Identity root = dirs.root().stat().identity();
    TargetParent parent;
    try {
      parent = TargetParent.of(disk, settings.roots(), target, root, false);
    } catch (DiskException failure) {
      if (Releasing.isGone(failure)) {
        ledger.remove(target);
        return true;
      }
      throw failure;
    }
    try (parent) {
      new Releasing(dirs, trash, kept(dirs), settings.steps()).release(parent, known.get());
      return true;
    }
  }

  private Kept kept(StoreDirs dirs) {
    return new Kept(disk, dirs.root(), settings.roots());
  }

  @Override
  public List<Placement> placements() throws DateiLagerException {
    return inStore(
        "list the placements",
        dirs ->
            new Ledger(dirs)
                .entries().stream()
                    .map(entry -> entry.placed().placement())
                    .sorted(Comparator.comparing(placement -> placement.target().value()))
                    .toList());
  }

  @Override
  public Optional<Placement> placement(NodePath target) throws DateiLagerException {
    return inStore(
        "look up placement '%s'".formatted(target),
        dirs -> new Ledger(dirs).of(target).map(entry -> entry.placed().placement()));
  }

  @Override
  public long trash() throws DateiLagerException {
    return inStore("count what waits to be deleted", trash::count);
  }

  /**
   * Deletes what waits to be deleted, as far as that can be done now.
   *
   * @param pace asked after each name
   * @throws DateiLagerException if the trash or the ledger cannot be read
   */
  Reaped reap(Pace pace) throws DateiLagerException {
    return inStore("delete what is in the trash", dirs -> trash.reap(dirs, pace));
  }

  /** Its trash, to be emptied. */
  Trash waiting() {
    return trash;
  }

  /** Names to be deleted in a second. */
  int reapedPerSecond() {
    return settings.reapedPerSecond();
  }
}
