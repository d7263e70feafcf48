package dev.dateilager.adapters.fs.disk;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NioDirTest extends DirContract {
  @TempDir Path dir;

  @Override
  Disk disk() {
    return new NioDisk(dir.getFileSystem());
  }

  @Override
  Path path() {
    return dir;
  }

  @Test
  void disk_withoutUnixAttributes_isRefused() throws Exception {
    try (var basic = Jimfs.newFileSystem(Configuration.unix())) {
      assertThatIllegalArgumentException().isThrownBy(() -> new NioDisk(basic));
    }
  }
}
