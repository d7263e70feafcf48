package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.NioDisk;
import dev.dateilager.adapters.fs.disk.TestDisks;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

final class JimfsGoldenStoreTest extends StoreOnDisk {
  private final FileSystem files;

  JimfsGoldenStoreTest() throws IOException {
    files = TestDisks.inMemory();
  }

  @AfterEach
  void closeFiles() throws IOException {
    files.close();
  }

  @Override
  Disk disk() {
    return new NioDisk(files);
  }

  @Override
  Path root() {
    return files.getPath("/node/store");
  }
}
