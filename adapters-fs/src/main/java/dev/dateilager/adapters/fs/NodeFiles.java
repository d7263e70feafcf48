package dev.dateilager.adapters.fs;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.place.DiskNodeProbe;
import dev.dateilager.adapters.fs.place.LinkTreePlacer;
import dev.dateilager.adapters.fs.place.Reaper;
import dev.dateilager.adapters.fs.store.DiskGoldenStore;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.NodeProbe;
import dev.dateilager.domain.staging.TreePlacer;
import java.nio.file.Path;

/**
 * A node's golden store and the placer that links out of it, opened together and closed together;
 * what was taken away is deleted in the background as long as they are open. On Linux all of it
 * works by descriptors; on other file systems by paths, which is right only while nobody else
 * changes the directories above (threats.md §7).
 */
public final class NodeFiles implements AutoCloseable {
  private final DiskGoldenStore store;
  private final LinkTreePlacer placer;
  private final Reaper reaper;

  private final NodeProbe probe;

  private NodeFiles(Disk disk, DiskGoldenStore store, LinkTreePlacer placer) {
    this.store = store;
    this.probe = new DiskNodeProbe(disk, store);
    this.placer = placer;
    this.reaper = Reaper.start(placer);
  }

  /**
   * Opens the store at a staging path, making it if there is none, and clears what a crash left in
   * it and at its placements (I11).
   *
   * @param stagingPath a directory that is a store of ours, empty, or absent
   * @throws DateiLagerException.FailedPrecondition if it holds anything else, belongs to another
   *     user, or another process has it; nothing was changed then
   * @throws DateiLagerException if the disk failed
   */
  public static NodeFiles open(Path stagingPath, NodeFilesSettings settings)
      throws DateiLagerException {
    Disk disk = Disk.of(stagingPath.getFileSystem());
    var path = new NodePath(stagingPath.toAbsolutePath().normalize().toString());
    DiskGoldenStore store = DiskGoldenStore.open(disk, path, settings.store());
    try {
      return new NodeFiles(disk, store, LinkTreePlacer.open(disk, store, settings.placer()));
    } catch (DateiLagerException failure) {
      store.close();
      throw failure;
    }
  }

  /** The store; it lives as long as this does. */
  public GoldenStore store() {
    return store;
  }

  /** Finds out what the node lets be done with files. */
  public NodeProbe probe() {
    return probe;
  }

  /** Places golden copies of the store. */
  public TreePlacer placer() {
    return placer;
  }

  /**
   * Stops deleting in the background, waits for placements under way, then gives the store back.
   */
  @Override
  public void close() {
    reaper.close();
    store.close();
  }
}
