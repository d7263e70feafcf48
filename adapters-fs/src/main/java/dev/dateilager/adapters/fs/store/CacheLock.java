package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.HeldLock;
import dev.dateilager.adapters.fs.disk.LockAttempt;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.util.UUID;

/**
 * The {@code .lock} of a download, whose mere existence stops Go's {@code getcache} (formats.md
 * §4). Ours says who holds it and is locked besides, so that a left-over of ours is told from a
 * living one; Go's is empty and cannot be judged (R5).
 */
final class CacheLock implements AutoCloseable {
  private static final String NAME = ".lock";
  private static final String OURS = "dateilager ";

  private final Dir root;
  private final HeldLock lock;

  private CacheLock(Dir root, HeldLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Makes it, or takes over a left-over of ours.
   *
   * @throws FailedPrecondition if another writer's stands there
   */
  static CacheLock take(StoreDirs dirs, String holder) throws DiskException, FailedPrecondition {
    Dir root = dirs.root();
    HeldLock lock = root.look(NAME).isPresent() ? takeOver(root, holder) : make(dirs, holder);
    return new CacheLock(root, lock);
  }

  /** Never shows it empty, or a crash in between would leave what looks like Go's (I11). */
  private static HeldLock make(StoreDirs dirs, String holder)
      throws DiskException, FailedPrecondition {
    String fresh = UUID.randomUUID().toString();
    HeldLock lock = dirs.tmp().lockNew(fresh);
    boolean made = false;
    try {
      lock.write(OURS + holder + "\n");
      dirs.tmp().renameNew(fresh, dirs.root(), NAME);
      made = true;
      return lock;
    } catch (DiskException failure) {
      if (failure.reason() == Reason.EXISTS) {
        throw refusal(dirs.root(), "another writer made it just now");
      }
      throw failure;
    } finally {
      if (!made) {
        dirs.tmp().removeTree(fresh);
        lock.close();
      }
    }
  }

  private static HeldLock takeOver(Dir root, String holder)
      throws DiskException, FailedPrecondition {
    return switch (root.lock(NAME)) {
      case LockAttempt.Taken(String who) -> throw refusal(root, "it is held by " + who);
      case LockAttempt.Got(HeldLock lock) -> {
        boolean kept = false;
        try {
          String content = lock.content();
          if (content.startsWith(OURS)) {
            lock.write(OURS + holder + "\n");
            kept = true; // whoever made it is dead, or its lock would be held
            yield lock;
          }
          throw refusal(
              root,
              content.isEmpty()
                  ? "another program made it, such as Go's 'dateilager-client getcache'; if none"
                      + " runs, delete it"
                  : "it holds '%s'".formatted(content.strip()));
        } finally {
          if (!kept) {
            lock.close();
          }
        }
      }
    };
  }

  private static FailedPrecondition refusal(Dir root, String why) {
    return new FailedPrecondition(
        "unable to obtain cache lock file '%s/%s': %s".formatted(root.shown(), NAME, why));
  }

  /** Removes the file while it is still locked, so that nobody else's is removed. */
  @Override
  public void close() {
    try {
      root.unlink(NAME);
    } catch (DiskException _) {
      // it is ours by its content and will be taken over next time
    } finally {
      lock.close();
    }
  }
}
