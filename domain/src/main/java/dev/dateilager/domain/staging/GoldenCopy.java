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
  /**
   * Stands for "the server has no cache": no packs, and the number 0, which no database gives. It
   * is placed like any other and never stored.
   */
  public static final GoldenCopy NO_CACHE = new GoldenCopy(new CacheVersion(0), Set.of());

  /** Copies the set. */
  public GoldenCopy {
    packs = Set.copyOf(packs);
  }

  /** The number as the wire has it: {@link CacheVersion#NONE} for {@link #NO_CACHE}. */
  public long wireVersion() {
    return equals(NO_CACHE) ? CacheVersion.NONE : version.value();
  }
}
