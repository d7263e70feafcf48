package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.Environment;
import java.util.List;
import java.util.Optional;

/**
 * How a cache daemon works.
 *
 * @param environment where it runs; in production nothing is placed by request unless roots are
 *     listed
 * @param allowedRoots directories below which a request may place; none means nowhere
 * @param wanted the cache version to hold; absent for the newest
 * @param linkMode how files are placed
 * @param strict whether a placement fails rather than falls back from that mode
 * @param unpackWidth packs unpacked at a time, at least 1; as many are in memory at most
 * @param retention how much the store may hold
 */
public record DaemonSettings(
    Environment environment,
    List<NodePath> allowedRoots,
    Optional<CacheVersion> wanted,
    LinkMode linkMode,
    boolean strict,
    int unpackWidth,
    Retention retention) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if the width is below 1
   */
  public DaemonSettings {
    allowedRoots = List.copyOf(allowedRoots);
    if (unpackWidth < 1) {
      throw new IllegalArgumentException("unpack width must be at least 1, got " + unpackWidth);
    }
  }

  /** Settings with the default retention. */
  public DaemonSettings(
      Environment environment,
      List<NodePath> allowedRoots,
      Optional<CacheVersion> wanted,
      LinkMode linkMode,
      boolean strict,
      int unpackWidth) {
    this(environment, allowedRoots, wanted, linkMode, strict, unpackWidth, Retention.DEFAULT);
  }
}
