package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.HeldLock;
import dev.dateilager.adapters.fs.disk.LockAttempt;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.staging.NodePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The staging path as a store: marked as ours, closed to others, and locked (R5).
 *
 * @param dir the directory
 * @param lock held until the store is closed
 */
record StoreRoot(Dir dir, HeldLock lock) {
  private static final String MARKER = "FORMAT";
  private static final String FORM = "dateilager store 1\n";
  private static final String NEW_MARKER = "FORMAT.new";
  private static final String LOCK = ".store.lock";
  private static final int PRIVATE = 0700;
  private static final int PARENT = 0755;

  /**
   * Makes or opens the staging path and locks it; nothing else in it is read before, or changed.
   *
   * @throws FailedPrecondition if it holds something that is not ours, belongs to somebody else, or
   *     another process has it
   */
  static StoreRoot take(Disk disk, NodePath path, String holder)
      throws DiskException, FailedPrecondition {
    Dir dir = openOrMake(disk, path, PRIVATE);
    try {
      OptionalLong user = disk.user();
      if (user.isPresent() && user.getAsLong() != dir.stat().owner()) {
        throw new FailedPrecondition(
            "staging path '%s' belongs to user %d, it must belong to user %d who runs this"
                .formatted(path, dir.stat().owner(), user.getAsLong())); // I6
      }
      refuseForeign(dir);
      HeldLock lock =
          switch (dir.lock(LOCK)) {
            case LockAttempt.Got(HeldLock got) -> got;
            case LockAttempt.Taken(String who) ->
                throw new FailedPrecondition(
                    "store '%s' is in use by %s".formatted(path, who.isEmpty() ? "?" : who));
          };
      try {
        tell(lock, holder);
        mark(dir);
        return new StoreRoot(dir, lock);
      } catch (DiskException failure) {
        lock.close();
        throw failure;
      }
    } catch (DiskException | FailedPrecondition failure) {
      dir.close();
      throw failure;
    }
  }

  /** Says who has it; a disk too full for that holds a store all the same. */
  private static void tell(HeldLock lock, String holder) throws DiskException {
    try {
      lock.write(holder + "\n");
    } catch (DiskException failure) {
      if (failure.reason() != Reason.FULL) {
        throw failure;
      }
    }
  }

  private static Dir openOrMake(Disk disk, NodePath path, int mode) throws DiskException {
    try {
      return disk.open(path);
    } catch (DiskException failure) {
      if (failure.reason() != Reason.ABSENT) {
        throw failure;
      }
    }
    int slash = path.value().lastIndexOf('/');
    try (Dir parent =
        slash == 0
            ? disk.top()
            : openOrMake(disk, new NodePath(path.value().substring(0, slash)), PARENT)) {
      Dir made = parent.ensure(path.value().substring(slash + 1), mode);
      try {
        syncName(parent, made);
        return made;
      } catch (DiskException failure) {
        made.close();
        throw failure;
      }
    }
  }

  /** Or all that will be durable below it would go with its name (I12). */
  private static void syncName(Dir parent, Dir made) throws DiskException {
    if (made.syncsFileSystem()) {
      made.syncFileSystem(); // the parent may be one that we may write but not read
    } else {
      parent.sync();
    }
  }

  private static void refuseForeign(Dir dir) throws DiskException, FailedPrecondition {
    Optional<String> marker = CheckedText.readText(dir, MARKER);
    if (marker.isPresent()) {
      if (!marker.get().equals(FORM)) {
        throw new FailedPrecondition(
            "store '%s' has the form '%s', this program knows '%s'"
                .formatted(dir.shown(), marker.get().strip(), FORM.strip()));
      }
      return;
    }
    List<String> found = new ArrayList<>(dir.list());
    found.removeAll(List.of(LOCK, NEW_MARKER)); // left by a first start that was cut short
    if (!found.isEmpty()) {
      throw new FailedPrecondition(
          "staging path '%s' holds '%s' and is not a store of ours; name an empty or a new directory"
              .formatted(dir.shown(), found.getFirst()));
    }
  }

  private static void mark(Dir dir) throws DiskException {
    dir.chmod(PRIVATE); // it may have been made by hand (I6)
    if (dir.look(MARKER).isEmpty()) {
      if (dir.look(NEW_MARKER).isPresent()) {
        dir.unlink(NEW_MARKER);
      }
      CheckedText.replace(dir, NEW_MARKER, dir, MARKER, FORM, 0600);
    }
  }
}
