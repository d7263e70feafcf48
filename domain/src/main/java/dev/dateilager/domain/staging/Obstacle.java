package dev.dateilager.domain.staging;

import java.util.Locale;

/** Why a golden file was not placed in the way that was asked for (I8). */
public enum Obstacle {
  /** Source and target lie on two file systems. */
  OTHER_FILE_SYSTEM,
  /** One file system, but two mounts of it: the kernel refuses links between them (F9). */
  OTHER_MOUNT,
  /** The inode has as many names as the file system allows (F10). */
  LINK_LIMIT,
  /** The kernel does not let this process link the file, or it is immutable (F11, F12). */
  NOT_PERMITTED,
  /** The file system cannot do it. */
  NOT_SUPPORTED,
  /** Empty files are never linked: nothing would be shared but the mode. */
  EMPTY_FILE;

  /** The name as reports and metadata have it, such as {@code link-limit}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
