package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.staging.Obstacle;
import java.util.EnumMap;
import java.util.Map;

/** How files came from a cache into a tree. For one thread. */
final class TakenFiles {
  private final Map<Obstacle, Long> obstacles = new EnumMap<>(Obstacle.class);
  private long linked;
  private long cloned;
  private long copied;

  void linked() {
    linked++;
  }

  void cloned() {
    cloned++;
  }

  void copied() {
    copied++;
  }

  /** Something stood in the way of a link. */
  void met(Obstacle obstacle) {
    obstacles.merge(obstacle, 1L, Long::sum);
  }

  void add(TakenFiles other) {
    other.obstacles.forEach((obstacle, files) -> obstacles.merge(obstacle, files, Long::sum));
    linked += other.linked;
    cloned += other.cloned;
    copied += other.copied;
  }

  Map<Obstacle, Long> obstacles() {
    return obstacles;
  }

  /** Files that share an inode with the cache. */
  long links() {
    return linked;
  }

  /** Files that share blocks with the cache. */
  long clones() {
    return cloned;
  }

  /** Files with bytes of their own. */
  long copies() {
    return copied;
  }
}
