package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.domain.contract.GoldenStoreContract;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;

/** The contract for a store below a path of some disk. */
abstract class StoreOnDisk extends GoldenStoreContract {
  abstract Disk disk();

  abstract Path root();

  @Override
  protected GoldenStore open() throws DateiLagerException {
    return DiskGoldenStore.open(disk(), new NodePath(root().toString()), StoreSettings.DEFAULT);
  }

  @Override
  protected SortedMap<String, String> stored(ContentHash pack) throws IOException {
    return TreeText.read(root().resolve("objects").resolve(pack.hex()), false);
  }

  @Override
  protected void makeGoLock() throws IOException {
    Files.createFile(root().resolve(".lock"));
  }
}
