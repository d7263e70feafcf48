package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.CacheVersion;
import java.time.Duration;
import java.util.Map;

/**
 * What a placement did (I8).
 *
 * @param target the directory that holds the placed cache now
 * @param version which cache version
 * @param mode the weakest way really used for any non-empty file: LINK only if every one was
 *     linked; LINK also when there was none
 * @param linked files that share an inode with the golden copy
 * @param cloned files that share blocks with it
 * @param copied files with bytes of their own, empty ones included
 * @param symlinks symbolic links made
 * @param directories directories made
 * @param bytes bytes of all files together
 * @param why for each obstacle how many files it concerned; empty files count under {@link
 *     Obstacle#EMPTY_FILE}
 * @param took wall time
 */
public record PlacementReport(
    NodePath target,
    CacheVersion version,
    LinkMode mode,
    long linked,
    long cloned,
    long copied,
    long symlinks,
    long directories,
    long bytes,
    Map<Obstacle, Long> why,
    Duration took) {
  /** Copies the map. */
  public PlacementReport {
    why = Map.copyOf(why);
  }

  /** The version as the wire has it: {@link CacheVersion#NONE} if the server had no cache. */
  public long wireVersion() {
    return version.equals(GoldenCopy.NO_CACHE.version()) ? CacheVersion.NONE : version.value();
  }
}
