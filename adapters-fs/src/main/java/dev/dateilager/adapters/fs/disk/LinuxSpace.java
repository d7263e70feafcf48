package dev.dateilager.adapters.fs.disk;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.dateilager.domain.staging.StoreSpace;
import java.lang.foreign.MemorySegment;

/**
 * Reads {@code struct statvfs}, whose first eight fields are of 64 bits each on amd64 and aarch64,
 * with glibc and with musl: block size, fragment size, blocks, free, available, inodes, free,
 * available.
 */
final class LinuxSpace {
  private static final int FRAGMENT = 8;
  private static final int BLOCKS_AVAILABLE = 32;
  private static final int INODES = 40;
  private static final int INODES_AVAILABLE = 56;

  private LinuxSpace() {}

  /** Of the file system that a descriptor lies on, without what is reserved for others. */
  static StoreSpace of(int fd, String shown) throws DiskException {
    MemorySegment space = Scratch.mine().stat;
    int result = Libc.fstatvfs(fd, space);
    if (result < 0) {
      throw new DiskException(
          "ask for free space at", shown, Errno.reason(-result), Errno.shown(-result));
    }
    return read(space);
  }

  static StoreSpace read(MemorySegment space) {
    long blocks = space.get(JAVA_LONG, BLOCKS_AVAILABLE);
    long fragment = space.get(JAVA_LONG, FRAGMENT);
    long bytes =
        Math.multiplyHigh(blocks, fragment) == 0 && blocks * fragment >= 0
            ? blocks * fragment
            : Long.MAX_VALUE;
    boolean counted = space.get(JAVA_LONG, INODES) != 0; // btrfs and others say 0
    return new StoreSpace(
        bytes, counted ? Math.max(0, space.get(JAVA_LONG, INODES_AVAILABLE)) : Long.MAX_VALUE);
  }
}
