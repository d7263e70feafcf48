package dev.dateilager.adapters.postgres.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Where the server's socket is: a 0700 directory in the data directory, or, as the kernel takes no
 * socket path above 107 bytes, one of a fresh name among the system's temporary files.
 */
final class SocketDirectory {
  /** Part of the socket's file name; nothing listens on a real port. */
  static final int PORT = 5432;

  private static final int LONGEST_PATH = 100; // a little less than the kernel's 107
  private static final String PREFIX = "dateilager-pg-";

  private SocketDirectory() {}

  /** Makes it. */
  static Path create(Path data) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Path inside = data.resolve("socket");
    if (file(inside).toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH) {
      return Files.createTempDirectory(PREFIX, mode);
    }
    if (!Files.isDirectory(inside)) {
      Files.createDirectory(inside, mode);
    }
    return inside;
  }

  static Path file(Path directory) {
    return directory.resolve(".s.PGSQL." + PORT);
  }

  /** Removes what a killed server left in it. */
  static void empty(Path directory) throws IOException {
    for (String name : List.of(".s.PGSQL." + PORT, ".s.PGSQL." + PORT + ".lock")) {
      Files.deleteIfExists(directory.resolve(name));
    }
  }

  /**
   * Empties it, and removes it if it is a temporary one.
   *
   * @param directory as {@link #create} gave it, or as a dead server noted it
   */
  static void discard(Path directory) throws IOException {
    empty(directory);
    if (directory.getFileName().toString().startsWith(PREFIX)) {
      Files.deleteIfExists(directory);
    }
  }
}
