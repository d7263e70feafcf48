package dev.dateilager.adapters.fs.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dateilager.adapters.fs.disk.NioDisk;
import dev.dateilager.adapters.fs.disk.TestDisks;
import dev.dateilager.adapters.fs.workspace.DiskCacheDirectory;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.NodePath;
import java.math.BigInteger;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A {@code versions} file says the same to the store and to a user's cache, and to this test: the
 * lines that are numbers of 63 bits, whatever else is in it (I21, R6, formats.md §4).
 */
class VersionsFuzzTest {
  private static final BigInteger LARGEST = BigInteger.valueOf(Long.MAX_VALUE);

  @FuzzTest(maxDuration = "2m")
  void listed_isWhatOthersReadThere(byte[] file) throws Exception {
    try (FileSystem files = TestDisks.inMemory()) {
      Path root = Files.createDirectory(files.getPath("/store"));
      Files.write(root.resolve("versions"), file);
      SortedSet<CacheVersion> expected = numbers(new String(file, UTF_8));
      assertThat(new DiskCacheDirectory(root).versions())
          .containsExactlyInAnyOrderElementsOf(expected);
      try (StoreDirs dirs = StoreDirs.of(new NioDisk(files).open(new NodePath("/store")))) {
        assertThat(Generations.listed(dirs)).containsExactlyElementsOf(expected);
        Generations.list(dirs, expected);
        assertThat(Generations.listed(dirs)).containsExactlyElementsOf(expected);
        assertThat(Generations.isListed(dirs, expected)).isTrue();
      }
    }
  }

  private static SortedSet<CacheVersion> numbers(String text) {
    var numbers = new TreeSet<CacheVersion>();
    for (String line : text.split("\n", -1)) {
      if (line.matches("\\+?[0-9]{1,19}") && new BigInteger(line).compareTo(LARGEST) <= 0) {
        numbers.add(new CacheVersion(new BigInteger(line).longValueExact()));
      }
    }
    return numbers;
  }
}
