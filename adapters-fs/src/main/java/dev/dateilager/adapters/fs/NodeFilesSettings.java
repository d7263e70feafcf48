package dev.dateilager.adapters.fs;

import dev.dateilager.adapters.fs.place.PlacerSettings;
import dev.dateilager.adapters.fs.store.StoreSettings;
import dev.dateilager.domain.staging.NodePath;
import java.util.List;

/**
 * How a node's files are kept.
 *
 * @param roots directories below which placements are made; symbolic links on the way to one are
 *     followed, below it none is
 * @param placeWidth threads that link side by side in one placement, at least 1
 * @param syncEach whether each file is synced by itself, instead of the whole file system once for
 *     a batch of packs
 * @param batchPacks packs that become durable together, at least 1
 * @param batchBytes unpacked bytes after which a batch becomes durable earlier, at least 1
 */
public record NodeFilesSettings(
    List<NodePath> roots, int placeWidth, boolean syncEach, int batchPacks, long batchBytes) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if a number is below 1
   */
  public NodeFilesSettings {
    roots = List.copyOf(roots);
    if (placeWidth < 1 || batchPacks < 1 || batchBytes < 1) {
      throw new IllegalArgumentException("widths and batches must be at least 1");
    }
  }

  /** The defaults: a thread for each processor, batches of 64 packs or 256 MiB. */
  public static NodeFilesSettings below(List<NodePath> roots) {
    return new NodeFilesSettings(
        roots,
        Runtime.getRuntime().availableProcessors(),
        StoreSettings.DEFAULT.syncEach(),
        StoreSettings.DEFAULT.batchPacks(),
        StoreSettings.DEFAULT.batchBytes());
  }

  StoreSettings store() {
    return new StoreSettings(syncEach, batchPacks, batchBytes);
  }

  PlacerSettings placer() {
    return new PlacerSettings(placeWidth, roots);
  }
}
