package dev.dateilager.app.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskUseTest {
  @TempDir private Path dir;

  @Test
  void namesOfOneInode_takeItsBytesOnce() throws Exception {
    Path a = Files.createDirectory(dir.resolve("a"));
    Path b = Files.createDirectory(dir.resolve("b"));
    Files.writeString(a.resolve("one"), "12345");
    Files.createLink(b.resolve("two"), a.resolve("one"));
    Files.writeString(b.resolve("three"), "123");

    assertThat(DiskUse.of(List.of(a, b))).isEqualTo(new DiskUse(3, 2, 1, 13, 8));
  }
}
