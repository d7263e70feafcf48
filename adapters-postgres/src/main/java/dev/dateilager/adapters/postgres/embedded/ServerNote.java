package dev.dateilager.adapters.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The lines of {@code postmaster.pid} that we use.
 *
 * @param pid of the server
 * @param socketDirectory where it listens; absent if it has not come so far
 * @param ready whether it takes connections
 */
record ServerNote(long pid, Optional<Path> socketDirectory, boolean ready) {
  private static final int SOCKET_LINE = 4;
  private static final int STATUS_LINE = 7;

  /** Absent if there is no file, or none that can be read as one. */
  static Optional<ServerNote> read(Path file) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
    if (lines.isEmpty() || !lines.getFirst().matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    Optional<Path> socket =
        lines.size() > SOCKET_LINE && !lines.get(SOCKET_LINE).isEmpty()
            ? Optional.of(Path.of(lines.get(SOCKET_LINE)))
            : Optional.empty();
    boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    return Optional.of(new ServerNote(Long.parseLong(lines.getFirst()), socket, ready));
  }
}
