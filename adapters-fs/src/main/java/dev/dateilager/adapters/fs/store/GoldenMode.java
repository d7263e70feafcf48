package dev.dateilager.adapters.fs.store;

/** The modes that golden files have (I6). */
public final class GoldenMode {
  /** Bits that no golden file has: special ones, and write for group and others. */
  public static final int FORBIDDEN = 07022;

  /** Mode of directories in the store, which only the daemon may enter anyway. */
  public static final int DIRECTORY = 0755;

  private GoldenMode() {}

  /** The mode of the golden file for a file of a pack: readable by all, written by the owner. */
  public static int of(int packed) {
    return (packed | 0444) & ~FORBIDDEN & 0777;
  }
}
