package dev.dateilager.adapters.fs.disk;

/**
 * What a failed call means, alike for both implementations. Read it together with the call (F9).
 */
public enum Reason {
  /** No such name. */
  ABSENT("does not exist"),
  /** The name is taken. */
  EXISTS("exists already"),
  /** The directory holds something. */
  NOT_EMPTY("is not empty"),
  /** A directory was needed. */
  NOT_A_DIRECTORY("is not a directory"),
  /** A symbolic link or a way out of the root stands in the path. */
  ESCAPES("leads over a symbolic link or out of its root"),
  /** The mode of a directory or file forbids it (EACCES). */
  DENIED("permission denied"),
  /** The kernel forbids it to this process, or the file is immutable (EPERM). */
  NOT_PERMITTED("operation not permitted"),
  /** The file system is mounted read-only. */
  READ_ONLY("read-only file system"),
  /** The two names lie on two file systems or two mounts of one (EXDEV). */
  OTHER_MOUNT("lies on another file system or mount"),
  /** The inode has as many names as it can have. */
  LINK_LIMIT("has too many links"),
  /** The file system cannot do that. */
  UNSUPPORTED("is not supported here"),
  /** A mount point or a file in use. */
  BUSY("is busy, perhaps a mount point"),
  /** No space, no inode, no quota or no descriptor is left. */
  FULL("no space, inodes, quota or file descriptors left"),
  /** The name is longer than the file system allows. */
  TOO_LONG("name too long"),
  /** Anything else. */
  OTHER("failed");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  /** Words for a message. */
  public String text() {
    return text;
  }
}
