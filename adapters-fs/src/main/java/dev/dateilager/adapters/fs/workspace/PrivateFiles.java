package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.NewFile;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.EntryReader;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A directory of ours alone (0700) in which files, links and whole packs are made before they are
 * moved to where they belong, and into which goes what is to be removed. Safe for use by many
 * threads.
 */
final class PrivateFiles implements AutoCloseable {
  private static final int BUFFER = 128 << 10;

  private final Dir parent;
  private final String ownName;
  private final Dir dir;
  private final AtomicLong names = new AtomicLong();

  private PrivateFiles(Dir parent, String ownName, Dir dir) {
    this.parent = parent;
    this.ownName = ownName;
    this.dir = dir;
  }

  /** Makes it anew and empty under a name of {@code parent}; what a crash left there is removed. */
  static PrivateFiles fresh(Dir parent, String name) throws DiskException {
    clear(parent, name);
    return new PrivateFiles(parent, name, parent.make(name, 0700));
  }

  /** Removes what stands at the name; all that is moved on the way stays below it till the end. */
  static void clear(Dir parent, String name) throws DiskException {
    try (Dir old = parent.open(name)) {
      for (String each : old.list()) {
        old.removeTree(each);
      }
    } catch (DiskException failure) {
      if (!Slot.isNoDirectory(failure)) {
        throw failure;
      }
    }
    parent.removeTree(name); // also a file or a link in its place, and names that are no text
  }

  /** The directory itself. */
  Dir dir() {
    return dir;
  }

  /** A name in it that was never used. */
  String name() {
    return Long.toString(names.incrementAndGet(), Character.MAX_RADIX);
  }

  /**
   * Fills a new file with the present entry's body, gives it exactly these permissions and closes
   * it.
   *
   * @throws DiskException if it could not be written; the name stays
   */
  static void fill(NewFile file, EntryReader body, long size, int permissions)
      throws DiskException, DateiLagerException {
    try (file) {
      if (size > 0) {
        var buffer = new byte[Math.clamp(size, 1, BUFFER)];
        for (int length = body.read(buffer, 0, buffer.length);
            length >= 0;
            length = body.read(buffer, 0, buffer.length)) {
          file.write(buffer, 0, length);
        }
      }
      file.finish(permissions, false);
    }
  }

  /**
   * Makes a file in it with the present entry's body and exactly these permissions.
   *
   * @return its name
   * @throws DiskException if it could not be written; then it is gone again
   */
  String file(EntryReader body, long size, int permissions)
      throws DiskException, DateiLagerException {
    String file = name();
    boolean whole = false;
    try {
      fill(dir.create(file), body, size, permissions);
      whole = true;
      return file;
    } finally {
      if (!whole) {
        dir.removeTree(file);
      }
    }
  }

  /**
   * Makes a file of state, flushed when this returns.
   *
   * @param mode before the umask
   * @return its name
   */
  String state(byte[] bytes, int mode, FlushedWrites flushed) throws DiskException {
    return exactly(bytes, mode & ~umask(), flushed);
  }

  /** As {@link #state}, but with exactly this mode. */
  String exactly(byte[] bytes, int mode, FlushedWrites flushed) throws DiskException {
    String file = name();
    try (NewFile target = dir.create(file)) {
      target.write(bytes, 0, bytes.length);
      flushed.finish(target, mode);
    }
    return file;
  }

  /** What the system takes from modes here: the umask, or a default ACL's mask. */
  private int umask() throws DiskException {
    String probe = name();
    Dir made = dir.makeLessUmask(probe, 0777);
    try (made) {
      return 0777 & ~made.stat().mode();
    } finally {
      dir.removeDir(probe);
    }
  }

  /** Removes the directory and what is left in it; never fails. */
  @Override
  public void close() {
    try {
      clear(parent, ownName);
    } catch (DiskException _) {
      // the next opening removes it
    } finally {
      dir.close();
    }
  }
}
