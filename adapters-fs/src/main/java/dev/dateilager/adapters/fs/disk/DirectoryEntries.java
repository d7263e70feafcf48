package dev.dateilager.adapters.fs.disk;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Reads a directory's entries with their names as bytes. For one thread. */
final class DirectoryEntries implements AutoCloseable {
  private static final int TYPE = 18; // struct dirent: inode, offset, length, type, name
  private static final int NAME = 19;
  private static final byte DIRECTORY = 4;
  private static final byte UNKNOWN = 0;

  private final MemorySegment stream;
  private MemorySegment name = MemorySegment.NULL;
  private boolean perhapsDirectory;

  private DirectoryEntries(MemorySegment stream) {
    this.stream = stream;
  }

  /** Opens the directory anew, so that nobody shares the position. */
  static DirectoryEntries of(int dir, String shown) throws DiskException {
    Abi abi = Abi.current().orElseThrow();
    int own = Libc.openat(dir, ".", Abi.READ_ONLY | abi.directory() | Abi.CLOSE_ON_EXEC, 0);
    if (own < 0) {
      throw new DiskException("list", shown, Errno.reason(-own), Errno.shown(-own));
    }
    MemorySegment stream = Libc.fdopendir(own);
    if (stream.equals(MemorySegment.NULL)) {
      Libc.close(own);
      throw new DiskException("list", shown, Reason.FULL, "fdopendir");
    }
    return new DirectoryEntries(stream);
  }

  /** Moves on; the present directory and its parent are left out. */
  @SuppressWarnings("restricted") // the library's entry is as long as its name says
  boolean next() {
    for (MemorySegment e = Libc.readdir(stream); e.address() != 0; e = Libc.readdir(stream)) {
      MemorySegment entry = e.reinterpret(NAME + 256);
      byte first = entry.get(JAVA_BYTE, NAME);
      byte second = entry.get(JAVA_BYTE, NAME + 1);
      boolean dots =
          first == '.' && (second == 0 || (second == '.' && entry.get(JAVA_BYTE, NAME + 2) == 0));
      if (!dots) {
        byte type = entry.get(JAVA_BYTE, TYPE);
        perhapsDirectory = type == DIRECTORY || type == UNKNOWN;
        name = entry.asSlice(NAME);
        return true;
      }
    }
    return false;
  }

  /** The name with its NUL, valid until the next move. */
  MemorySegment rawName() {
    return name;
  }

  String name() {
    return name.getString(0, StandardCharsets.UTF_8);
  }

  /** Whether it is a directory, or the file system does not say. */
  boolean perhapsDirectory() {
    return perhapsDirectory;
  }

  @Override
  public void close() {
    Libc.closedir(stream);
  }
}
