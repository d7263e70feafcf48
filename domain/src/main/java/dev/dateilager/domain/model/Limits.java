package dev.dateilager.domain.model;

/**
 * The bounds of R9 for decoding what comes from outside (I21, I27). All are inclusive.
 *
 * @param messageBytes one gRPC message, and so one compressed pack or object
 * @param unpackedBytes bytes of one pack or tar once decoded
 * @param entries entries of one pack or tar
 * @param ratio decoded bytes for each compressed one, looked at above {@code ratioFromBytes}
 * @param ratioFromBytes decoded bytes from which the ratio counts
 * @param tarExtensionBytes one tar header extension
 */
public record Limits(
    long messageBytes,
    long unpackedBytes,
    long entries,
    long ratio,
    long ratioFromBytes,
    int tarExtensionBytes) {
  /** The defaults of R9. */
  public static final Limits DEFAULT =
      new Limits(400L << 20, 2L << 30, 1_000_000, 1_000, 64L << 20, 1 << 20);

  /**
   * Checks that every bound is positive.
   *
   * @throws IllegalArgumentException for a bound below 1
   */
  public Limits {
    if (messageBytes < 1
        || unpackedBytes < 1
        || entries < 1
        || ratio < 1
        || ratioFromBytes < 1
        || tarExtensionBytes < 1) {
      throw new IllegalArgumentException("every limit must be at least 1");
    }
  }
}
