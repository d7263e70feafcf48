package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import java.util.Set;

/**
 * A cache version that stands whole and durable in a store: a generation.
 *
 * @param version its number
 * @param packs the packs that belong to it, each stored with a manifest
 */
public record GoldenCopy(CacheVersion version, Set<ContentHash> packs) {
  /** Copies the set. */
  public GoldenCopy {
    packs = Set.copyOf(packs);
  }
}
