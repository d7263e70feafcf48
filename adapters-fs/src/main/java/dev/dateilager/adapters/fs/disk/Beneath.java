package dev.dateilager.adapters.fs.disk;

import java.lang.foreign.MemorySegment;

/**
 * Opens what lies below a directory, by way of no symbolic link and, unless they are part of it, no
 * mount (R1). Answers are descriptors, or errors below zero as in {@link Errno}.
 */
final class Beneath {
  private static final int TRIES = 8; // EAGAIN: something above was renamed meanwhile
  private static final long STAY = 8 | 4 | 2; // BENEATH, NO_SYMLINKS, NO_MAGICLINKS
  private static final long NO_XDEV = 1;

  private Beneath() {}

  /** Opens one or more components; EXDEV where they lead out, or over a mount and may not. */
  static int open(int dir, String path, int flags, boolean overMounts) {
    Scratch scratch = Scratch.mine();
    if (!scratch.accepts(path)) {
      return -Errno.ENAMETOOLONG;
    }
    int opened = open(dir, scratch.first(path), flags, overMounts ? STAY : STAY | NO_XDEV);
    return isWithoutOpenat2(opened) ? stepwise(dir, path, flags, overMounts) : opened;
  }

  /** Opens a single name that is no mount, given as bytes that end with a zero. */
  static int open(int dir, MemorySegment name, int flags) {
    int opened = open(dir, name, flags, STAY | NO_XDEV);
    return isWithoutOpenat2(opened) ? unlessMounted(dir, Libc.openat(dir, name, flags, 0)) : opened;
  }

  /** Whether it was a mount, and nothing else, that {@link #open} answered EXDEV for. */
  static boolean isMountOnly(int dir, String path, int flags) {
    int opened = open(dir, path, flags, true);
    if (opened >= 0) {
      Libc.close(opened);
    }
    return opened >= 0;
  }

  private static int open(int dir, MemorySegment path, int flags, long resolve) {
    int opened = -Errno.EAGAIN;
    for (int tries = 0; tries < TRIES && opened == -Errno.EAGAIN; tries++) {
      opened = Libc.openat2(dir, path, flags, resolve);
    }
    return opened;
  }

  /** The kernel is too old for it, or a sandbox forbids it (F8). */
  private static boolean isWithoutOpenat2(int opened) {
    return opened == -Errno.ENOSYS || opened == -Errno.EPERM;
  }

  /** One component at a time, none of them a link. */
  static int stepwise(int dir, String path, int flags, boolean overMounts) {
    int at = dir;
    for (String component : path.split("/", -1)) {
      int next = -Errno.EXDEV;
      if (!component.isEmpty() && !component.equals("..")) {
        next = Libc.openat(at, component, flags, 0);
        next = overMounts ? next : unlessMounted(at, next);
      }
      if (at != dir) {
        Libc.close(at);
      }
      if (next < 0) {
        return next;
      }
      at = next;
    }
    return at;
  }

  private static int unlessMounted(int parent, int opened) {
    if (opened < 0) {
      return opened;
    }
    long above = LinuxStat.mount(parent);
    long here = LinuxStat.mount(opened);
    if (above >= 0 && above == here) {
      return opened;
    }
    Libc.close(opened);
    return (int) (above < 0 ? above : here < 0 ? here : -Errno.EXDEV);
  }
}
