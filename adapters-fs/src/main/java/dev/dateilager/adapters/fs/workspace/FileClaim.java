package dev.dateilager.adapters.fs.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that this process holds for itself, until it is closed or the process dies.
 *
 * <p>The lock is a POSIX record lock, which the whole process loses when any of its channels of
 * that file is closed (F1). So the file is opened only by whoever holds its name in {@link #HELD},
 * which also keeps threads of this process apart.
 */
final class FileClaim implements AutoCloseable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet(); // as locks are: per process

  private final Path name;
  private final FileChannel channel;

  private FileClaim(Path name, FileChannel channel) {
    this.name = name;
    this.channel = channel;
  }

  /**
   * Claims a file, which is made if it is missing.
   *
   * @param fresh whether it must be missing
   * @return absent if another process or thread holds it, or the name went over to another file
   * @throws java.nio.file.FileAlreadyExistsException if it must be missing and is not
   */
  static Optional<FileClaim> take(Path file, boolean fresh) throws IOException {
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    Path name = directory.toRealPath().resolve(file.getFileName());
    if (!HELD.add(name)) {
      return Optional.empty();
    }
    Optional<FileClaim> claim = Optional.empty();
    try {
      claim = lock(name, fresh);
      return claim;
    } finally {
      if (claim.isEmpty()) {
        HELD.remove(name);
      }
    }
  }

  private static Optional<FileClaim> lock(Path name, boolean fresh) throws IOException {
    Set<OpenOption> options =
        Set.of(
            fresh ? StandardOpenOption.CREATE_NEW : StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    FileChannel channel =
        FileChannel.open(
            name,
            options,
            PrivateFiles.attributes(
                name.getFileSystem().supportedFileAttributeViews().contains("posix"), 0600));
    boolean held = false;
    try {
      Object before = identity(name);
      FileLock lock = channel.tryLock();
      held = lock != null && Objects.equals(before, identity(name));
      return held ? Optional.of(new FileClaim(name, channel)) : Optional.empty();
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  private static Object identity(Path name) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(name, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return Objects.requireNonNullElse(attributes.fileKey(), name);
    } catch (NoSuchFileException _) {
      return new Object(); // equal to nothing
    }
  }

  /** The claimed file; closing it is this object's business. */
  FileChannel channel() {
    return channel;
  }

  /** Gives the file back; never fails. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException _) {
      // the lock ends with the process
    }
    HELD.remove(name);
  }
}
