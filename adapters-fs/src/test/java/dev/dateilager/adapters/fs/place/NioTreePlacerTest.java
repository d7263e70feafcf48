package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.NioDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class NioTreePlacerTest extends PlacerOnDisk {
  @TempDir Path dir;

  @Override
  Disk disk() {
    return new NioDisk(dir.getFileSystem());
  }

  @Override
  Path dir() {
    return dir;
  }
}
