package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.store.StoreDirs;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import java.util.Optional;

/**
 * Brings the ledger in line with the targets after a crash (R6): areas beside targets go, and
 * entries whose target no longer holds our directory.
 */
final class LedgerRecovery {
  private final Disk disk;
  private final StoreDirs dirs;
  private final PlacerSettings settings;
  private final Ledger ledger;

  LedgerRecovery(Disk disk, StoreDirs dirs, PlacerSettings settings) {
    this.disk = disk;
    this.dirs = dirs;
    this.settings = settings;
    this.ledger = new Ledger(dirs);
  }

  void run() throws DiskException {
    Stat root = dirs.root().stat();
    for (LedgerEntry entry : ledger.all()) {
      if (!stands(entry, root)) {
        ledger.remove(entry.target());
      }
    }
  }

  /** Whether the entry is still of use; its left-over area is removed on the way. */
  private boolean stands(LedgerEntry entry, Stat root) {
    try (TargetParent parent =
        TargetParent.of(disk, settings.roots(), entry.target(), root.identity(), false)) {
      if (entry.area().isPresent()) {
        WorkArea.removeLeftOver(parent.dir(), entry.area().get(), root.owner());
      }
      String path = entry.target().value();
      Optional<Stat> found = parent.dir().look(path.substring(path.lastIndexOf('/') + 1));
      return found.filter(stat -> entry.isOurs(stat.identity())).isPresent();
    } catch (DiskException failure) {
      return switch (failure.reason()) {
        case ABSENT, NOT_A_DIRECTORY, ESCAPES -> false; // the workload's directory is gone
        default -> true; // cannot be told now: keeping it does no harm
      };
    } catch (PermissionDenied _) {
      return false; // nothing is ever placed in the store
    }
  }
}
