package dev.dateilager.adapters.fs.disk;

/**
 * What stands at a name, links not followed.
 *
 * @param kind what it is
 * @param mode the low twelve bits, special ones included
 * @param size bytes of a file
 * @param owner numeric user
 * @param identity which inode it is
 * @param links how many names the inode has
 * @param mount the mount it was reached through; 0 where that cannot be told
 * @param modifiedNanos when its content last changed, nanoseconds since the epoch
 */
public record Stat(
    Kind kind,
    int mode,
    long size,
    long owner,
    Identity identity,
    long links,
    long mount,
    long modifiedNanos) {
  /** Kinds of inodes. */
  public enum Kind {
    /** A regular file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link. */
    SYMLINK,
    /** A device, FIFO or socket. */
    OTHER
  }

  /**
   * Tells one inode from every other, also from a later one that got the same number.
   *
   * @param device the file system
   * @param inode its number there
   * @param bornNanos when it was made, nanoseconds since the epoch; 0 where that is not kept
   */
  public record Identity(long device, long inode, long bornNanos) {}

  /** Whether it is a directory. */
  public boolean isDirectory() {
    return kind == Kind.DIRECTORY;
  }
}
