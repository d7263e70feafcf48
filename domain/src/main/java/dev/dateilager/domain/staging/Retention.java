package dev.dateilager.domain.staging;

/**
 * How much a daemon's store may hold.
 *
 * @param keep cache versions to keep, the newest and the one that is placed among them; at least 1
 * @param minFreeBytes no new version is fetched while less is free on the store's file system; at
 *     least 0
 */
public record Retention(int keep, long minFreeBytes) {
  /** Two versions, and no watermark. */
  public static final Retention DEFAULT = new Retention(2, 0);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is outside
   */
  public Retention {
    if (keep < 1 || minFreeBytes < 0) {
      throw new IllegalArgumentException(
          "at least 1 version is kept and 0 bytes stay free, got %d and %d"
              .formatted(keep, minFreeBytes));
    }
  }
}
