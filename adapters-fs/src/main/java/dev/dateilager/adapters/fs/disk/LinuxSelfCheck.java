package dev.dateilager.adapters.fs.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds the numbers of calls and the layouts of structs against what the JDK says of the same
 * files, once, before anything is believed: on a machine where they are others, a wrong field would
 * be read as an owner or a mode.
 */
final class LinuxSelfCheck {
  private LinuxSelfCheck() {}

  /** What does not agree; absent if all does. */
  static Optional<String> trouble() {
    return trouble(Path.of(System.getProperty("java.home")));
  }

  /** What does not agree in a directory that nobody changes meanwhile. */
  static Optional<String> trouble(Path directory) {
    try (LinuxDir dir = LinuxDir.openRoot(directory.toString(), false)) {
      if (!agrees(dir.stat(), directory)) {
        return Optional.of("statx says something else of '%s' than the JDK".formatted(directory));
      }
      for (String name : dir.list()) {
        Optional<Stat> stat = dir.look(name);
        if (stat.isEmpty() || !agrees(stat.get(), directory.resolve(name))) {
          return Optional.of(
              "statx says something else of '%s/%s' than the JDK".formatted(directory, name));
        }
      }
      if (!Set.copyOf(dir.list()).equals(names(directory))) {
        return Optional.of(
            "readdir lists something else in '%s' than the JDK".formatted(directory));
      }
      return escapes(dir)
          ? Optional.of("openat2 leaves '%s' by '..'".formatted(directory))
          : Optional.empty();
    } catch (IOException | IllegalStateException | AssertionError failure) {
      return Optional.of(
          "the kernel's calls do not work on '%s': %s".formatted(directory, failure.getMessage()));
    }
  }

  private static boolean agrees(Stat stat, Path path) throws IOException {
    Map<String, Object> told =
        Files.readAttributes(path, "unix:ino,dev,mode,nlink,uid,size", LinkOption.NOFOLLOW_LINKS);
    long device = number(told, "dev");
    long major = device >> 8 & 0xfff | device >> 32 & ~0xfffL;
    long minor = device & 0xff | device >> 12 & ~0xffL;
    return stat.identity().inode() == number(told, "ino")
        && stat.identity().device() == (major << 32 | minor & 0xffffffffL)
        && stat.mode() == (number(told, "mode") & 07777)
        && stat.links() == number(told, "nlink")
        && stat.owner() == number(told, "uid")
        && stat.size() == number(told, "size");
  }

  private static long number(Map<String, Object> told, String name) {
    return told.get(name) instanceof Number number ? number.longValue() : -1;
  }

  private static Set<String> names(Path directory) throws IOException {
    try (Stream<Path> names = Files.list(directory)) {
      return names.map(name -> name.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  private static boolean escapes(LinuxDir dir) throws DiskException {
    try (Dir _ = dir.open("..")) {
      return true;
    } catch (DiskException refused) {
      if (refused.reason() == Reason.ESCAPES) {
        return false;
      }
      throw refused;
    }
  }
}
