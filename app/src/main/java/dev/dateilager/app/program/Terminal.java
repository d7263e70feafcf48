package dev.dateilager.app.program;

import dev.dateilager.app.config.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a person looks at what the process writes. */
final class Terminal {
  private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

  private Terminal() {}

  /** Whether standard error is a terminal on which lines can be drawn anew. */
  static boolean watched(Surroundings surroundings) {
    return isTerminal(STANDARD_ERROR) && !surroundings.variable("TERM").equals(Optional.of("dumb"));
  }

  /** Whether an open file, as a link below {@code /proc}, is a terminal. */
  static boolean isTerminal(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException noSuchThing) {
      return false;
    }
  }
}
