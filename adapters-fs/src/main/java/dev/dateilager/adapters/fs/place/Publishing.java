package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.adapters.fs.store.StoreDirs;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.NodePath;
import java.time.InstantSource;
import java.util.Optional;

/**
 * One placement, from the look at the target to the rename (R3). The ledger's entry is durable
 * before anything can be seen, and names both the directory that will stand at the target and the
 * one that does until then: whatever a crash leaves there is known.
 */
final class Publishing {
  /** Mode of the target. */
  private static final int TARGET = 0755;

  private final StoreDirs dirs;
  private final Ledger ledger;
  private final Trash trash;
  private final Kept kept;
  private final InstantSource clock;
  private final StepListener steps;

  Publishing(StoreDirs dirs, Trash trash, Kept kept, PlacerSettings settings) {
    this.dirs = dirs;
    this.ledger = new Ledger(dirs);
    this.trash = trash;
    this.kept = kept;
    this.clock = settings.clock();
    this.steps = settings.steps();
  }

  /** Fills a new directory. */
  @FunctionalInterface
  interface Filling {
    /** Places everything in it. */
    Tally fill(Dir tree) throws DateiLagerException, DiskException;
  }

  /** Builds a golden copy's tree and lets it appear; nothing is left if that fails. */
  Tally publish(TargetParent parent, GoldenCopy golden, Filling filling)
      throws DateiLagerException, DiskException {
    Optional<LedgerEntry> known = ledger.of(parent.target());
    TargetState state = TargetState.of(parent, known, kept);
    Tally tally;
    try (WorkArea area = WorkArea.make(dirs, parent, trash, steps)) {
      Standing fresh;
      try (Dir tree = area.dir().make(WorkArea.TREE, TARGET)) {
        area.owns(tree.stat().identity());
        tally = filling.fill(tree);
        fresh =
            new Standing(
                tree.stat().identity(), tally.placement(parent.target(), golden, clock.instant()));
      }
      steps.reached(Step.TREE_BUILT);
      if (Thread.currentThread().isInterrupted()) {
        throw new Cancelled("placement was interrupted", false);
      }
      appear(area, parent, state, fresh);
    }
    steps.reached(Step.OLD_TRASHED);
    return tally;
  }

  private void appear(WorkArea area, TargetParent parent, TargetState state, Standing fresh)
      throws DateiLagerException, DiskException {
    boolean appeared = false;
    try {
      ledger.put(new LedgerEntry(fresh, state.replaced()));
      steps.reached(Step.PLACEMENT_LEDGERED);
      state.replace(area, parent);
      appeared = true;
    } finally {
      if (!appeared) {
        undo(parent.target(), state);
      }
    }
    steps.reached(Step.TARGET_RENAMED);
  }

  /** Puts the ledger back; if that fails, the next start does it. */
  private void undo(NodePath target, TargetState state) {
    try {
      if (state.replaced().isPresent()) {
        ledger.put(new LedgerEntry(state.replaced().get(), Optional.empty()));
      } else {
        ledger.remove(target);
      }
    } catch (DiskException _) {
      // the entry names a directory that is gone, which no target can be taken for
    }
  }
}
