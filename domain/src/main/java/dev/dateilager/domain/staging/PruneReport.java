package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.CacheVersion;
import java.util.Set;

/**
 * What pruning removed, or would remove.
 *
 * @param removed versions taken off the list
 * @param held versions that were to go, but are being placed just now; the next pruning takes them
 * @param packs packs that no version has any more
 * @param size how much those packs hold
 */
public record PruneReport(
    Set<CacheVersion> removed, Set<CacheVersion> held, long packs, GoldenSize size) {
  /** Copies the sets. */
  public PruneReport {
    removed = Set.copyOf(removed);
    held = Set.copyOf(held);
  }
}
