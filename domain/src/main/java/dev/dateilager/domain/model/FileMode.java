package dev.dateilager.domain.model;

/**
 * A mode as it is on the wire and in the database: Go's {@code fs.FileMode} number, not a POSIX
 * {@code st_mode} (wire.md §4).
 *
 * @param bits permissions in the low nine bits, kinds in the high ones; kept exactly as received
 */
public record FileMode(long bits) {
  /** Bit of a directory. */
  public static final long DIRECTORY = 1L << 31;

  /** Bit of a symbolic link. */
  public static final long SYMLINK = 1L << 27;

  /** The nine permission bits. */
  public static final long PERMISSIONS = 0777;

  /** A regular file with these permissions (only the low nine bits are taken). */
  public static FileMode file(int permissions) {
    return new FileMode(permissions & PERMISSIONS);
  }

  /** A directory with these permissions (only the low nine bits are taken). */
  public static FileMode directory(int permissions) {
    return new FileMode(DIRECTORY | (permissions & PERMISSIONS));
  }

  /** A symbolic link, with the permissions 0777 that Linux reports for every link. */
  public static FileMode symlink() {
    return new FileMode(SYMLINK | PERMISSIONS);
  }

  /** What an object of this mode is: the directory bit goes before the symlink bit. */
  public Kind kind() {
    if ((bits & DIRECTORY) != 0) {
      return Kind.DIRECTORY;
    }
    return (bits & SYMLINK) != 0 ? Kind.SYMLINK : Kind.FILE;
  }

  /** The nine permission bits, 0–0777. */
  public int permissions() {
    return (int) (bits & PERMISSIONS);
  }

  /** The kinds of objects; everything that is neither directory nor symlink counts as a file. */
  public enum Kind {
    /** A regular file. */
    FILE,
    /** A directory; only empty ones have objects of their own. */
    DIRECTORY,
    /** A symbolic link, stored as text and never followed (I4). */
    SYMLINK
  }
}
