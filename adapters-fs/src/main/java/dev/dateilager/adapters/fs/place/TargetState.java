package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.staging.NodePath;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What stands at a target, as far as it may be replaced (R3). */
sealed interface TargetState {
  /** Nothing. */
  record Absent() implements TargetState {}

  /** An empty directory. */
  record Empty() implements TargetState {}

  /**
   * What the ledger says we put there.
   *
   * @param standing the placement
   */
  record Ours(Standing standing) implements TargetState {}

  /**
   * Looks at a target.
   *
   * @throws FailedPrecondition if it is anything else; it is untouched
   * @throws PermissionDenied if it may not be written, or is or holds the store or a root
   */
  static TargetState of(TargetParent parent, Optional<LedgerEntry> known, Kept kept)
      throws DiskException, FailedPrecondition, PermissionDenied {
    String name = parent.name();
    NodePath target = parent.target();
    Optional<Stat> found = parent.dir().look(name);
    if (found.isEmpty()) {
      return new Absent();
    }
    Stat stat = found.get();
    if (!stat.isDirectory()) {
      throw new FailedPrecondition(
          "target '%s' is a %s, not a directory".formatted(target, stat.kind()));
    }
    parent.refuseStore(stat);
    if (stat.mount() != parent.dir().stat().mount()) {
      throw new FailedPrecondition(
          "target '%s' is a mount point; name a directory below it".formatted(target));
    }
    Optional<Standing> ours = known.flatMap(entry -> entry.standing(stat.identity()));
    if (ours.isPresent()) {
      kept.refuse(target, stat);
      return new Ours(ours.get());
    }
    if (!parent.dir().mayWrite(name)) {
      throw new PermissionDenied("target '%s' is not writable".formatted(target));
    }
    try (Dir dir = parent.dir().open(name)) {
      if (!dir.list().isEmpty()) {
        throw new FailedPrecondition(
            "target '%s' holds something that is not a placement of this store; empty it or name"
                    .formatted(target)
                + " another");
      }
      return new Empty();
    }
  }

  /** The placement that stands there. */
  default Optional<Standing> replaced() {
    return switch (this) {
      case Ours(Standing standing) -> Optional.of(standing);
      case Absent _, Empty _ -> Optional.empty();
    };
  }

  /** Lets the area's tree appear at the target, in one step. */
  default void replace(WorkArea area, TargetParent parent)
      throws DiskException, FailedPrecondition {
    Dir from = area.dir();
    String name = parent.name();
    NodePath target = parent.target();
    try {
      switch (this) {
        case Absent _ -> from.renameNew(WorkArea.TREE, parent.dir(), name);
        case Empty _ -> from.rename(WorkArea.TREE, parent.dir(), name);
        case Ours(Standing standing) -> {
          area.owns(standing.directory());
          from.exchange(WorkArea.TREE, parent.dir(), name);
          if (!area.holdsOnly(standing.directory())) {
            from.exchange(WorkArea.TREE, parent.dir(), name);
            throw overtaken(target, null);
          }
        }
      }
    } catch (DiskException failure) {
      if (failure.reason() == Reason.EXISTS
          || failure.reason() == Reason.NOT_EMPTY
          || failure.reason() == Reason.NOT_A_DIRECTORY) {
        throw overtaken(target, failure);
      }
      throw failure;
    }
  }

  private static FailedPrecondition overtaken(NodePath target, @Nullable DiskException cause) {
    String message = "target '%s' was changed by someone else meanwhile".formatted(target);
    return cause == null ? new FailedPrecondition(message) : new FailedPrecondition(message, cause);
  }
}
