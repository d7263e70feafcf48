package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class LinuxTreePlacerTest extends PlacerOnDisk {
  @TempDir Path dir;

  @Override
  Disk disk() {
    return new LinuxDisk();
  }

  @Override
  Path dir() {
    return dir;
  }
}
