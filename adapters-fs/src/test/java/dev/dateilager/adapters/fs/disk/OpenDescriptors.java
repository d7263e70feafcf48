package dev.dateilager.adapters.fs.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Descriptors of this process, as Linux tells of them. */
public final class OpenDescriptors {
  private OpenDescriptors() {}

  /**
   * How many there are of what lies, or lay, in a directory. Others come and go as they please: the
   * virtual machine opens jars, and closes what nobody uses any more.
   */
  public static long below(Path directory) throws IOException {
    String real = directory.toRealPath().toString();
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      List<Path> all = descriptors.toList();
      return all.stream().filter(one -> target(one).startsWith(real)).count();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException _) {
      return ""; // closed meanwhile
    }
  }
}
