package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Pace;
import dev.dateilager.adapters.fs.disk.Reaped;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.adapters.fs.store.StoreDirs;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.staging.NodePath;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What waits to be deleted: the names in the store's {@code trash/}, and the areas on other mounts
 * that the ledger names and nobody uses.
 */
final class Trash {
  private final Disk disk;
  private final PlacerSettings settings;
  private final Set<NodePath> used = ConcurrentHashMap.newKeySet();
  private final Semaphore news = new Semaphore(0);

  Trash(Disk disk, PlacerSettings settings) {
    this.disk = disk;
    this.settings = settings;
  }

  /** Keeps an area from being deleted; before the ledger names it. */
  void use(NodePath area) {
    used.add(area);
  }

  /** Gives an area free, to be deleted if it is still there. */
  void free(NodePath area) {
    used.remove(area);
  }

  /** Something waits to be deleted. */
  void added() {
    news.release();
  }

  /** Returns when something was added since it was last called, or after this time. */
  void await(Duration atMost) throws InterruptedException {
    if (news.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      news.drainPermits();
    }
  }

  /** How many names and areas there are. */
  long count(StoreDirs dirs) throws DiskException {
    long areas = new Ledger(dirs).areas().stream().filter(this::isFree).count();
    return dirs.trash().list().size() + areas;
  }

  private boolean isFree(AreaRecord area) {
    return !used.contains(area.path());
  }

  /** Deletes what can be deleted (R4). */
  Reaped reap(StoreDirs dirs, Pace pace) throws DiskException {
    Pace told =
        () -> {
          settings.steps().reached(Step.NAME_REAPED);
          return pace.next();
        };
    Reaped reaped = dirs.trash().reap(told);
    var ledger = new Ledger(dirs);
    Stat root = dirs.root().stat();
    var kept = new Kept(disk, dirs.root(), settings.roots());
    for (AreaRecord area : ledger.areas()) {
      if (reaped.whole() && isFree(area)) {
        reaped = reaped.plus(reap(area, ledger, root, kept, told));
      }
    }
    return reaped;
  }

  private Reaped reap(AreaRecord area, Ledger ledger, Stat root, Kept kept, Pace pace)
      throws DiskException {
    try (TargetParent parent =
        TargetParent.of(disk, settings.roots(), area.path(), root.identity(), false)) {
      Reaped reaped =
          isOurs(area, parent.dir(), root, kept) ? empty(area, parent.dir(), pace) : Reaped.NOTHING;
      if (reaped.whole() && reaped.left() == 0) {
        settings.steps().reached(Step.AREA_REMOVED);
        ledger.remove(area);
      }
      return reaped;
    } catch (PermissionDenied _) {
      ledger.remove(area); // no area is ever made in the store, or holds it
      return Reaped.NOTHING;
    } catch (DiskException failure) {
      if (failure.reason() == Reason.ABSENT || failure.reason() == Reason.NOT_A_DIRECTORY) {
        ledger.remove(area); // the workload's directory went, and the area with it
        return Reaped.NOTHING;
      }
      return new Reaped(0, 1, Optional.of(failure), true);
    }
  }

  /** Whether the directory that was made stands there, not a mount, and not someone else's. */
  private static boolean isOurs(AreaRecord area, Dir holder, Stat root, Kept kept)
      throws DiskException, PermissionDenied {
    Optional<Stat> found = holder.look(area.name());
    if (found.isPresent()) {
      kept.refuse(area.path(), found.get());
    }
    return found
        .filter(Stat::isDirectory)
        .filter(stat -> stat.owner() == root.owner() && stat.mode() == WorkArea.PRIVATE)
        .filter(stat -> area.directory().map(stat.identity()::equals).orElse(true))
        .isPresent();
  }

  private static Reaped empty(AreaRecord area, Dir holder, Pace pace) throws DiskException {
    Reaped reaped = Reaped.NOTHING;
    if (area.directory().isPresent()) {
      try (Dir dir = holder.open(area.name())) {
        Stat opened = dir.stat();
        if (!opened.identity().equals(area.directory().get())
            || opened.mount() != holder.stat().mount()) {
          return Reaped.NOTHING;
        }
        reaped = dir.reap(pace);
      }
    }
    if (reaped.whole() && reaped.left() == 0) {
      holder.removeDir(area.name()); // one whose inode is not known was never used: it is empty
    }
    return reaped;
  }
}
