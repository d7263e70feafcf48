package dev.dateilager.domain.model;

import java.nio.charset.StandardCharsets;

/**
 * One entry of an S2_TAR (formats.md §3): what a pack, a project stream or a cache stream says of
 * one path. A file's bytes travel beside it ({@link EntryReader#read}).
 */
public sealed interface Entry {
  /** The full project-relative path. */
  ObjectPath path();

  /**
   * A regular file; its body has exactly {@code size} bytes.
   *
   * @param path without trailing slash
   * @param permissions 0–0777
   * @param size bytes of the body, at least 0
   */
  record RegularFile(ObjectPath path, int permissions, long size) implements Entry {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException for a trailing slash, other mode bits or a negative size
     */
    public RegularFile {
      if (path.hasTrailingSlash()) {
        throw new IllegalArgumentException("regular file '%s' ends in '/'".formatted(path));
      }
      requirePermissions(permissions);
      if (size < 0) {
        throw new IllegalArgumentException("size of '%s' is negative: %d".formatted(path, size));
      }
    }
  }

  /**
   * An empty directory.
   *
   * @param path with or without the trailing slash
   * @param permissions 0–0777; never applied by clients (client.md §2.4)
   */
  record Directory(ObjectPath path, int permissions) implements Entry {
    /**
     * Checks the mode bits.
     *
     * @throws IllegalArgumentException for other mode bits
     */
    public Directory {
      requirePermissions(permissions);
    }
  }

  /**
   * A symbolic link.
   *
   * @param path its place; with a trailing slash when the link is a whole pack
   * @param permissions 0–0777
   * @param target the text of the link, 1–4095 bytes of UTF-8, no NUL (R8); stored as is
   */
  record Symlink(ObjectPath path, int permissions, String target) implements Entry {
    /** Longest link text in bytes. */
    public static final int MAX_TARGET_BYTES = 4095;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException for other mode bits or a link text outside R8
     */
    public Symlink {
      requirePermissions(permissions);
      int bytes = target.getBytes(StandardCharsets.UTF_8).length;
      if (bytes < 1 || bytes > MAX_TARGET_BYTES || target.indexOf('\0') >= 0) {
        throw new IllegalArgumentException(
            "link text of '%s' must be 1 to %d bytes without NUL, has %d"
                .formatted(path, MAX_TARGET_BYTES, bytes));
      }
    }
  }

  /**
   * The path is gone; project streams only (I5).
   *
   * @param path exactly this path, never what lies below it
   */
  record Deletion(ObjectPath path) implements Entry {}

  /**
   * The pack is to be taken from the local cache; project streams only (I5).
   *
   * @param path the pack's path
   * @param hash under which the cache has it
   */
  record CachedReference(ObjectPath path, ContentHash hash) implements Entry {}

  private static void requirePermissions(int permissions) {
    if ((permissions & ~FileMode.PERMISSIONS) != 0) {
      throw new IllegalArgumentException(
          "permissions must be 0–0777, got 0%o".formatted(permissions));
    }
  }
}
