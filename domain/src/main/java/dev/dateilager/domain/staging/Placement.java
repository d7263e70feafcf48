package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.CacheVersion;
import java.time.Instant;
import java.util.Map;

/**
 * A golden copy that stands in a workload's directory, as the ledger has it; what the workload did
 * to it since is not known here (I16).
 *
 * @param target the directory
 * @param version which cache version; that of {@link GoldenCopy#NO_CACHE} if the server had none
 * @param mode the weakest way really used for any file (I8)
 * @param linked files that share an inode with the golden copy
 * @param cloned files that share blocks with it
 * @param copied files with bytes of their own, empty ones included
 * @param bytes bytes of all files together
 * @param why for each obstacle how many files it concerned
 * @param placedAt when it appeared
 */
public record Placement(
    NodePath target,
    CacheVersion version,
    LinkMode mode,
    long linked,
    long cloned,
    long copied,
    long bytes,
    Map<Obstacle, Long> why,
    Instant placedAt) {
  /** Copies the map. */
  public Placement {
    why = Map.copyOf(why);
  }

  /** What stands after a placement. */
  public static Placement of(PlacementReport report, Instant placedAt) {
    return new Placement(
        report.target(),
        report.version(),
        report.mode(),
        report.linked(),
        report.cloned(),
        report.copied(),
        report.bytes(),
        report.why(),
        placedAt);
  }
}
