package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.HeldLock;
import dev.dateilager.adapters.fs.disk.LockAttempt;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.ObjectPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a directory keeps of its own below {@code .dl} (formats.md §5): the version, the summary,
 * the lock, and private files while it is open. Made at the first write, not before; opened once,
 * and then the same directory wherever someone moves it.
 *
 * <p>The lock is on {@code .dl/diff.s2}, a name that Go's walk leaves out and nothing of ours
 * writes (ADR 0004); so nothing that a Go client would send is left when this is closed, and after
 * a crash only {@code .dl/tmp}, until the next opening.
 *
 * <p>The monitor guards all fields.
 */
final class StateFiles implements AutoCloseable {
  private static final int LONGEST_VERSION = 64;
  private static final String LOCK = "diff.s2";
  private static final String TEMPORARY = "tmp";
  private static final String VERSION = "version";
  private static final String SUMMARY = "sum.s2";
  private static final List<String> OURS = List.of(VERSION, SUMMARY, LOCK); // the lock is last

  private final ProjectRoot root;
  private final FlushedWrites flushed;
  private final int maxSummaryBytes;
  private @Nullable Dir directory;
  private @Nullable HeldLock lock;
  private @Nullable PrivateFiles files;
  private long versionSeen;

  private StateFiles(ProjectRoot root, FlushedWrites flushed, int maxSummaryBytes) {
    this.root = root;
    this.flushed = flushed;
    this.maxSummaryBytes = maxSummaryBytes;
  }

  /**
   * The state of a directory, locked if there is any.
   *
   * @throws Aborted if another process holds it
   * @throws FailedPrecondition if {@code .dl} is no real directory (I20)
   */
  static StateFiles open(ProjectRoot root, FlushedWrites flushed, int maxSummaryBytes)
      throws IOException, DateiLagerException {
    var state = new StateFiles(root, flushed, maxSummaryBytes);
    boolean ready = false;
    try {
      state.look();
      ready = true;
      return state;
    } finally {
      if (!ready) {
        state.close();
      }
    }
  }

  private synchronized void look() throws IOException, DateiLagerException {
    Optional<Dir> top = root.ifThere();
    if (top.isPresent() && open(top.get())) {
      boolean writable = top.get().mayWrite(ObjectPath.STATE_DIRECTORY);
      if (writable) { // else only reading may work, and writing will tell
        takeLock();
        PrivateFiles.clear(opened(), TEMPORARY);
      }
    }
    versionSeen = version();
  }

  /** Whether there is a state directory; opens it. */
  private boolean open(Dir top) throws DiskException, FailedPrecondition {
    try {
      directory = top.open(ObjectPath.STATE_DIRECTORY);
      return true;
    } catch (DiskException failure) {
      return switch (failure.reason()) {
        case ABSENT -> false;
        case ESCAPES, NOT_A_DIRECTORY ->
            throw new FailedPrecondition(
                "'%s/%s' must be a directory that is no symbolic link; remove it to go on"
                    .formatted(top, ObjectPath.STATE_DIRECTORY),
                failure);
        default -> throw failure;
      };
    }
  }

  private Dir opened() {
    if (directory == null) {
      throw new IllegalStateException("'%s' has no state directory yet".formatted(root));
    }
    return directory;
  }

  private void takeLock() throws DiskException, Aborted {
    lock =
        switch (opened().lock(LOCK)) {
          case LockAttempt.Got(HeldLock got) -> got;
          case LockAttempt.Taken _ ->
              throw new Aborted("another process is working on '%s'".formatted(root));
        };
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
    if (directory == null) {
      Dir top = root.made();
      try {
        top.makeLessUmask(ObjectPath.STATE_DIRECTORY, 0775).close();
      } catch (DiskException failure) {
        if (failure.reason() != Reason.EXISTS) {
          throw failure;
        }
      }
      if (!open(top)) {
        throw new Aborted("'%s/%s' was taken away".formatted(root, ObjectPath.STATE_DIRECTORY));
      }
    }
    if (lock == null) {
      takeLock();
    }
    if (version() != versionSeen) {
      throw new Aborted("another process brought '%s' to another version".formatted(root));
    }
    files = PrivateFiles.fresh(opened(), TEMPORARY);
    return files;
  }

  /** The recorded version; 0 if there is none. */
  synchronized long version() throws IOException, DateiLagerException {
    Optional<byte[]> bytes = read(VERSION, LONGEST_VERSION);
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
        "'%s/version' holds no version number; remove it to rebuild everything"
            .formatted(opened()));
  }

  /**
   * The summary's bytes; what a file declares to be long is not set aside room for.
   *
   * @throws ResourceExhausted if it is longer than it may be
   */
  synchronized Optional<Blob> summary() throws IOException, ResourceExhausted {
    Optional<byte[]> bytes = read(SUMMARY, maxSummaryBytes + 1);
    if (bytes.isPresent() && bytes.get().length > maxSummaryBytes) {
      throw new ResourceExhausted(
          "'%s/%s' has more than %d bytes, which is more than is read; without that file an update sends all that is there, but does not see what was removed"
              .formatted(opened(), SUMMARY, maxSummaryBytes));
    }
    return bytes.map(Blob::owned);
  }

  private Optional<byte[]> read(String name, int longest) throws IOException {
    if (directory == null) {
      return Optional.empty();
    }
    try (InputStream in = directory.read(name)) {
      return Optional.of(in.readNBytes(longest));
    } catch (DiskException failure) {
      if (failure.reason() == Reason.ABSENT) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  void recordSummary(Blob bytes) throws IOException, DateiLagerException {
    replace(SUMMARY, bytes.toByteArray(), 0644);
  }

  /** Flushes everything, then moves the version (I20). */
  void recordVersion(long version) throws IOException, DateiLagerException {
    ready();
    flushed.flush(root.made());
    replace(VERSION, Blob.utf8(Long.toString(version)).toByteArray(), 0755);
    synchronized (this) {
      flushed.forceNames(opened());
      versionSeen = version;
    }
  }

  private synchronized void replace(String name, byte[] bytes, int mode)
      throws IOException, DateiLagerException {
    PrivateFiles ready = ready();
    String file = ready.state(bytes, mode, flushed);
    ready.dir().rename(file, opened(), name);
  }

  /** Removes all of it, and gives the lock back. Does nothing if there is no state directory. */
  synchronized void forget() throws IOException {
    if (directory == null) {
      return;
    }
    if (files != null) {
      files.close();
      files = null;
    }
    for (String name : OURS) {
      try {
        directory.unlink(name);
      } catch (DiskException failure) {
        if (failure.reason() != Reason.ABSENT) {
          throw failure;
        }
      }
    }
    root.made().removeDir(ObjectPath.STATE_DIRECTORY);
    close();
  }

  /** Removes what is private, gives the lock back and closes what is open; never fails. */
  @Override
  public synchronized void close() {
    if (files != null) {
      files.close();
    }
    if (lock != null) {
      lock.close();
    }
    if (directory != null) {
      directory.close();
    }
    files = null;
    lock = null;
    directory = null;
  }
}
