package dev.dateilager.adapters.fs.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.StoreSpace;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinuxSpaceTest {
  @TempDir Path temp;

  private static StoreSpace read(long fragment, long available, long inodes, long inodesAvailable) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment space = arena.allocate(112, 8);
      long[] fields = {1, fragment, 2, 3, available, inodes, 4, inodesAvailable};
      for (int i = 0; i < fields.length; i++) {
        space.setAtIndex(ValueLayout.JAVA_LONG, i, fields[i]);
      }
      return LinuxSpace.read(space);
    }
  }

  @Test
  void read_multipliesFragmentsAndTakesWhatIsAvailable() {
    assertThat(read(4096, 10, 100, 7)).isEqualTo(new StoreSpace(40_960, 7));
    assertThat(read(512, 0, 100, 0)).isEqualTo(new StoreSpace(0, 0));
  }

  @Test
  void read_whereInodesAreNotCounted_saysSoMuch() {
    assertThat(read(4096, 1, 0, 0).inodes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void read_ofMoreThanALongHolds_isAsMuchAsALongHolds() {
    assertThat(read(1L << 40, 1L << 40, 1, 1).bytes()).isEqualTo(Long.MAX_VALUE);
    assertThat(read(2, Long.MAX_VALUE, 1, 1).bytes()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void space_isWhatTheSystemSaysElsewhere() throws Exception {
    FileStore other = Files.getFileStore(temp);
    long before = other.getUsableSpace();
    long space;
    try (Dir dir = new LinuxDisk().open(new NodePath(temp.toString()))) {
      space = dir.space().bytes();
    }
    long after = other.getUsableSpace();
    long slack = 64L << 20; // of others who write meanwhile
    assertThat(space).isBetween(Math.min(before, after) - slack, Math.max(before, after) + slack);
  }
}
