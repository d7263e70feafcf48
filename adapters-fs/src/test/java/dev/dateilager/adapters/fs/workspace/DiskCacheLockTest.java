package dev.dateilager.adapters.fs.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.workspace.CacheFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The {@code .lock} of a cache folder, as Go's clients and crashes leave it (I14, R5). */
class DiskCacheLockTest {
  @TempDir private Path temporary;
  private FileCache cache;

  @BeforeEach
  void setUp() {
    cache = new FileCache(temporary.resolve("cache"));
  }

  @Test
  void begin_takesOverALockThatACrashOfOursLeft() throws Exception {
    cache.write(".lock", "pid 1\n");
    cache.write("tmp/half", "half");
    try (CacheFolder.Download _ = cache.folder().begin()) {
      assertThat(cache.tree()).doesNotContainKey("tmp/half");
      assertThat(cache.tree().get(".lock"))
          .endsWith(" pid %d\n".formatted(ProcessHandle.current().pid()));
    }
    assertThat(cache.tree()).containsOnlyKeys("objects/");
  }

  @Test
  void begin_leavesGosLockAlone_andSaysWhatToDo() {
    cache.write(".lock", "");
    assertThatThrownBy(() -> cache.folder().begin())
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("unable to obtain cache lock file")
        .hasMessageContaining("remove it if no download runs");
    assertThat(cache.tree()).containsOnlyKeys(".lock");
  }

  @Test
  void begin_refusesADaemonsStore() {
    cache.write("FORMAT", "dateilager store 1\n");
    assertThatThrownBy(() -> cache.folder().begin()).isInstanceOf(InvalidArgument.class);
    assertThat(cache.tree()).containsOnlyKeys("FORMAT");
  }

  @Test
  void list_makesVersionsReadableByAll() throws Exception {
    try (CacheFolder.Download download = cache.folder().begin()) {
      download.list(new CacheVersion(1));
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(temporary.resolve("cache/versions"))))
        .isEqualTo("rw-r--r--");
  }
}
