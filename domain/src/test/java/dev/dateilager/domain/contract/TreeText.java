package dev.dateilager.domain.contract;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;

/** A tree as text, to be compared: relative path to what stands there. */
public final class TreeText {
  private TreeText() {}

  /** A regular file. */
  public static String file(int mode, String content) {
    return "file %04o %s".formatted(mode, content);
  }

  /** A symbolic link. */
  public static String symlink(String text) {
    return "link -> " + text;
  }

  /** A directory whose mode does not matter. */
  public static String directory() {
    return "dir";
  }

  /** A directory with its mode. */
  public static String directory(int mode) {
    return "dir %04o".formatted(mode);
  }

  /** What stands below a directory, of any file system that has unix attributes. */
  public static SortedMap<String, String> read(Path root, boolean directoryModes)
      throws IOException {
    var tree = new TreeMap<String, String>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes)
              throws IOException {
            if (!dir.equals(root)) {
              put(dir, directoryModes ? directory(mode(dir)) : directory());
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            put(file, at(file));
            return FileVisitResult.CONTINUE;
          }

          private void put(Path path, String text) {
            tree.put(root.relativize(path).toString(), text);
          }
        });
    return tree;
  }

  /** What stands at a path, directories with their mode; the empty text for nothing. */
  public static String at(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return "";
    }
    if (Files.isSymbolicLink(path)) {
      return symlink(Files.readSymbolicLink(path).toString());
    }
    if (Files.isDirectory(path)) {
      return directory(mode(path));
    }
    return Files.isRegularFile(path) ? file(mode(path), Files.readString(path)) : "other";
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
  }
}
