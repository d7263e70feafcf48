package dev.dateilager.adapters.fs.disk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/**
 * A {@code flock}, which the kernel frees when the process dies, and which closing another
 * descriptor of the file does not drop (F1). Written by one thread at a time.
 */
final class LinuxLock implements HeldLock {
  private static final int EXCLUSIVE_AT_ONCE = 2 | 4;
  private static final int CONTENT = 4096;

  private final String shown;
  private int fd;

  private LinuxLock(int fd, String shown) {
    this.fd = fd;
    this.shown = shown;
  }

  static LockAttempt take(int dir, String name, String shown) throws DiskException {
    while (true) {
      int fd = open(dir, name, Abi.CREATE, shown);
      var lock = new LinuxLock(fd, shown);
      try {
        if (!lock.isGot()) {
          String holder = lock.content().strip();
          lock.close();
          return new LockAttempt.Taken(holder);
        }
        if (isStillNamed(fd, dir, name, shown)) {
          return new LockAttempt.Got(lock);
        }
      } catch (DiskException failure) {
        lock.close();
        throw failure;
      }
      lock.close(); // the name went to another file in between: start over
    }
  }

  static LinuxLock takeNew(int dir, String name, String shown) throws DiskException {
    var lock = new LinuxLock(open(dir, name, Abi.CREATE | Abi.EXCLUSIVE, shown), shown);
    try {
      if (!lock.isGot()) {
        throw new DiskException("lock", shown, Reason.BUSY, "locked as it was made");
      }
      return lock;
    } catch (DiskException failure) {
      lock.close();
      throw failure;
    }
  }

  private static int open(int dir, String name, int how, String shown) throws DiskException {
    Abi abi = Abi.current().orElseThrow();
    int flags =
        Abi.READ_WRITE | Abi.APPEND | how | abi.noFollow() | Abi.NON_BLOCKING | Abi.CLOSE_ON_EXEC;
    int fd = Libc.openat(dir, name, flags, 0600);
    if (fd < 0) {
      throw new DiskException("open lock", shown, Errno.reason(-fd), Errno.shown(-fd));
    }
    return fd;
  }

  private boolean isGot() throws DiskException {
    int result;
    do {
      result = Libc.flock(fd, EXCLUSIVE_AT_ONCE);
    } while (result == -Errno.EINTR);
    if (result == -Errno.EAGAIN) {
      return false;
    }
    if (result < 0) {
      throw new DiskException("lock", shown, Errno.reason(-result), Errno.shown(-result));
    }
    return true;
  }

  private static boolean isStillNamed(int fd, int dir, String name, String shown)
      throws DiskException {
    Stat.Identity locked = LinuxStat.of(fd, shown).identity();
    return LinuxStat.look(dir, name, shown).map(Stat::identity).filter(locked::equals).isPresent();
  }

  @Override
  public String content() throws DiskException {
    MemorySegment buffer = Scratch.mine().buffer;
    long got = Libc.pread(fd, buffer, CONTENT, 0);
    if (got < 0) {
      throw new DiskException("read", shown, Errno.reason((int) -got), Errno.shown((int) -got));
    }
    return new String(buffer.asSlice(0, got).toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }

  @Override
  public void write(String content) throws DiskException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    int cut = Libc.ftruncate(fd, 0);
    if (cut < 0) {
      throw new DiskException("write", shown, Errno.reason(-cut), Errno.shown(-cut));
    }
    LinuxNewFile.writeAll(fd, bytes, 0, bytes.length, shown);
  }

  @Override
  public void close() {
    if (fd >= 0) {
      Libc.close(fd);
      fd = -1;
    }
  }
}
