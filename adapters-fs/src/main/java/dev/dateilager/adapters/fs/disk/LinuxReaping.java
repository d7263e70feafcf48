package dev.dateilager.adapters.fs.disk;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.UUID;

/**
 * Deletes what is in a directory with two descriptors, whatever its depth (R4): a directory that is
 * not empty is moved up into the one being emptied, and is met there again. So nothing is kept in
 * memory, and a process that dies leaves only names in a directory whose names all are to go. Names
 * are taken as the bytes they are.
 */
final class LinuxReaping {
  private static final int REMOVE_DIR = 0x200;
  private static final int NO_REPLACE = 1;
  private static final int ROUNDS = 3; // someone may still write through an old descriptor
  private static final int VISIT = 1 << 16; // names: a writer as fast as we are must not hold us

  private final int base;
  private final String shown;
  private final Pace pace;
  private long removed;
  private long moved;
  private long left;
  private Optional<DiskException> obstacle = Optional.empty();
  private boolean ended;

  LinuxReaping(int base, String shown, Pace pace) {
    this.base = base;
    this.shown = shown;
    this.pace = pace;
  }

  Reaped run() throws DiskException {
    long before;
    do {
      before = removed + moved;
      left = 0;
      obstacle = Optional.empty();
      try (var entries = DirectoryEntries.of(base, shown)) {
        while (!ended && entries.next()) {
          take(entries);
        }
      }
    } while (!ended && removed + moved > before && left + moved > 0);
    return new Reaped(removed, left, obstacle, !ended);
  }

  private void take(DirectoryEntries entries) throws DiskException {
    MemorySegment name = entries.rawName();
    int result = remove(base, name, entries.perhapsDirectory());
    boolean progress = true; // without it the rest resists
    for (int round = 0;
        result == -Errno.ENOTEMPTY && round < ROUNDS && progress && !ended;
        round++) {
      long before = removed + moved;
      result = empty(name, entries);
      progress = removed + moved > before;
      if (result == 0 && !ended) {
        result = remove(base, name, true);
      }
    }
    if (!ended && isLeft(result, entries, "")) {
      left++;
    }
  }

  /** Removes a name if it is a file or an empty directory. */
  private static int remove(int dir, MemorySegment name, boolean perhapsDirectory) {
    int result = perhapsDirectory ? -Errno.EISDIR : Libc.unlinkat(dir, name, 0);
    if (result == -Errno.EISDIR) {
      result = Libc.unlinkat(dir, name, REMOVE_DIR);
      if (result == -Errno.ENOTDIR) {
        result = Libc.unlinkat(dir, name, 0);
      }
    }
    return result == -Errno.EEXIST ? -Errno.ENOTEMPTY : result;
  }

  /** Counts what was removed; whether it was not, because something stood in the way. */
  private boolean isLeft(int result, DirectoryEntries entries, String parent) {
    if (result == 0) {
      removed++;
      ended = !pace.next();
      return false;
    }
    if (result != -Errno.ENOENT && obstacle.isEmpty()) {
      String thing = shown + "/" + parent + entries.name();
      obstacle =
          Optional.of(
              new DiskException("remove", thing, Errno.reason(-result), Errno.shown(-result)));
    }
    return result != -Errno.ENOENT;
  }

  /** Removes or moves up what is in a directory. */
  private int empty(MemorySegment name, DirectoryEntries at) throws DiskException {
    int dir = open(name);
    if (dir < 0) {
      return dir;
    }
    try (var entries = DirectoryEntries.of(dir, shown)) {
      for (int visited = 0; visited < VISIT && !ended && entries.next(); visited++) {
        int result = remove(dir, entries.rawName(), entries.perhapsDirectory());
        boolean up = result == -Errno.ENOTEMPTY;
        if (up) {
          result = moveUp(dir, entries.rawName());
        }
        if (up && result == 0) {
          moved++;
        } else {
          isLeft(result, entries, at.name() + "/");
        }
      }
    } finally {
      Libc.close(dir);
    }
    return 0;
  }

  private int moveUp(int dir, MemorySegment name) {
    MemorySegment as = Scratch.mine().second(UUID.randomUUID().toString());
    return Libc.renameat2(dir, name, base, as, NO_REPLACE);
  }

  /** Opens a directory of the base that is no link and no mount point, or tells the error. */
  private int open(MemorySegment name) {
    Abi abi = Abi.current().orElseThrow();
    int flags = Abi.READ_ONLY | abi.directory() | abi.noFollow() | Abi.CLOSE_ON_EXEC;
    return Beneath.open(base, name, flags);
  }
}
