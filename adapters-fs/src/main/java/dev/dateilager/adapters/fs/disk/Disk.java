package dev.dateilager.adapters.fs.disk;

import dev.dateilager.domain.staging.NodePath;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.util.OptionalLong;

/** Where directories are opened from. */
public interface Disk {
  /**
   * Opens a directory by its absolute path. Symbolic links on the way are followed, so the path
   * must be an administrator's (R1). No way below it leads over a mount.
   */
  Dir open(NodePath path) throws DiskException;

  /**
   * Opens a directory as {@link #open} does, but what is mounted below it is part of it: for the
   * tree of a user who sees it so, and may have mounted it himself.
   */
  Dir openWithMounts(NodePath path) throws DiskException;

  /** Opens the directory at the top of all, with what is mounted below it. */
  Dir top() throws DiskException;

  /** The numeric user whom new files belong to; absent where that cannot be told beforehand. */
  OptionalLong user();

  /** Over Linux calls for the platform's own file system where they can be made, else portable. */
  static Disk of(FileSystem files) {
    return files.equals(FileSystems.getDefault()) && LinuxDisk.isAvailable()
        ? new LinuxDisk()
        : new NioDisk(files);
  }
}
