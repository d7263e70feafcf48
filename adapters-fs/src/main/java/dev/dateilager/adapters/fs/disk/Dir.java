package dev.dateilager.adapters.fs.disk;

import dev.dateilager.domain.staging.StoreSpace;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A directory held open. Names are single components, relative to it; no symbolic link is ever
 * followed, and none is ever a parent of anything (I1, I4). May be used by many threads until it is
 * closed.
 *
 * <p>Over Linux calls it is the directory itself, wherever it is moved to. Over {@code
 * java.nio.file} it is a path, which is as good only while nobody else changes what lies above it
 * (threats.md §7).
 */
public interface Dir extends AutoCloseable {
  /** The path it was opened by, for messages. */
  String shown();

  /** Itself. */
  Stat stat() throws DiskException;

  /** What stands at a name. */
  Optional<Stat> look(String name) throws DiskException;

  /**
   * Opens a directory below this one. Unless this one was opened with mounts, they end the way.
   *
   * @param path one or more components
   * @throws DiskException {@link Reason#OTHER_MOUNT} at a mount, {@link Reason#ESCAPES} at a link
   *     or a way up, among others
   */
  Dir open(String path) throws DiskException;

  /**
   * Opens the directory that holds this one, also over the edge of a mount; absent for the one at
   * the top of all.
   */
  Optional<Dir> above() throws DiskException;

  /**
   * Makes a directory, with exactly this mode whatever the umask (F6), and opens it.
   *
   * @throws DiskException {@link Reason#EXISTS} if the name is taken
   */
  Dir make(String name, int mode) throws DiskException;

  /**
   * Makes a directory with this mode less the umask, as users' programs do, and opens it. What the
   * parent hands down (its group, a default ACL) stays.
   *
   * @throws DiskException {@link Reason#EXISTS} if the name is taken
   */
  Dir makeLessUmask(String name, int mode) throws DiskException;

  /** Opens a directory; makes it, as {@link #make} does, if it is not there. */
  default Dir ensure(String name, int mode) throws DiskException {
    try {
      return make(name, mode);
    } catch (DiskException taken) {
      if (taken.reason() == Reason.EXISTS) {
        return open(name);
      }
      throw taken;
    }
  }

  /** Opens a directory; makes it, as {@link #makeLessUmask} does, if it is not there. */
  default Dir ensureLessUmask(String name, int mode) throws DiskException {
    try {
      return makeLessUmask(name, mode);
    } catch (DiskException taken) {
      if (taken.reason() == Reason.EXISTS) {
        return open(name);
      }
      throw taken;
    }
  }

  /** The names in it, in no order; those that are not UTF-8 are shown damaged. */
  List<String> list() throws DiskException;

  /** Whether it holds nothing at all. */
  default boolean isEmpty() throws DiskException {
    return list().isEmpty();
  }

  /** Makes an empty file with mode 0600, to be written and finished. */
  NewFile create(String name) throws DiskException;

  /** Opens a regular file for reading. */
  InputStream read(String name) throws DiskException;

  /** Makes a symbolic link with this text. */
  void symlink(String text, String name) throws DiskException;

  /**
   * The text of a symbolic link.
   *
   * @return absent if it is not UTF-8
   * @throws DiskException if the name is no symbolic link, among others
   */
  Optional<String> readLink(String name) throws DiskException;

  /** Whether a symbolic link has the text that {@link #symlink} gives it. */
  default boolean linksTo(String name, String text) throws DiskException {
    return readLink(name).equals(Optional.of(text));
  }

  /** Gives a file of {@code from} a second name here; a link is not followed (F3). */
  void link(Dir from, String name, String as) throws DiskException;

  /**
   * Makes a file that shares its blocks with one of {@code from}, copied on write.
   *
   * @throws DiskException if that cannot be; nothing is left
   */
  void cloneFile(Dir from, String name, String as, int mode) throws DiskException;

  /**
   * Makes a file with the bytes of one of {@code from}.
   *
   * @throws DiskException if that failed; nothing is left
   */
  default void copyFile(Dir from, String name, String as, int mode) throws DiskException {
    try (InputStream source = from.read(name);
        NewFile target = create(as)) {
      var buffer = new byte[1 << 16];
      for (int n = source.read(buffer); n >= 0; n = source.read(buffer)) {
        target.write(buffer, 0, n);
      }
      target.finish(mode, false);
    } catch (DiskException failure) {
      dropAfter(failure, as);
      throw failure;
    } catch (IOException failure) {
      dropAfter(failure, as);
      throw new DiskException("copy", name, Reason.OTHER, failure);
    }
  }

  private void dropAfter(IOException failure, String name) {
    boolean notOurs = failure instanceof DiskException disk && disk.reason() == Reason.EXISTS;
    try {
      if (!notOurs) {
        unlink(name);
      }
    } catch (DiskException alreadyGone) {
      failure.addSuppressed(alreadyGone);
    }
  }

  /** Moves a name, replacing a file, a link, or an empty directory by a directory. */
  void rename(String name, Dir to, String as) throws DiskException;

  /**
   * Moves a name to one that is free.
   *
   * @throws DiskException {@link Reason#EXISTS} if it is taken
   */
  void renameNew(String name, Dir to, String as) throws DiskException;

  /**
   * Swaps two names; both must be there.
   *
   * @throws DiskException {@link Reason#UNSUPPORTED} if the file system cannot, among others
   */
  void exchange(String name, Dir to, String as) throws DiskException;

  /** Removes a name that is not a directory. */
  void unlink(String name) throws DiskException;

  /** Removes an empty directory. */
  void removeDir(String name) throws DiskException;

  /**
   * Removes a name and all below it, to any depth, following nothing and crossing no mount. This
   * directory must be closed to everyone else: what is deep is moved up into it on the way (R4).
   * Nothing happens if the name is not there.
   */
  void removeTree(String name) throws DiskException;

  /**
   * Deletes everything in this directory, which must be closed to everyone else but those who hold
   * a descriptor of something below: follows nothing, crosses no mount, and goes on past what
   * resists (R4). Depth, length of names and number of files do not matter to it; what is deep is
   * moved up into this directory on the way, and may be left here under a name of its own.
   *
   * @param pace asked after each name
   * @throws DiskException if this directory cannot be read
   */
  Reaped reap(Pace pace) throws DiskException;

  /** Whether this process may make and remove names in this directory. */
  boolean mayWrite() throws DiskException;

  /** Whether this process may make and remove names in the directory {@code name}. */
  boolean mayWrite(String name) throws DiskException;

  /** Changes its own mode, by descriptor. */
  void chmod(int mode) throws DiskException;

  /** Makes its names durable. */
  void sync() throws DiskException;

  /** Whether {@link #syncFileSystem} can be done; if not, all need a sync of their own. */
  boolean syncsFileSystem();

  /** Makes everything on its file system durable; does nothing where that cannot be done. */
  void syncFileSystem() throws DiskException;

  /** What is free on its file system. */
  StoreSpace space() throws DiskException;

  /** Locks a file, making it with mode 0600 if it is not there. */
  LockAttempt lock(String name) throws DiskException;

  /**
   * Makes a file exclusively and locks it.
   *
   * @throws DiskException {@link Reason#EXISTS} if it is there
   */
  HeldLock lockNew(String name) throws DiskException;

  /** Closes it; never fails. */
  @Override
  void close();
}
