package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Changes and reads real files the plain way, with nothing of what is tested. */
final class DiskByHand {
  private DiskByHand() {}

  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  static <T> T unchecked(Work<T> work) {
    try {
      return work.run();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static void write(Path file, byte[] content, int permissions) {
    unchecked(
        () -> {
          Files.createDirectories(file.getParent());
          FileTime before = Files.exists(file) ? Files.getLastModifiedTime(file) : null;
          Files.write(file, content);
          Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(text(permissions)));
          if (before != null) {
            moveOn(file, before);
          }
          return file;
        });
  }

  private static String text(int permissions) {
    var text = new StringBuilder();
    for (int i = 8; i >= 0; i--) {
      text.append((permissions >> i & 1) == 0 ? '-' : "xwr".charAt(i % 3));
    }
    return text.toString();
  }

  /** Past the old time, however coarse the clock is. */
  static void moveOn(Path file, FileTime before) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(before.toInstant().plusNanos(1_000_000)));
  }

  static void touch(Path file) {
    unchecked(
        () -> {
          moveOn(file, Files.getLastModifiedTime(file));
          return file;
        });
  }

  static void mkdir(Path directory) {
    unchecked(() -> Files.createDirectories(directory));
  }

  static void symlink(Path link, String target) {
    unchecked(
        () -> {
          Files.createDirectories(link.getParent());
          return Files.createSymbolicLink(link, link.getFileSystem().getPath(target));
        });
  }

  static void remove(Path path) {
    unchecked(
        () -> {
          if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            try (Stream<Path> below = Files.list(path)) {
              below.forEach(DiskByHand::remove);
            }
          }
          return Files.deleteIfExists(path);
        });
  }

  /** See {@code HandmadeDirectory.tree}. */
  static SortedMap<String, String> tree(Path root, String without) {
    var tree = new TreeMap<String, String>();
    if (Files.exists(root)) {
      describe(root, "", without, tree);
    }
    return tree;
  }

  private static void describe(
      Path directory, String prefix, String without, SortedMap<String, String> tree) {
    unchecked(
        () -> {
          boolean empty = true;
          try (var entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
              String name = prefix + entry.getFileName();
              empty = false;
              if (name.equals(without)) {
                continue;
              }
              if (Files.isSymbolicLink(entry)) {
                tree.put(name, "-> " + Files.readSymbolicLink(entry));
              } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                describe(entry, name + "/", without, tree);
              } else if (Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
                tree.put(name, described(entry));
              } else {
                tree.put(name, "special");
              }
            }
          }
          if (empty && !prefix.isEmpty()) {
            tree.put(prefix, "dir");
          }
          return tree;
        });
  }

  private static String described(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    String letters =
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
    int permissions = Integer.parseInt(letters.replaceAll("[rwx]", "1").replace('-', '0'), 2);
    String text =
        content.length > 200
            ? ContentHash.of(Blob.copyOf(content)).hex()
            : new String(content, StandardCharsets.UTF_8);
    return "%o %s".formatted(permissions, text);
  }
}
