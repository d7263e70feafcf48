package dev.dateilager.adapters.fs.disk;

import dev.dateilager.domain.staging.NodePath;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * Any file system of {@code java.nio.file} that has the {@code unix} attributes. Right while nobody
 * else changes the directories above those it works in (threats.md §7).
 */
public final class NioDisk implements Disk {
  private final FileSystem files;

  /**
   * A disk over a file system.
   *
   * @param files must support the attribute view {@code unix}
   * @throws IllegalArgumentException if it does not: modes and links could not be told then
   */
  public NioDisk(FileSystem files) {
    if (!files.supportedFileAttributeViews().contains("unix")) {
      throw new IllegalArgumentException("file system %s has no unix attributes".formatted(files));
    }
    this.files = files;
  }

  @Override
  public Dir open(NodePath path) throws DiskException {
    Path directory = files.getPath(path.value());
    try {
      Path real = directory.toRealPath();
      if (!Files.isDirectory(real)) {
        throw new DiskException("open directory", path.value(), Reason.NOT_A_DIRECTORY, "nio");
      }
      return new NioDir(real);
    } catch (DiskException failure) {
      throw failure;
    } catch (IOException failure) {
      throw NioFailures.of("open directory", directory, failure);
    }
  }

  @Override
  public Dir openWithMounts(NodePath path) throws DiskException {
    return open(path); // mounts cannot be told here
  }

  @Override
  public Dir top() {
    return new NioDir(files.getRootDirectories().iterator().next());
  }

  @Override
  public OptionalLong user() {
    return OptionalLong.empty();
  }
}
