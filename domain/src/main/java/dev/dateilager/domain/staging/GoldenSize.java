package dev.dateilager.domain.staging;

/**
 * How much a golden copy holds.
 *
 * @param files regular files, empty ones included
 * @param bytes bytes of all of them together
 */
public record GoldenSize(long files, long bytes) {
  /** Of nothing. */
  public static final GoldenSize NOTHING = new GoldenSize(0, 0);

  /** Both together. */
  public GoldenSize plus(GoldenSize other) {
    return new GoldenSize(files + other.files, bytes + other.bytes);
  }
}
