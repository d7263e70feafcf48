package dev.dateilager.domain.staging;

/**
 * How closely a pack is compared with its manifest.
 *
 * @param bytes whether every file is read and hashed; else only looked at
 * @param bytesPerSecond at most so many are read in a second, at least 1
 */
public record Scrutiny(boolean bytes, long bytesPerSecond) {
  /** Names, kinds, sizes, modes, owners and link texts: one look at each. */
  public static final Scrutiny LOOKS = new Scrutiny(false, Long.MAX_VALUE);

  /**
   * Checks the range.
   *
   * @throws IllegalArgumentException for a rate below 1
   */
  public Scrutiny {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException(
          "rate must be at least 1 byte a second, got " + bytesPerSecond);
    }
  }

  /** All of that and the bytes, as fast as the disk gives them. */
  public static Scrutiny reading() {
    return new Scrutiny(true, Long.MAX_VALUE);
  }

  /** All of that and the bytes, no faster than this. */
  public static Scrutiny reading(long bytesPerSecond) {
    return new Scrutiny(true, bytesPerSecond);
  }
}
