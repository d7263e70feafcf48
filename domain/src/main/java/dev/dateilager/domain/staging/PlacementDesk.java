package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.DamagedPack;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Places what is held and takes it away, one operation a target at a time: a second one is told to
 * come again (I15). {@code busy} holds the targets being worked on.
 */
final class PlacementDesk {
  private final Holding holding;
  private final TreePlacer placer;
  private final List<NodePath> allowedRoots;
  private final Set<NodePath> busy = ConcurrentHashMap.newKeySet();

  PlacementDesk(Holding holding, TreePlacer placer, List<NodePath> allowedRoots) {
    this.holding = holding;
    this.placer = placer;
    this.allowedRoots = allowedRoots;
  }

  PlacementReport place(NodePath target, LinkMode mode, boolean strict) throws DateiLagerException {
    requireAllowed(target);
    return alone(target, () -> placeSound(target, mode, strict));
  }

  boolean release(NodePath target) throws DateiLagerException {
    requireAllowed(target);
    return alone(target, () -> placer.release(target));
  }

  private void requireAllowed(NodePath target) throws PermissionDenied {
    if (allowedRoots.stream().noneMatch(root -> isStrictlyBelow(target, root))) {
      throw new PermissionDenied(
          "path '%s' is not below an allowed root, these are %s".formatted(target, allowedRoots));
    }
  }

  static boolean isStrictlyBelow(NodePath path, NodePath root) {
    return path.isBelow(root) && !path.equals(root);
  }

  private interface Work<T> {
    T run() throws DateiLagerException;
  }

  private <T> T alone(NodePath target, Work<T> work) throws DateiLagerException {
    if (!busy.add(target)) {
      throw new Aborted("another operation at '%s' is under way".formatted(target));
    }
    try {
      return work.run();
    } finally {
      busy.remove(target);
    }
  }

  /** What is damaged is put aside and fetched again, and then the placement has one more try. */
  private PlacementReport placeSound(NodePath target, LinkMode mode, boolean strict)
      throws DateiLagerException {
    long repairsSeen = holding.repairs();
    try {
      return placeHeld(target, mode, strict);
    } catch (DamagedPack damage) {
      try {
        holding.repair(damage, repairsSeen);
      } catch (DateiLagerException failure) {
        failure.addSuppressed(damage);
        throw failure;
      }
    }
    return placeHeld(target, mode, strict);
  }

  private PlacementReport placeHeld(NodePath target, LinkMode mode, boolean strict)
      throws DateiLagerException {
    try (GoldenStore.Lease lease = holding.lease()) {
      return placer.place(lease.golden(), target, mode, strict);
    }
  }
}
