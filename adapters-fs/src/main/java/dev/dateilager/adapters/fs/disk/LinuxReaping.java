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
  private static final long STAY = 8 | 4 | 2 | 1; // BENEATH, NO_SYMLINKS, NO_MAGICLINKS, NO_XDEV
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
    for (int round = 0; result == -Errno.ENOTEMPTY && round < ROUNDS && !ended; round++) {
      result = empty(name, entries);
      if (result == 0 && !ended) {
        result = remove(base, name, true);
      }
    }
    if (!ended) {
      count(result, entries, "");
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

  private void count(int result, DirectoryEntries entries, String parent) {
    if (result == 0) {
      removed++;
      ended = !pace.next();
    } else if (result != -Errno.ENOENT) {
      left++;
      if (obstacle.isEmpty()) {
        String thing = shown + "/" + parent + entries.name();
        obstacle =
            Optional.of(
                new DiskException("remove", thing, Errno.reason(-result), Errno.shown(-result)));
      }
    }
  }

  /** Removes or moves up what is in a directory; what stays there is counted. */
  private int empty(MemorySegment name, DirectoryEntries at) throws DiskException {
    int dir = open(name);
    if (dir < 0) {
      return dir;
    }
    try (var entries = DirectoryEntries.of(dir, shown)) {
      for (int visited = 0; visited < VISIT && !ended && entries.next(); visited++) {
        int result = remove(dir, entries.rawName(), entries.perhapsDirectory());
        if (result == -Errno.ENOTEMPTY) {
          result = moveUp(dir, entries.rawName());
        } else {
          count(result, entries, at.name() + "/");
          continue;
        }
        if (result == 0) {
          moved++;
        } else {
          count(result, entries, at.name() + "/");
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
  private int open(MemorySegment name) throws DiskException {
    Abi abi = Abi.current().orElseThrow();
    int flags = Abi.READ_ONLY | abi.directory() | abi.noFollow() | Abi.CLOSE_ON_EXEC;
    int opened = -Errno.EAGAIN;
    for (int tries = 0; tries < 8 && opened == -Errno.EAGAIN; tries++) {
      opened = Libc.openat2(base, name, flags, STAY);
    }
    if (opened != -Errno.ENOSYS && opened != -Errno.EPERM) {
      return opened;
    }
    opened = Libc.openat(base, name, flags, 0); // a kernel or sandbox without openat2
    if (opened >= 0 && LinuxStat.of(opened, shown).mount() != LinuxStat.of(base, shown).mount()) {
      Libc.close(opened);
      return -Errno.EXDEV;
    }
    return opened;
  }
}
