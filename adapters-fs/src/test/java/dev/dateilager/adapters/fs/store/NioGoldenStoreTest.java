package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.NioDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class NioGoldenStoreTest extends StoreOnDisk {
  @TempDir Path dir;

  @Override
  Disk disk() {
    return new NioDisk(dir.getFileSystem());
  }

  @Override
  Path root() {
    return dir.resolve("store");
  }
}
