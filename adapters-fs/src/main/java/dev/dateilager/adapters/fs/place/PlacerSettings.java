package dev.dateilager.adapters.fs.place;

import dev.dateilager.domain.staging.NodePath;
import java.util.List;

/**
 * How placements are made.
 *
 * @param width threads that link side by side in one placement, at least 1
 * @param roots administrators' directories: symbolic links on the way to one are followed, below it
 *     none is (R1); for a target below none of them no link is followed from the top on
 */
public record PlacerSettings(int width, List<NodePath> roots) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the width is below 1
   */
  public PlacerSettings {
    roots = List.copyOf(roots);
    if (width < 1) {
      throw new IllegalArgumentException("width must be at least 1, got " + width);
    }
  }
}
