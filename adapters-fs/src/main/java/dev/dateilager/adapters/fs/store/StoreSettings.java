package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.steps.StepListener;

/**
 * How packs become durable (R2).
 *
 * @param syncEach whether each file and directory is synced by itself, instead of the whole file
 *     system at once for a batch; slower by far, but asks nothing of other users of the disk
 * @param batchPacks packs that wait for one sync together, at least 1
 * @param batchBytes unpacked bytes after which a batch is synced earlier, at least 1
 * @param steps hears of each step, also while locks are held
 */
public record StoreSettings(boolean syncEach, int batchPacks, long batchBytes, StepListener steps) {
  /** Batches of 64 packs or 256 MiB. */
  public static final StoreSettings DEFAULT = new StoreSettings(false, 64, 256L << 20);

  /** Settings with which nobody hears of the steps. */
  public StoreSettings(boolean syncEach, int batchPacks, long batchBytes) {
    this(syncEach, batchPacks, batchBytes, StepListener.NONE);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException for a batch of nothing
   */
  public StoreSettings {
    if (batchPacks < 1 || batchBytes < 1) {
      throw new IllegalArgumentException(
          "a batch must be at least 1 pack and 1 byte, got %d and %d"
              .formatted(batchPacks, batchBytes));
    }
  }

  /** The same, with somebody who hears of the steps. */
  public StoreSettings with(StepListener listener) {
    return new StoreSettings(syncEach, batchPacks, batchBytes, listener);
  }
}
