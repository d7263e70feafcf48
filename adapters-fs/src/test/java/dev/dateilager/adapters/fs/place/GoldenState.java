package dev.dateilager.adapters.fs.place;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Bytes, modes, owners and inodes of a store's golden files, none of which may ever change (I6,
 * I7); how many names they have may.
 */
final class GoldenState {
  private final Path objects;
  private final SortedMap<String, String> before;

  private GoldenState(Path objects, SortedMap<String, String> before) {
    this.objects = objects;
    this.before = before;
  }

  /** Of the node at {@code dir}, as it is now. */
  static GoldenState of(Path dir) throws IOException {
    Path objects = dir.resolve("store/objects");
    return new GoldenState(objects, described(objects));
  }

  void assertUnchanged() throws IOException {
    assertThat(described(objects)).isEqualTo(before);
  }

  /** Like {@link #assertUnchanged}, but more may have come since. */
  void assertHolds() throws IOException {
    assertThat(described(objects)).containsAllEntriesOf(before);
  }

  private static SortedMap<String, String> described(Path objects) throws IOException {
    var state = new TreeMap<String, String>();
    try (Stream<Path> paths = Files.walk(objects)) {
      for (Path path : paths.toList()) {
        Map<String, Object> unix =
            Files.readAttributes(path, "unix:mode,uid,gid,ino", NOFOLLOW_LINKS);
        state.put(objects.relativize(path).toString(), new TreeMap<>(unix) + content(path));
      }
    }
    return state;
  }

  /** Not of directories: they grow when packs are added. */
  private static String content(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return Files.readSymbolicLink(path).toString();
    }
    return Files.isRegularFile(path, NOFOLLOW_LINKS)
        ? ContentHash.of(Blob.copyOf(Files.readAllBytes(path))).hex()
        : "";
  }
}
