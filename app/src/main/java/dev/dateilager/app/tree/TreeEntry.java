package dev.dateilager.app.tree;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One name of a tree. Contents are not held: they are read where they are wanted.
 *
 * @param kind what stands there
 * @param permissions the nine bits; of links and directories whatever the system says
 * @param size bytes of a file, 0 of all else
 * @param inode which file this is, for names that share one
 * @param linkText of a link, byte for byte as it was read
 */
public record TreeEntry(
    Kind kind, int permissions, long size, Inode inode, Optional<Path> linkText) {
  /** The kinds that a project can hold. */
  public enum Kind {
    /** A regular file. */
    FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link. */
    SYMLINK
  }

  /**
   * What names share when they are links of one file.
   *
   * @param device the file system
   * @param number within it
   */
  public record Inode(long device, long number) {}
}
