package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.HeldLock;
import dev.dateilager.adapters.fs.disk.LockAttempt;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.Stat;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.util.Optional;

/**
 * The {@code .lock} of a cache folder: its being there is the lock for Go's clients (formats.md
 * §4); ours also hold it as a file lock and write their process id into it, so that one which a
 * crash left is seen as such and taken over (client.md oddity 10, R5).
 */
final class CacheLock implements AutoCloseable {
  private static final String NAME = ".lock";
  private static final int TRIES = 8; // another download of ours may end while we look

  private final Dir folder;
  private final HeldLock lock;

  private CacheLock(Dir folder, HeldLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Takes the lock.
   *
   * @param folder stays open until this is closed
   * @throws FailedPrecondition if it is taken, or an empty one stands there
   */
  static CacheLock take(Dir folder) throws DiskException, FailedPrecondition {
    for (int i = 0; i < TRIES; i++) {
      try {
        return made(folder);
      } catch (DiskException failure) {
        if (failure.reason() != Reason.EXISTS) {
          throw failure;
        }
      }
      Optional<Stat> present = folder.look(NAME);
      if (present.isPresent()) { // else given back meanwhile
        return takenOver(folder, present.get());
      }
    }
    throw refused(folder, "other downloads come and go");
  }

  private static CacheLock made(Dir folder) throws DiskException {
    HeldLock lock = folder.lockNew(NAME);
    var made = new CacheLock(folder, lock);
    try {
      made.sign();
      return made;
    } catch (DiskException failure) {
      made.close();
      throw failure;
    }
  }

  private static CacheLock takenOver(Dir folder, Stat present)
      throws DiskException, FailedPrecondition {
    if (present.kind() != Stat.Kind.FILE || present.links() > 1) { // it is to be written to (I7)
      throw refused(folder, "it is no file of its own");
    }
    if (present.size() == 0) { // also if ours has not signed it yet
      throw refusedEmpty(folder);
    }
    switch (folder.lock(NAME)) {
      case LockAttempt.Taken _ -> throw refused(folder, "another download holds it");
      case LockAttempt.Got(HeldLock lock) -> {
        boolean signed = false;
        try {
          if (lock.content().isEmpty()) {
            throw refusedEmpty(folder); // someone made it anew since it was looked at
          }
          var taken = new CacheLock(folder, lock);
          taken.sign();
          signed = true;
          return taken;
        } finally {
          if (!signed) {
            lock.close();
          }
        }
      }
    }
  }

  private void sign() throws DiskException {
    lock.write("pid %d\n".formatted(ProcessHandle.current().pid()));
  }

  private static FailedPrecondition refusedEmpty(Dir folder) {
    return refused(
        folder, "it is empty, as another program makes it: remove it if no download runs");
  }

  private static FailedPrecondition refused(Dir folder, String why) {
    return new FailedPrecondition(
        "unable to obtain cache lock file '%s/%s': %s".formatted(folder, NAME, why));
  }

  /** Removes the file, then gives it back; never fails. */
  @Override
  public void close() {
    try {
      folder.unlink(NAME);
    } catch (DiskException _) {
      // the next download takes it over
    } finally {
      lock.close();
    }
  }
}
