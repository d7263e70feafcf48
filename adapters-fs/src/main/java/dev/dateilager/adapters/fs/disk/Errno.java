package dev.dateilager.adapters.fs.disk;

/** Linux error numbers that mean something here; the same on amd64 and aarch64. */
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int EXDEV = 18;
  static final int ENOTDIR = 20;
  static final int EISDIR = 21;
  static final int EINVAL = 22;
  static final int ENAMETOOLONG = 36;
  static final int ENOSYS = 38;
  static final int ENOTEMPTY = 39;
  static final int EOPNOTSUPP = 95;

  private Errno() {}

  /** What the number means. */
  static Reason reason(int errno) {
    return switch (errno) {
      case EPERM -> Reason.NOT_PERMITTED;
      case ENOENT -> Reason.ABSENT;
      case EACCES -> Reason.DENIED;
      case 16 -> Reason.BUSY;
      case EEXIST -> Reason.EXISTS;
      case EXDEV -> Reason.OTHER_MOUNT;
      case ENOTDIR -> Reason.NOT_A_DIRECTORY;
      case 23, 24, 28, 122 -> Reason.FULL; // ENFILE, EMFILE, ENOSPC, EDQUOT
      case 25, ENOSYS, EOPNOTSUPP -> Reason.UNSUPPORTED; // 25: ENOTTY
      case 30 -> Reason.READ_ONLY;
      case 31 -> Reason.LINK_LIMIT;
      case ENAMETOOLONG -> Reason.TOO_LONG;
      case ENOTEMPTY -> Reason.NOT_EMPTY;
      case 40 -> Reason.ESCAPES;
      default -> Reason.OTHER;
    };
  }

  /** The number as messages show it. */
  static String shown(int errno) {
    return switch (errno) {
      case EPERM -> "EPERM";
      case ENOENT -> "ENOENT";
      case 5 -> "EIO";
      case EAGAIN -> "EAGAIN";
      case EACCES -> "EACCES";
      case EEXIST -> "EEXIST";
      case EXDEV -> "EXDEV";
      case EINVAL -> "EINVAL";
      case 23 -> "ENFILE";
      case 24 -> "EMFILE";
      case 28 -> "ENOSPC";
      case 30 -> "EROFS";
      case 31 -> "EMLINK";
      case 40 -> "ELOOP";
      case 122 -> "EDQUOT";
      default -> "errno " + errno;
    };
  }
}
