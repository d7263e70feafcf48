package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Stat.Identity;
import dev.dateilager.adapters.fs.store.StoreDirs;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.NodePath;
import java.util.Optional;

/**
 * The ledger's side of one placement. The entry is durable before anything of it can be seen, and
 * names both the directory that will stand at the target and the one that does until then: whatever
 * a crash leaves there is known. So the rename needs no second write after it.
 */
final class Publishing {
  /** Mode of the target. */
  private static final int TARGET = 0755;

  private final Ledger ledger;
  private final Optional<LedgerEntry> known;
  private final NodePath target;
  private final long version;
  private final Optional<Identity> before;

  Publishing(
      Ledger ledger,
      Optional<LedgerEntry> known,
      TargetState state,
      NodePath target,
      GoldenCopy golden) {
    this.ledger = ledger;
    this.known = known;
    this.target = target;
    this.version = golden.version().value();
    this.before =
        switch (state) {
          case TargetState.Ours(Identity identity) -> Optional.of(identity);
          case TargetState.Absent _, TargetState.Empty _ -> Optional.empty();
        };
  }

  /** Makes the area with the placement's top directory in it, and records both. */
  WorkArea begin(StoreDirs dirs, Dir parent) throws DiskException {
    Optional<String> beside = WorkArea.nameBeside(dirs, parent);
    if (beside.isPresent()) {
      ledger.put(entry(Optional.empty(), beside)); // or nobody would know of the area after a crash
    }
    WorkArea area = WorkArea.make(dirs, parent, beside);
    boolean begun = false;
    try (Dir tree = area.dir().make(WorkArea.TREE, TARGET)) {
      ledger.put(entry(Optional.of(tree.stat().identity()), beside));
      begun = true;
      return area;
    } finally {
      if (!begun) {
        area.close();
      }
    }
  }

  private LedgerEntry entry(Optional<Identity> placed, Optional<String> beside) {
    return new LedgerEntry(target, version, placed, before, beside);
  }

  /** Puts the ledger back; if that fails, the next start does it. */
  void undo() {
    try {
      if (known.isPresent() && before.isPresent()) {
        ledger.put(known.get());
      } else {
        ledger.remove(target);
      }
    } catch (DiskException _) {
      // the entry names a directory that is gone, which no target can be taken for
    }
  }
}
