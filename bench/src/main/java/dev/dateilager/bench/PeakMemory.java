package dev.dateilager.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * The most memory that processes have had resident, in bytes, as Linux counts it below {@code
 * /proc}; 0 where it does not tell.
 */
final class PeakMemory {
  private PeakMemory() {}

  /** Of one process since its start or {@link #reset}. */
  static long of(long process) {
    return field(process, "status", "VmHWM:");
  }

  /** Of several now, what they share counted once. */
  static long shared(Stream<ProcessHandle> processes) {
    return processes.mapToLong(each -> field(each.pid(), "smaps_rollup", "Pss:")).sum();
  }

  /** Has the peak of a process begin anew. */
  static void reset(long process) {
    try {
      Files.writeString(
          Path.of("/proc", Long.toString(process), "clear_refs"), "5", StandardOpenOption.WRITE);
    } catch (IOException _) {
      // the peak is then that since its start, which is no less
    }
  }

  private static long field(long process, String file, String name) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process), file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException _) {
      return 0; // gone meanwhile
    }
  }
}
