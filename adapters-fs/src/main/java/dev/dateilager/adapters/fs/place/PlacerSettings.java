package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.steps.StepListener;
import dev.dateilager.domain.staging.NodePath;
import java.time.InstantSource;
import java.util.List;

/**
 * How placements are made.
 *
 * @param width threads that link side by side in one placement, at least 1
 * @param roots administrators' directories: symbolic links on the way to one are followed, below it
 *     none is (R1); for a target below none of them no link is followed from the top on
 * @param reapedPerSecond names deleted in the background in a second, at least 1
 * @param clock says when a placement appeared
 * @param steps hears of each step of a placement, a release and the deletion
 */
public record PlacerSettings(
    int width, List<NodePath> roots, int reapedPerSecond, InstantSource clock, StepListener steps) {
  private static final int REAPED_PER_SECOND = 20_000;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the width or the pace is below 1
   */
  public PlacerSettings {
    roots = List.copyOf(roots);
    if (width < 1 || reapedPerSecond < 1) {
      throw new IllegalArgumentException("width and pace must be at least 1");
    }
  }

  /** The defaults: 20,000 names deleted in a second, the system's clock, nobody listening. */
  public PlacerSettings(int width, List<NodePath> roots) {
    this(width, roots, REAPED_PER_SECOND, InstantSource.system(), StepListener.NONE);
  }
}
