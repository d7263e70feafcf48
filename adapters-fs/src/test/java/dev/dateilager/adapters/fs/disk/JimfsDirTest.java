package dev.dateilager.adapters.fs.disk;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;

final class JimfsDirTest extends DirContract {
  private final FileSystem files;

  JimfsDirTest() throws IOException {
    files = TestDisks.inMemory();
    Files.createDirectory(path());
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
  final Path path() {
    return files.getPath("/work");
  }
}
