package dev.dateilager.adapters.fs.disk;

import java.util.Optional;

/**
 * What became of the names that were to be deleted.
 *
 * @param removed names that are gone, those of directories included
 * @param left names that could not be deleted now
 * @param obstacle what stood in the way of one of them; absent if none is left
 * @param whole whether it went on to the end; else the pace ended it, and more may be left
 */
public record Reaped(long removed, long left, Optional<DiskException> obstacle, boolean whole) {
  /** Nothing to do. */
  public static final Reaped NOTHING = new Reaped(0, 0, Optional.empty(), true);

  /** Both together. */
  public Reaped plus(Reaped other) {
    return new Reaped(
        removed + other.removed,
        left + other.left,
        obstacle.or(other::obstacle),
        whole && other.whole);
  }
}
