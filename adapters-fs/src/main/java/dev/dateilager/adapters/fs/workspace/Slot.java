package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Stat;
import java.util.Optional;

/**
 * A single name in an open directory, whatever stands there.
 *
 * @param dir the directory
 * @param name one component
 * @param owned whether closing this closes the directory
 */
record Slot(Dir dir, String name, boolean owned) implements AutoCloseable {
  /**
   * The slot of a relative name whose parents are all real directories now; nothing is made.
   *
   * @return absent if a parent is missing, a file or a link
   */
  static Optional<Slot> existing(Dir root, String path) throws DiskException {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      return Optional.of(new Slot(root, path, false));
    }
    try {
      return Optional.of(
          new Slot(root.open(path.substring(0, slash)), path.substring(slash + 1), true));
    } catch (DiskException failure) {
      if (isNoDirectory(failure)) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** Whether opening failed because nothing, a file or a link stands where a directory should. */
  static boolean isNoDirectory(DiskException failure) {
    return switch (failure.reason()) {
      case ABSENT, ESCAPES, NOT_A_DIRECTORY -> true;
      default -> false;
    };
  }

  /** What stands there. */
  Optional<Stat> look() throws DiskException {
    return dir.look(name);
  }

  @Override
  public void close() {
    if (owned) {
      dir.close();
    }
  }
}
