package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.ObjectPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a directory keeps of its own below {@code .dl} (formats.md §5): the version, the summary,
 * the lock, and private files while it is open. Made at the first write, not before.
 *
 * <p>The lock is on {@code .dl/diff.s2}, a name that Go's walk leaves out and nothing of ours
 * writes (ADR 0004); so nothing that a Go client would send is left when this is closed, and after
 * a crash only {@code .dl/tmp}, until the next opening.
 */
final class StateFiles implements AutoCloseable {
  private static final int LONGEST_VERSION = 64;

  private final Path root;
  private final Path directory;
  private final FlushedWrites flushed;
  private @Nullable FileClaim lock;
  private @Nullable PrivateFiles files;
  private long versionSeen;

  private StateFiles(Path root, FlushedWrites flushed) {
    this.root = root;
    this.directory = root.resolve(ObjectPath.STATE_DIRECTORY);
    this.flushed = flushed;
  }

  /**
   * The state of the directory at {@code root}, locked if there is any.
   *
   * @throws Aborted if another process holds it
   * @throws FailedPrecondition if {@code .dl} is no real directory (I20)
   */
  static StateFiles open(Path root, FlushedWrites flushed) throws IOException, DateiLagerException {
    var state = new StateFiles(root, flushed);
    if (Files.exists(state.directory, LinkOption.NOFOLLOW_LINKS)) {
      state.requireDirectory();
      if (Files.isWritable(state.directory)) { // else only reading may work, and writing will tell
        state.takeLock();
        TreeRemoval.removeAll(state.directory.resolve("tmp"));
      }
    }
    state.versionSeen = state.version();
    return state;
  }

  private void requireDirectory() throws FailedPrecondition {
    if (!FileState.isDirectory(directory)) {
      throw new FailedPrecondition(
          "'%s' must be a directory that is no symbolic link".formatted(directory));
    }
  }

  private void takeLock() throws IOException, Aborted {
    lock =
        FileClaim.take(directory.resolve("diff.s2"), false)
            .orElseThrow(() -> new Aborted("another process is working on '%s'".formatted(root)));
  }

  /**
   * Makes what is missing for writing: the directory, its state directory and the lock.
   *
   * @throws Aborted if another process took the directory since it was opened
   */
  synchronized PrivateFiles ready() throws IOException, DateiLagerException {
    if (files != null) {
      return files;
    }
    Files.createDirectories(root);
    try {
      Files.createDirectory(
          directory,
          PrivateFiles.attributes(
              root.getFileSystem().supportedFileAttributeViews().contains("posix"), 0775));
    } catch (FileAlreadyExistsException _) {
      requireDirectory();
    }
    if (lock == null) {
      takeLock();
    }
    if (version() != versionSeen) {
      throw new Aborted("another process brought '%s' to another version".formatted(root));
    }
    files = PrivateFiles.fresh(directory.resolve("tmp"));
    return files;
  }

  /** The recorded version; 0 if there is none. */
  synchronized long version() throws IOException, DateiLagerException {
    Optional<byte[]> bytes = read("version", LONGEST_VERSION);
    if (bytes.isEmpty()) {
      return 0;
    }
    String text = Blob.owned(bytes.get()).toUtf8().strip();
    try {
      long version = Long.parseLong(text);
      if (version >= 0) {
        return version;
      }
    } catch (NumberFormatException _) {
      // told below
    }
    throw new Corrupt(
        "'%s' holds no version number; remove it to rebuild everything"
            .formatted(directory.resolve("version")));
  }

  Optional<Blob> summary() throws IOException {
    return read("sum.s2", Integer.MAX_VALUE).map(Blob::owned);
  }

  private Optional<byte[]> read(String name, int longest) throws IOException {
    try (InputStream in =
        Files.newInputStream(directory.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(in.readNBytes(longest));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  void recordSummary(Blob bytes) throws IOException, DateiLagerException {
    replace("sum.s2", bytes.toByteArray(), 0644);
  }

  /** Flushes everything, then moves the version (I20). */
  void recordVersion(long version) throws IOException, DateiLagerException {
    ready();
    flushed.flush(root);
    replace("version", Blob.utf8(Long.toString(version)).toByteArray(), 0755);
    flushed.forceNames(directory);
    synchronized (this) {
      versionSeen = version;
    }
  }

  private void replace(String name, byte[] bytes, int mode)
      throws IOException, DateiLagerException {
    Path file = ready().state(bytes, mode, flushed);
    Files.move(file, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what is private and gives the lock back; never fails. */
  @Override
  public synchronized void close() {
    try {
      if (files != null) {
        files.remove();
      }
    } catch (IOException _) {
      // the next opening removes it
    }
    if (lock != null) {
      lock.close();
    }
    files = null;
    lock = null;
  }
}
