package dev.dateilager.adapters.fs.disk;

import java.util.Optional;

/**
 * Flags of {@code open} that differ between the machines Linux runs on.
 *
 * @param directory O_DIRECTORY
 * @param noFollow O_NOFOLLOW
 */
record Abi(int directory, int noFollow) {
  static final int READ_ONLY = 0;
  static final int WRITE_ONLY = 1;
  static final int READ_WRITE = 2;
  static final int CREATE = 0100;
  static final int EXCLUSIVE = 0200;
  static final int APPEND = 02000;
  static final int NON_BLOCKING = 04000;
  static final int CLOSE_ON_EXEC = 02000000;
  static final int PATH_ONLY = 010000000;

  /** That of this process; absent where the Linux layer does not know it. */
  static Optional<Abi> current() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return Optional.empty();
    }
    return switch (System.getProperty("os.arch")) {
      case "amd64" -> Optional.of(new Abi(0200000, 0400000));
      case "aarch64" -> Optional.of(new Abi(040000, 0100000));
      default -> Optional.empty();
    };
  }
}
