package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.store.StoreDirs;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import java.util.Optional;

/**
 * Brings the ledger in line with the targets after a crash (R6): an entry whose target holds none
 * of its directories goes, and one that was being replaced becomes what stands there. Deletes
 * nothing outside the ledger: what is left over waits in the trash.
 */
final class LedgerRecovery {
  private final Disk disk;
  private final PlacerSettings settings;
  private final Ledger ledger;
  private final Stat root;
  private final Kept kept;

  LedgerRecovery(Disk disk, StoreDirs dirs, PlacerSettings settings) throws DiskException {
    this.disk = disk;
    this.settings = settings;
    this.ledger = new Ledger(dirs);
    this.root = dirs.root().stat();
    this.kept = new Kept(disk, dirs.root(), settings.roots());
  }

  void run() throws DiskException {
    ledger.removeDamaged();
    for (LedgerEntry entry : ledger.entries()) {
      settle(entry);
    }
  }

  private void settle(LedgerEntry entry) throws DiskException {
    Optional<Standing> standing;
    try (TargetParent parent =
        TargetParent.of(disk, settings.roots(), entry.target(), root.identity(), false)) {
      Optional<Stat> found = parent.dir().look(parent.name());
      standing = found.flatMap(stat -> entry.standing(stat.identity()));
      if (standing.isPresent()) {
        kept.refuse(entry.target(), found.orElseThrow());
      }
    } catch (DiskException failure) {
      switch (failure.reason()) {
        case ABSENT, NOT_A_DIRECTORY, ESCAPES, TOO_LONG ->
            standing = Optional.empty(); // the workload's directory is gone, or never was
        default -> {
          return; // cannot be told now: keeping it does no harm
        }
      }
    } catch (PermissionDenied _) {
      standing = Optional.empty(); // nothing is ever placed in the store, or holds it
    }
    if (standing.isEmpty()) {
      ledger.remove(entry.target());
    } else if (entry.before().isPresent()) {
      ledger.put(new LedgerEntry(standing.get(), Optional.empty()));
    }
  }
}
