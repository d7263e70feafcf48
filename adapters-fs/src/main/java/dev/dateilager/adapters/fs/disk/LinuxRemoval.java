package dev.dateilager.adapters.fs.disk;

import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.UUID;

/**
 * Removes a tree of any depth with two descriptors (R4): a directory that is not empty is moved up
 * beside the one being removed and waits its turn there. Names are taken as the bytes they are.
 */
final class LinuxRemoval {
  private static final int REMOVE_DIR = 0x200;
  private static final int ROUNDS = 3; // someone may still write through an old descriptor

  private final int base;
  private final String shown;
  private final ArrayDeque<String> waiting = new ArrayDeque<>();

  LinuxRemoval(int base, String shown) {
    this.base = base;
    this.shown = shown;
  }

  void remove(String name) throws DiskException {
    int unlinked = Libc.unlinkat(base, name, 0);
    if (unlinked == 0 || unlinked == -Errno.ENOENT) {
      return;
    }
    if (unlinked != -Errno.EISDIR && unlinked != -Errno.EPERM) {
      throw failure("remove", name, -unlinked);
    }
    waiting.add(name);
    for (String next = waiting.poll(); next != null; next = waiting.poll()) {
      int removed = Libc.unlinkat(base, next, REMOVE_DIR);
      for (int round = 0; removed == -Errno.ENOTEMPTY && round < ROUNDS; round++) {
        empty(next);
        removed = Libc.unlinkat(base, next, REMOVE_DIR);
      }
      if (removed < 0 && removed != -Errno.ENOENT) {
        throw failure("remove directory", next, -removed);
      }
    }
  }

  private void empty(String name) throws DiskException {
    Abi abi = Abi.current().orElseThrow();
    int dir =
        Libc.openat(
            base, name, Abi.READ_ONLY | abi.directory() | abi.noFollow() | Abi.CLOSE_ON_EXEC, 0);
    if (dir < 0) {
      throw failure("open directory", name, -dir);
    }
    try (var entries = DirectoryEntries.of(dir, shown + "/" + name)) {
      while (entries.next()) {
        drop(dir, entries, name);
      }
    } finally {
      Libc.close(dir);
    }
  }

  private void drop(int dir, DirectoryEntries entries, String parent) throws DiskException {
    MemorySegment name = entries.rawName();
    int dropped = entries.perhapsDirectory() ? -Errno.EISDIR : Libc.unlinkat(dir, name, 0);
    if (dropped == -Errno.EISDIR) {
      dropped = Libc.unlinkat(dir, name, REMOVE_DIR);
      if (dropped == -Errno.ENOTEMPTY) {
        String up = UUID.randomUUID().toString();
        MemorySegment as = Scratch.mine().second(up);
        dropped = Libc.renameat2(dir, name, base, as, 1);
        if (dropped == 0) {
          waiting.add(up);
        }
      } else if (dropped == -Errno.ENOTDIR) {
        dropped = Libc.unlinkat(dir, name, 0);
      }
    }
    if (dropped < 0 && dropped != -Errno.ENOENT) {
      throw failure("remove", parent + "/" + entries.name(), -dropped);
    }
  }

  private DiskException failure(String call, String name, int errno) {
    return new DiskException(call, shown + "/" + name, Errno.reason(errno), Errno.shown(errno));
  }
}
