package dev.dateilager.domain.model;

/**
 * The number of a cache version, given by the database's sequence from 1 upwards (semantics.md §9).
 *
 * @param value at least 0
 */
public record CacheVersion(long value) implements Comparable<CacheVersion> {
  /** What the wire says where there is no cache version. */
  public static final long NONE = -1;

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException if the number is negative
   */
  public CacheVersion {
    if (value < 0) {
      throw new IllegalArgumentException("cache version must not be negative, got " + value);
    }
  }

  @Override
  public int compareTo(CacheVersion other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
