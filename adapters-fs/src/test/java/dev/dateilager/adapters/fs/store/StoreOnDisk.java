package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.domain.contract.GoldenUpkeepContract;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;

/** The contract for a store below a path of some disk. */
abstract class StoreOnDisk extends GoldenUpkeepContract {
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

  private Path file(ContentHash pack, String path) {
    return root().resolve("objects").resolve(pack.hex()).resolve(path);
  }

  @Override
  protected void flip(ContentHash pack, String path) throws IOException {
    byte[] bytes = Files.readAllBytes(file(pack, path));
    bytes[0] ^= 1;
    Files.write(file(pack, path), bytes);
  }

  @Override
  protected void damage(ContentHash pack, String path) throws IOException {
    Files.writeString(file(pack, path), "damaged", StandardOpenOption.APPEND);
  }

  @Override
  protected void lose(ContentHash pack, String path) throws IOException {
    Files.delete(file(pack, path));
  }

  @Override
  protected void addStray(ContentHash pack, String path) throws IOException {
    Files.createFile(file(pack, path));
  }
}
