package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.domain.model.FileMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What stands at a path, links not followed.
 *
 * @param kind what it is
 * @param mode its Go mode: type bits, special bits and permissions
 * @param size bytes
 * @param modTimeNanos modification time in nanoseconds since the epoch
 * @param inode 0 where unknown
 */
record FileState(Kind kind, FileMode mode, long size, long modTimeNanos, long inode) {
  private static final long SETUID = 1L << 23;
  private static final long SETGID = 1L << 22;
  private static final long STICKY = 1L << 20;
  private static final String BASIC =
      "size,lastModifiedTime,isRegularFile,isDirectory,isSymbolicLink";

  /** Kinds of things in a directory. */
  enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK,
    OTHER
  }

  /**
   * The state of what stands at {@code path}.
   *
   * @return absent if nothing does
   */
  static Optional<FileState> of(Path path) throws IOException {
    Set<String> views = path.getFileSystem().supportedFileAttributeViews();
    String wanted =
        views.contains("unix")
            ? "unix:mode,ino," + BASIC
            : views.contains("posix") ? "posix:permissions," + BASIC : BASIC;
    Map<String, Object> attributes;
    try {
      attributes = Files.readAttributes(path, wanted, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
    Kind kind = kind(attributes);
    return Optional.of(
        new FileState(
            kind,
            new FileMode(typeBits(kind) | permissionBits(attributes, kind)),
            (Long) attributes.getOrDefault("size", 0L),
            ((FileTime) attributes.getOrDefault("lastModifiedTime", FileTime.fromMillis(0)))
                .to(TimeUnit.NANOSECONDS),
            inode(attributes)));
  }

  /** Whether a real directory stands at {@code path}. */
  static boolean isDirectory(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static Kind kind(Map<String, Object> attributes) {
    if (Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
      return Kind.FILE;
    }
    if (Boolean.TRUE.equals(attributes.get("isDirectory"))) {
      return Kind.DIRECTORY;
    }
    return Boolean.TRUE.equals(attributes.get("isSymbolicLink")) ? Kind.SYMLINK : Kind.OTHER;
  }

  private static long typeBits(Kind kind) {
    return switch (kind) {
      case DIRECTORY -> FileMode.DIRECTORY;
      case SYMLINK -> FileMode.SYMLINK;
      case FILE, OTHER -> 0;
    };
  }

  private static long inode(Map<String, Object> attributes) {
    return switch (attributes.get("ino")) {
      case Number number -> number.longValue(); // jimfs counts in int
      case null, default -> 0;
    };
  }

  private static long permissionBits(Map<String, Object> attributes, Kind kind) {
    if (attributes.get("mode") instanceof Integer mode) {
      return (mode & FileMode.PERMISSIONS)
          | ((mode & 04000) != 0 ? SETUID : 0)
          | ((mode & 02000) != 0 ? SETGID : 0)
          | ((mode & 01000) != 0 ? STICKY : 0);
    }
    if (attributes.get("permissions") instanceof Set<?> permissions) {
      int bits = 0;
      for (PosixFilePermission permission : PosixFilePermission.values()) {
        bits = bits << 1 | (permissions.contains(permission) ? 1 : 0);
      }
      return bits;
    }
    return kind == Kind.FILE ? 0644 : 0777; // nothing else is known there
  }

  /** The nine low bits as a set. */
  static Set<PosixFilePermission> permissions(int bits) {
    var set = EnumSet.noneOf(PosixFilePermission.class);
    int bit = 0400;
    for (PosixFilePermission permission : PosixFilePermission.values()) { // in the bits' order
      if ((bits & bit) != 0) {
        set.add(permission);
      }
      bit >>= 1;
    }
    return set;
  }
}
