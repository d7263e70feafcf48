package dev.dateilager.adapters.postgres.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The PostgreSQL processes that live in a cluster's directory. Every one of them has it as its
 * working directory; a number in {@code postmaster.pid} alone proves nothing, for numbers come
 * again.
 */
final class Survivors {
  private Survivors() {}

  /**
   * Those that run now. The dead that nobody has reaped yet are not among them.
   *
   * @param cluster the real path of the directory
   */
  static List<ProcessHandle> of(Path cluster) throws IOException {
    var found = new ArrayList<ProcessHandle>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.toList()) {
        String name = process.getFileName().toString();
        if (Character.isDigit(name.charAt(0)) && livesIn(process, cluster)) {
          ProcessHandle.of(Long.parseLong(name)).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static boolean livesIn(Path process, Path cluster) {
    try {
      return Files.readSymbolicLink(process.resolve("cwd")).equals(cluster)
          && Files.readString(process.resolve("comm")).startsWith("postgres");
    } catch (IOException goneOrForeign) {
      return false;
    }
  }
}
