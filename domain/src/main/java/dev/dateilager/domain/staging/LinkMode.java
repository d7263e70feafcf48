package dev.dateilager.domain.staging;

import java.util.Locale;
import java.util.Optional;

/** Ways of placing a golden file in a workload's directory (design.md "Ways of placing"). */
public enum LinkMode {
  /** The best that holds for this pair of directories, chosen and reported. */
  AUTO,
  /** One inode, two names: instant; safe only while the workload cannot write the file. */
  LINK,
  /** Shared blocks, copied on write (FICLONE). */
  CLONE,
  /** Own bytes. */
  COPY;

  /**
   * The mode with this name, in lower case as {@code --link-mode} has it.
   *
   * @return absent for any other name
   */
  public static Optional<LinkMode> named(String name) {
    return switch (name) {
      case "auto" -> Optional.of(AUTO);
      case "link" -> Optional.of(LINK);
      case "clone" -> Optional.of(CLONE);
      case "copy" -> Optional.of(COPY);
      default -> Optional.empty();
    };
  }

  /** The name as {@code --link-mode} has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
