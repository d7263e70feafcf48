package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.adapters.fs.store.StoreDirs;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes one placement away (R4). The rename is durable before the ledger forgets, so that no
 * placement can stand that nobody knows of; if the process dies in between, the next start finds
 * nothing at the target and forgets then.
 */
final class Releasing {
  private final StoreDirs dirs;
  private final Ledger ledger;
  private final Trash trash;
  private final Kept kept;
  private final StepListener steps;

  Releasing(StoreDirs dirs, Trash trash, Kept kept, StepListener steps) {
    this.dirs = dirs;
    this.ledger = new Ledger(dirs);
    this.trash = trash;
    this.kept = kept;
    this.steps = steps;
  }

  /** Takes away what the entry knows at the parent's target. */
  void release(TargetParent parent, LedgerEntry entry)
      throws DiskException, FailedPrecondition, PermissionDenied {
    Optional<Stat> found = parent.dir().look(parent.name());
    if (found.isEmpty()) {
      ledger.remove(entry.target());
      return;
    }
    Stat stat = found.get();
    if (entry.standing(stat.identity()).isEmpty()) {
      throw new FailedPrecondition(
          "target '%s' holds a %s that is not the placement made there; it was left as it is"
              .formatted(entry.target(), stat.kind()));
    }
    kept.refuse(entry.target(), stat);
    if (stat.mount() != parent.dir().stat().mount()) {
      throw mounted(entry, null);
    }
    try (WorkArea area = WorkArea.make(dirs, parent, trash, steps)) {
      area.owns(stat.identity());
      take(area, parent, entry, stat.identity());
    }
    steps.reached(Step.RELEASE_TRASHED);
  }

  private void take(WorkArea area, TargetParent parent, LedgerEntry entry, Stat.Identity directory)
      throws DiskException, FailedPrecondition {
    try {
      parent.dir().renameNew(parent.name(), area.dir(), WorkArea.TREE);
    } catch (DiskException failure) {
      switch (failure.reason()) {
        case ABSENT -> {
          ledger.remove(entry.target()); // someone was faster
          return;
        }
        case BUSY -> throw mounted(entry, failure);
        default -> throw failure;
      }
    }
    if (!area.holdsOnly(directory)) { // its end puts back what was taken
      throw new FailedPrecondition(
          "target '%s' was exchanged by someone else meanwhile".formatted(entry.target()));
    }
    steps.reached(Step.TARGET_TAKEN);
    try {
      parent.dir().sync();
    } catch (DiskException failure) {
      area.putBack();
      throw failure;
    }
    ledger.remove(entry.target());
    steps.reached(Step.PLACEMENT_FORGOTTEN);
  }

  private static FailedPrecondition mounted(LedgerEntry entry, @Nullable DiskException cause) {
    String message = "target '%s' is a mount point now; unmount it first".formatted(entry.target());
    return cause == null ? new FailedPrecondition(message) : new FailedPrecondition(message, cause);
  }

  /** Whether a way that cannot be walked means that the placement went with it. */
  static boolean isGone(DiskException failure) {
    return failure.reason() == Reason.ABSENT || failure.reason() == Reason.NOT_A_DIRECTORY;
  }
}
