package dev.dateilager.adapters.fs.attack;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A tree outside of everything that may be changed (I1). Attackers lead whoever they attack to it;
 * no name, byte, mode, owner, inode or time in it may ever differ from what was planted. What may
 * differ is how many names outside point to its files.
 */
public final class Canary {
  private final Path root;
  private final SortedMap<String, String> planted;

  private Canary(Path root, SortedMap<String, String> planted) {
    this.root = root;
    this.planted = planted;
  }

  /** Plants one in a directory, which is made. */
  public static Canary plant(Path root) throws IOException {
    Files.createDirectories(root.resolve("dir/deep"));
    Files.createDirectory(root.resolve("empty"));
    write(root.resolve("file"), "canary", "rw-r--r--");
    write(root.resolve("secret"), "canary secret", "rw-------");
    write(root.resolve("dir/run"), "#!/bin/false\n", "rwxr-xr-x");
    write(root.resolve("dir/deep/empty"), "", "r--r--r--");
    Files.createSymbolicLink(root.resolve("dir/link"), Path.of("../file"));
    for (String directory : List.of("", "dir", "dir/deep", "empty")) {
      Files.setPosixFilePermissions(
          root.resolve(directory), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return new Canary(root, described(root));
  }

  private static void write(Path file, String content, String mode) throws IOException {
    Files.writeString(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  /** Where it stands. */
  public Path root() {
    return root;
  }

  /** Its regular files. */
  public List<Path> files() {
    return Stream.of("file", "secret", "dir/run", "dir/deep/empty").map(root::resolve).toList();
  }

  /** Whether something reached it; for a suite's proof that it would notice. */
  public boolean isTouched() throws IOException {
    return !described(root).equals(planted);
  }

  /** Fails if something reached it. */
  public void assertUntouched() throws IOException {
    assertThat(described(root)).isEqualTo(planted);
  }

  private static SortedMap<String, String> described(Path root) throws IOException {
    var tree = new TreeMap<String, String>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        tree.put(root.relativize(path).toString(), describe(path));
      }
    }
    return tree;
  }

  private static String describe(Path path) throws IOException {
    Map<String, Object> unix =
        Files.readAttributes(path, "unix:mode,uid,gid,ino,size,lastModifiedTime", NOFOLLOW_LINKS);
    String content =
        Files.isSymbolicLink(path)
            ? "-> " + Files.readSymbolicLink(path)
            : Files.isRegularFile(path, NOFOLLOW_LINKS)
                ? ContentHash.of(Blob.copyOf(Files.readAllBytes(path))).hex()
                : "";
    return "mode %o, owner %s:%s, inode %s, %s bytes of %s %s"
        .formatted(
            (Integer) unix.get("mode"),
            unix.get("uid"),
            unix.get("gid"),
            unix.get("ino"),
            unix.get("size"),
            unix.get("lastModifiedTime"),
            content);
  }
}
