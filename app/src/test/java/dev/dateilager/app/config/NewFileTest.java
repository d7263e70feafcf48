package dev.dateilager.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.DateiLagerException.AlreadyExists;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NewFileTest {
  @TempDir private Path directory;

  @Test
  void finish_putsItInItsPlace_forItsOwnerAlone() throws Exception {
    Path place = directory.resolve("backup");
    try (NewFile file = NewFile.begin(place)) {
      file.stream().write(7);
      assertThat(place).doesNotExist();
      file.finish();
    }

    assertThat(place).hasBinaryContent(new byte[] {7});
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place)))
        .isEqualTo("rw-------");
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void close_withoutFinish_leavesNothing() throws Exception {
    try (NewFile file = NewFile.begin(directory.resolve("backup"))) {
      file.stream().write(new byte[1 << 20]);
    }

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void file_thatIsThere_isLeftAsItIs() throws Exception {
    Path place = Files.writeString(directory.resolve("backup"), "mine");
    assertThatThrownBy(() -> NewFile.begin(place)).isInstanceOf(AlreadyExists.class);

    Path late = directory.resolve("late");
    try (NewFile file = NewFile.begin(late)) {
      Files.writeString(late, "theirs");
      assertThatThrownBy(file::finish).isInstanceOf(AlreadyExists.class);
    }
    assertThat(place).hasContent("mine");
    assertThat(late).hasContent("theirs");
  }

  @Test
  void begin_whereNoDirectoryIs_saysSo() {
    assertThatThrownBy(() -> NewFile.begin(directory.resolve("no/where")))
        .isInstanceOf(IoFailed.class)
        .hasMessageContaining("no/where");
  }
}
