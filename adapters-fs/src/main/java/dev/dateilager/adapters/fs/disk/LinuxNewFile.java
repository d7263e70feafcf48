package dev.dateilager.adapters.fs.disk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/** A file being written through its descriptor. For one thread. */
final class LinuxNewFile implements NewFile {
  private final String shown;
  private int fd;

  LinuxNewFile(int fd, String shown) {
    this.fd = fd;
    this.shown = shown;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws DiskException {
    writeAll(fd, bytes, offset, length, shown);
  }

  static void writeAll(int fd, byte[] bytes, int offset, int length, String shown)
      throws DiskException {
    MemorySegment buffer = Scratch.mine().buffer;
    int done = 0;
    while (done < length) {
      int part = Math.min(Scratch.BUFFER, length - done);
      MemorySegment.copy(bytes, offset + done, buffer, JAVA_BYTE, 0, part);
      long written = Libc.write(fd, buffer, part);
      if (written != -Errno.EINTR) {
        done += check((int) written, "write", shown);
      }
    }
  }

  private static int check(int result, String call, String shown) throws DiskException {
    if (result < 0) {
      throw new DiskException(call, shown, Errno.reason(-result), Errno.shown(-result));
    }
    return result;
  }

  @Override
  public void finish(int mode, boolean durable) throws DiskException {
    check(Libc.fchmod(fd, mode), "change the mode of", shown);
    if (durable) {
      check(Libc.fsync(fd), "sync", shown);
    }
    int closing = fd;
    fd = -1; // Linux frees the descriptor also when close fails
    check(Libc.close(closing), "close", shown); // where quotas of some file systems speak up
  }

  @Override
  public void close() {
    if (fd >= 0) {
      Libc.close(fd);
      fd = -1;
    }
  }
}
