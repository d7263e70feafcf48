package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Failures;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.store.DiskGoldenStore;
import dev.dateilager.adapters.fs.store.StoreDirs;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.PlacementReport;
import dev.dateilager.domain.staging.TreePlacer;
import java.time.Duration;

/**
 * Places golden copies of one store (R3). What stands at a target is replaced only if the ledger
 * knows its inode, so a tenant's look-alike is refused (I16). Two placements at one target at a
 * time are the caller's to prevent.
 */
public final class LinkTreePlacer implements TreePlacer {
  private final Disk disk;
  private final DiskGoldenStore store;
  private final PlacerSettings settings;

  private LinkTreePlacer(Disk disk, DiskGoldenStore store, PlacerSettings settings) {
    this.disk = disk;
    this.store = store;
    this.settings = settings;
  }

  /**
   * A placer of a store's golden copies, after what a crash left at targets is cleared.
   *
   * @param disk the one that the store was opened on
   * @throws DateiLagerException if the store's ledger cannot be read or written
   */
  public static LinkTreePlacer open(Disk disk, DiskGoldenStore store, PlacerSettings settings)
      throws DateiLagerException {
    store.use(
        dirs -> {
          try {
            new LedgerRecovery(disk, dirs, settings).run();
            return true;
          } catch (DiskException failure) {
            throw Failures.inStore("reconcile the ledger", failure);
          }
        });
    return new LinkTreePlacer(disk, store, settings);
  }

  @Override
  public PlacementReport place(GoldenCopy golden, NodePath target, LinkMode mode, boolean strict)
      throws DateiLagerException {
    long start = System.nanoTime();
    return store.use(
        dirs -> {
          try {
            Stat root = dirs.root().stat();
            try (TargetParent parent =
                TargetParent.of(disk, settings.roots(), target, root.identity(), true)) {
              return placeIn(parent, dirs, root, new Request(golden, target, mode, strict, start));
            }
          } catch (DiskException failure) {
            throw Failures.inTarget(
                "place cache version %s at '%s'".formatted(golden.version(), target), failure);
          }
        });
  }

  private record Request(
      GoldenCopy golden, NodePath target, LinkMode mode, boolean strict, long start) {
    String name() {
      return target.value().substring(target.value().lastIndexOf('/') + 1);
    }
  }

  private PlacementReport placeIn(TargetParent parent, StoreDirs dirs, Stat root, Request request)
      throws DateiLagerException, DiskException {
    boolean placed = false;
    try {
      var ledger = new Ledger(dirs);
      var known = ledger.of(request.target());
      var state = TargetState.of(parent, request.name(), request.target(), known);
      var publishing = new Publishing(ledger, known, state, request.target(), request.golden());
      Tally tally;
      try (WorkArea area = publishing.begin(dirs, parent.dir())) {
        tally = build(area, dirs, root, parent, request);
        state.replace(area.dir(), WorkArea.TREE, parent.dir(), request.name(), request.target());
        placed = true;
      } finally {
        if (!placed) {
          publishing.undo();
        }
      }
      return report(tally, request);
    } finally {
      if (!placed) {
        parent.undo();
      }
    }
  }

  private Tally build(
      WorkArea area, StoreDirs dirs, Stat root, TargetParent parent, Request request)
      throws DateiLagerException, DiskException {
    boolean oneFileSystem = root.identity().device() == parent.dir().stat().identity().device();
    var files = new FilePlacing(request.mode(), request.strict(), root.owner(), oneFileSystem);
    var builder = new TreeBuilder(dirs, files, settings.width());
    try (Dir tree = area.dir().open(WorkArea.TREE)) {
      return builder.build(request.golden(), tree);
    }
  }

  private static PlacementReport report(Tally tally, Request request) throws IoFailed {
    return new PlacementReport(
        request.target(),
        request.golden().version(),
        tally.weakest(),
        tally.linked(),
        tally.cloned(),
        tally.copied(),
        tally.symlinks(),
        tally.directories(),
        tally.bytes(),
        tally.why(),
        Duration.ofNanos(System.nanoTime() - request.start()));
  }
}
