package dev.dateilager.domain.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.FileMode.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileModeTest {
  @ParameterizedTest
  @CsvSource({ // wire.md §4
    "0, FILE, 0",
    "493, FILE, 493",
    "420, FILE, 420",
    "2147484141, DIRECTORY, 493",
    "134218239, SYMLINK, 511",
    "2147483648, DIRECTORY, 0",
    "134217728, SYMLINK, 0",
    "2281701376, DIRECTORY, 0",
    "1073741824, FILE, 0",
    "536870912, FILE, 0",
    "268435456, FILE, 0",
    "67108864, FILE, 0",
    "33554432, FILE, 0",
    "16777216, FILE, 0",
    "2097152, FILE, 0",
    "8389101, FILE, 493",
    "4194304, FILE, 0",
    "1048576, FILE, 0",
    "524288, FILE, 0",
    "512, FILE, 0",
    "-1, DIRECTORY, 511",
  })
  void kindAndPermissions_areReadFromTheBits(long bits, Kind kind, int permissions) {
    var mode = new FileMode(bits);
    assertThat(mode.kind()).isEqualTo(kind);
    assertThat(mode.permissions()).isEqualTo(permissions);
    assertThat(mode.bits()).isEqualTo(bits);
  }

  @Test
  void theFactories_giveGoNumbers() {
    assertThat(FileMode.file(0755).bits()).isEqualTo(493);
    assertThat(FileMode.file(04755).bits()).isEqualTo(493);
    assertThat(FileMode.directory(0755).bits()).isEqualTo(2147484141L);
    assertThat(FileMode.directory(0177777).bits()).isEqualTo(FileMode.DIRECTORY | 0777);
    assertThat(FileMode.symlink().bits()).isEqualTo(134218239);
  }
}
