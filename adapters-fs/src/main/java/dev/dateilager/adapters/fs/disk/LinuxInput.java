package dev.dateilager.adapters.fs.disk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Reads a regular file through its descriptor. For one thread. */
final class LinuxInput extends InputStream {
  private final String shown;
  private int fd;

  private LinuxInput(int fd, String shown) {
    this.fd = fd;
    this.shown = shown;
  }

  /** Takes over the descriptor; closes it if it is not a regular file's. */
  static LinuxInput of(int fd, String shown) throws DiskException {
    var input = new LinuxInput(fd, shown);
    try {
      if (LinuxStat.of(fd, shown).kind() != Stat.Kind.FILE) {
        throw new DiskException("read", shown, Reason.OTHER, "not a regular file");
      }
    } catch (DiskException failure) {
      input.close();
      throw failure;
    }
    return input;
  }

  @Override
  public int read() throws DiskException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws DiskException {
    Objects.checkFromIndexSize(offset, length, into.length);
    MemorySegment buffer = Scratch.mine().buffer;
    long got;
    do {
      got = Libc.read(fd, buffer, Math.min(length, Scratch.BUFFER));
    } while (got == -Errno.EINTR);
    if (got < 0) {
      int errno = (int) -got;
      throw new DiskException("read", shown, Errno.reason(errno), Errno.shown(errno));
    }
    MemorySegment.copy(buffer, JAVA_BYTE, 0, into, offset, (int) got);
    return got == 0 && length > 0 ? -1 : (int) got;
  }

  @Override
  public void close() {
    if (fd >= 0) {
      Libc.close(fd);
      fd = -1;
    }
  }
}
