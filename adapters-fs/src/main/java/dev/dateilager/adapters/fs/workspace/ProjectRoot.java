package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A project's directory, which may still have to be made; opened once, and then the same directory
 * wherever its path leads by now. Safe for use by many threads.
 */
final class ProjectRoot implements AutoCloseable {
  private final Disk disk;
  private final Path path;
  private @Nullable Dir open;

  private ProjectRoot(Disk disk, Path path, @Nullable Dir open) {
    this.disk = disk;
    this.path = path;
    this.open = open;
  }

  /**
   * Opens it, if something is there.
   *
   * @throws FailedPrecondition if that is no directory
   */
  static ProjectRoot open(Disk disk, Path path) throws IOException, FailedPrecondition {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !Files.isDirectory(path)) {
      throw new FailedPrecondition("'%s' is no directory".formatted(path));
    }
    return new ProjectRoot(disk, path, UserPaths.open(disk, path).orElse(null));
  }

  /** The directory, which stays this object's; absent if it was not there and was not made. */
  synchronized Optional<Dir> ifThere() {
    return Optional.ofNullable(open);
  }

  /** The directory, which stays this object's; made with its parents if it is missing. */
  synchronized Dir made() throws IOException {
    Dir made = open == null ? UserPaths.openMade(disk, path) : open;
    open = made;
    return made;
  }

  @Override
  public synchronized void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
