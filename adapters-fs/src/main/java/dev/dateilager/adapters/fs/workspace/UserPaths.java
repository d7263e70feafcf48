package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.domain.staging.NodePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Opens directories by the paths that users name: links on the way and in their place are followed,
 * once (R1). Below what is opened none ever is; what is mounted there is part of the tree.
 */
final class UserPaths {
  private UserPaths() {}

  /**
   * Opens a directory.
   *
   * @return absent if nothing stands there
   */
  static Optional<Dir> open(Disk disk, Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    try {
      if (absolute.equals(absolute.getRoot())) {
        return Optional.of(disk.top());
      }
      boolean plain = absolute.equals(absolute.normalize());
      String name = (plain ? absolute : absolute.toRealPath()).toString();
      return Optional.of(name.equals("/") ? disk.top() : disk.openWithMounts(new NodePath(name)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (DiskException failure) {
      if (failure.reason() == Reason.ABSENT && !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** Opens a directory, making it and its parents if they are missing. */
  static Dir openMade(Disk disk, Path path) throws IOException {
    Files.createDirectories(path);
    return open(disk, path)
        .orElseThrow(() -> new IOException("'%s' vanished as it was made".formatted(path)));
  }
}
