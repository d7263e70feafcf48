package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LinuxGoldenStoreTest extends StoreOnDisk {
  @TempDir Path dir;

  @Override
  Disk disk() {
    return new LinuxDisk();
  }

  @Override
  Path root() {
    return dir.resolve("new/store");
  }
}
