package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.HeldLock;
import dev.dateilager.adapters.fs.disk.LockAttempt;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.nio.charset.StandardCharsets;
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
    boolean leftOver = root.look(NAME).isPresent();
    if (leftOver) {
      refuseUnlessOurs(root);
    }
    put(dirs, holder, leftOver);
    return switch (root.lock(NAME)) {
      case LockAttempt.Got(HeldLock lock) -> new CacheLock(root, lock);
      case LockAttempt.Taken(String who) -> throw refusal(root, "it is held by " + who);
    };
  }

  /**
   * Lets it appear only once what it says is on the disk: after a crash or a power cut an empty one
   * would look like Go's, and need a human (I11, I12).
   */
  private static void put(StoreDirs dirs, String holder, boolean replacing)
      throws DiskException, FailedPrecondition {
    String fresh = UUID.randomUUID().toString();
    byte[] text = (OURS + holder + "\n").getBytes(StandardCharsets.UTF_8);
    boolean made = false;
    try (NewFile file = dirs.tmp().create(fresh)) {
      file.write(text, 0, text.length);
      file.finish(0600, true);
      if (replacing) {
        dirs.tmp().rename(fresh, dirs.root(), NAME);
      } else {
        dirs.tmp().renameNew(fresh, dirs.root(), NAME);
      }
      made = true;
    } catch (DiskException failure) {
      if (failure.reason() == Reason.EXISTS) {
        throw refusal(dirs.root(), "another writer made it just now");
      }
      throw failure;
    } finally {
      if (!made) {
        dirs.tmp().removeTree(fresh);
      }
    }
  }

  /** Ours is a left-over unless it is locked: whoever made it is dead then. */
  private static void refuseUnlessOurs(Dir root) throws DiskException, FailedPrecondition {
    switch (root.lock(NAME)) {
      case LockAttempt.Taken(String who) -> throw refusal(root, "it is held by " + who);
      case LockAttempt.Got(HeldLock lock) -> {
        try (lock) {
          String content = lock.content();
          if (!content.startsWith(OURS)) {
            throw refusal(
                root,
                content.isEmpty()
                    ? "another program made it, such as Go's 'dateilager-client getcache'; if none"
                        + " runs, delete it"
                    : "it holds '%s'".formatted(content.strip()));
          }
        }
      }
    }
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
