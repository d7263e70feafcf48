package dev.dateilager.adapters.fs.disk;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Reads {@code struct statx}. */
final class LinuxStat {
  private static final int NO_FOLLOW = 0x100;
  private static final int EMPTY_PATH = 0x1000;
  private static final int BASIC = 0x7ff;
  private static final int BIRTH = 0x800;
  private static final int MOUNT = 0x1000;
  private static final long NANOS = 1_000_000_000L;

  private LinuxStat() {}

  /** What a descriptor stands for. */
  static Stat of(int fd, String shown) throws DiskException {
    MemorySegment stat = Scratch.mine().stat;
    int result = Libc.statx(fd, "", NO_FOLLOW | EMPTY_PATH, BASIC | BIRTH | MOUNT, stat);
    if (result < 0) {
      throw new DiskException("look at", shown, Errno.reason(-result), Errno.shown(-result));
    }
    return read(stat);
  }

  /** The mount that a descriptor was opened through, 0 where that is not told; below 0 an error. */
  static long mount(int fd) {
    MemorySegment stat = Scratch.mine().stat;
    int result = Libc.statx(fd, "", NO_FOLLOW | EMPTY_PATH, MOUNT, stat);
    return result < 0 ? result : mountIn(stat);
  }

  /** What stands at a name. */
  static Optional<Stat> look(int dir, String name, String shown) throws DiskException {
    MemorySegment stat = Scratch.mine().stat;
    int result = Libc.statx(dir, name, NO_FOLLOW, BASIC | BIRTH | MOUNT, stat);
    if (result == -Errno.ENOENT) {
      return Optional.empty();
    }
    if (result < 0) {
      throw new DiskException(
          "look at", shown + "/" + name, Errno.reason(-result), Errno.shown(-result));
    }
    return Optional.of(read(stat));
  }

  private static Stat read(MemorySegment stat) {
    int mask = stat.get(JAVA_INT, 0);
    int mode = Short.toUnsignedInt(stat.get(JAVA_SHORT, 28));
    Stat.Kind kind =
        switch (mode & 0170000) {
          case 0100000 -> Stat.Kind.FILE;
          case 0040000 -> Stat.Kind.DIRECTORY;
          case 0120000 -> Stat.Kind.SYMLINK;
          default -> Stat.Kind.OTHER;
        };
    long device =
        Integer.toUnsignedLong(stat.get(JAVA_INT, 136)) << 32
            | Integer.toUnsignedLong(stat.get(JAVA_INT, 140));
    long born = (mask & BIRTH) == 0 ? 0 : nanos(stat, 80);
    return new Stat(
        kind,
        mode & 07777,
        stat.get(JAVA_LONG, 40),
        Integer.toUnsignedLong(stat.get(JAVA_INT, 20)),
        new Stat.Identity(device, stat.get(JAVA_LONG, 32), born),
        Integer.toUnsignedLong(stat.get(JAVA_INT, 16)),
        mountIn(stat),
        nanos(stat, 112));
  }

  private static long mountIn(MemorySegment stat) {
    return (stat.get(JAVA_INT, 0) & MOUNT) == 0 ? 0 : stat.get(JAVA_LONG, 144);
  }

  /** A {@code struct statx_timestamp}. */
  private static long nanos(MemorySegment stat, long at) {
    return stat.get(JAVA_LONG, at) * NANOS + stat.get(JAVA_INT, at + 8);
  }
}
