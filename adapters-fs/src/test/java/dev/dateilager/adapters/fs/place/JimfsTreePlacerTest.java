package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.NioDisk;
import dev.dateilager.adapters.fs.disk.TestDisks;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

final class JimfsTreePlacerTest extends PlacerOnDisk {
  private final FileSystem files;

  JimfsTreePlacerTest() throws IOException {
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
  Path dir() {
    return files.getPath("/node");
  }
}
