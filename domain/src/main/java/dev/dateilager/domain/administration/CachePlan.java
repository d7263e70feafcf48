package dev.dateilager.domain.administration;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What a cache version is to be made of: the packs that most projects use, as far as they go.
 *
 * @param prefix only packs whose path starts with it; empty for all
 * @param maxPacks at most so many, 1 to 100,000; absent for as many as there may be
 * @param maxBytes at most so many stored bytes together, at least 1; absent for no limit. A pack
 *     that does not fit is left out; one used less may still fit
 */
public record CachePlan(String prefix, OptionalInt maxPacks, OptionalLong maxBytes) {
  /** Most packs of a cache version (R9). */
  public static final int MOST_PACKS = 100_000;

  /** Checks the limits, one of which must be there. */
  public CachePlan {
    if (maxPacks.isEmpty() && maxBytes.isEmpty()) {
      throw new IllegalArgumentException("a cache version needs a limit of packs or of bytes");
    }
    if (maxPacks.isPresent() && (maxPacks.getAsInt() < 1 || maxPacks.getAsInt() > MOST_PACKS)) {
      throw new IllegalArgumentException(
          "packs of a cache version are 1 to %d, got %d"
              .formatted(MOST_PACKS, maxPacks.getAsInt()));
    }
    if (maxBytes.isPresent() && maxBytes.getAsLong() < 1) {
      throw new IllegalArgumentException(
          "bytes of a cache version must be 1 or more, got " + maxBytes.getAsLong());
    }
  }

  /** At most so many packs. */
  public static CachePlan ofPacks(String prefix, int maxPacks) {
    return new CachePlan(prefix, OptionalInt.of(maxPacks), OptionalLong.empty());
  }
}
