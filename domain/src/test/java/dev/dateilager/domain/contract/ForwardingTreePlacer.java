package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PlacementReport;
import dev.dateilager.domain.staging.TreePlacer;
import java.util.List;
import java.util.Optional;

/** Hands every call on; a test overrides the one that it is about. */
public class ForwardingTreePlacer implements TreePlacer {
  private final TreePlacer placer;

  /** Hands on to {@code placer}. */
  public ForwardingTreePlacer(TreePlacer placer) {
    this.placer = placer;
  }

  @Override
  public PlacementReport place(GoldenCopy golden, NodePath target, LinkMode mode, boolean strict)
      throws DateiLagerException {
    return placer.place(golden, target, mode, strict);
  }

  @Override
  public boolean release(NodePath target) throws DateiLagerException {
    return placer.release(target);
  }

  @Override
  public List<Placement> placements() throws DateiLagerException {
    return placer.placements();
  }

  @Override
  public Optional<Placement> placement(NodePath target) throws DateiLagerException {
    return placer.placement(target);
  }

  @Override
  public long trash() throws DateiLagerException {
    return placer.trash();
  }
}
