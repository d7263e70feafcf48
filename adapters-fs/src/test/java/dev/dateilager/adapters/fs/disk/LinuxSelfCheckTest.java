package dev.dateilager.adapters.fs.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls and structs that are not what they should be are found at start (R1). */
final class LinuxSelfCheckTest {
  @TempDir private Path dir;

  @BeforeEach
  void onlyOnLinux() {
    assumeTrue(LinuxDisk.isAvailable(), "NOT RUN: this is no Linux of a known kind");
  }

  @Test
  void trouble_hereIsNone() {
    assertThat(LinuxSelfCheck.trouble()).isEmpty();
  }

  @Test
  void trouble_withEveryKindOfFile_isNone() throws Exception {
    Files.writeString(dir.resolve("file"), "12345");
    Files.createLink(dir.resolve("second name"), dir.resolve("file"));
    Files.createSymbolicLink(dir.resolve("link"), Path.of("nowhere"));
    Files.createDirectory(dir.resolve("directory"));
    Files.setPosixFilePermissions(
        dir.resolve("file"), PosixFilePermissions.fromString("r-x-w---x"));
    assertThat(LinuxSelfCheck.trouble(dir)).isEmpty();
  }

  @Test
  void trouble_withADirectoryThatIsNotThere_isTold() {
    assertThat(LinuxSelfCheck.trouble(dir.resolve("absent")))
        .hasValueSatisfying(text -> assertThat(text).contains("absent"));
  }
}
