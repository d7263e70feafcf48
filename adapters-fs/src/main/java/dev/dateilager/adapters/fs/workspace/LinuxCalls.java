package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.staging.NodePath;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What {@code java.nio.file} cannot do on Linux: make a link whose text is not a path in normal
 * form, and flush one whole file system.
 */
final class LinuxCalls {
  private static final LinuxDisk DISK = new LinuxDisk();

  private LinuxCalls() {}

  /** Whether the calls can be made on a path of this kind. */
  static boolean serve(Path path) {
    return path.getFileSystem().equals(FileSystems.getDefault()) && LinuxDisk.isAvailable();
  }

  /** Makes a symbolic link whose text is exactly {@code text}. */
  static void symlink(String text, Path link) throws IOException {
    try (Dir parent = open(Objects.requireNonNull(link.getParent()))) {
      parent.symlink(text, link.getFileName().toString());
    }
  }

  /**
   * Writes everything of the file system that holds {@code directory} to the disk (F14).
   *
   * @throws IOException if the file system failed to; what was written since is condemned (I12)
   */
  static void syncFileSystem(Path directory) throws IOException {
    try (Dir opened = open(directory)) {
      opened.syncFileSystem();
    }
  }

  /** Writes a directory's names to the disk. */
  static void syncNames(Path directory) throws IOException {
    try (Dir opened = open(directory)) {
      opened.sync();
    }
  }

  private static Dir open(Path directory) throws IOException {
    String real = directory.toRealPath().toString();
    return real.equals("/") ? DISK.top() : DISK.open(new NodePath(real));
  }
}
