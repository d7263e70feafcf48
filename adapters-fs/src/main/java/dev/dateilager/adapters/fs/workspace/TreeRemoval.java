package dev.dateilager.adapters.fs.workspace;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;

/**
 * Removes whatever stands at a path with all below it, links not followed: by open directories
 * where the file system has them, so that nobody can exchange one for a link meanwhile (I1).
 */
final class TreeRemoval {
  private TreeRemoval() {}

  /** Removes {@code path}; nothing there is no failure. */
  static void removeAll(Path path) throws IOException {
    if (FileState.isDirectory(path)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
        if (entries instanceof SecureDirectoryStream<Path> secure) {
          empty(secure);
        } else {
          for (Path entry : entries) {
            removeAll(entry);
          }
        }
      } catch (NoSuchFileException | NotDirectoryException _) {
        // someone was faster; what stands there now is removed below
      }
    }
    Files.deleteIfExists(path);
  }

  private static void empty(SecureDirectoryStream<Path> directory) throws IOException {
    var names = new ArrayList<Path>();
    for (Path entry : directory) {
      names.add(entry.getFileName());
    }
    for (Path name : names) {
      try {
        remove(directory, name);
      } catch (NoSuchFileException _) {
        // someone was faster
      }
    }
  }

  private static void remove(SecureDirectoryStream<Path> parent, Path name) throws IOException {
    boolean isDirectory =
        parent
            .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
            .readAttributes()
            .isDirectory();
    if (!isDirectory) {
      parent.deleteFile(name);
      return;
    }
    try (SecureDirectoryStream<Path> below =
        parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
      empty(below);
    }
    parent.deleteDirectory(name);
  }
}
