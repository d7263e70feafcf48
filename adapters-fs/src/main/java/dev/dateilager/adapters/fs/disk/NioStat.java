package dev.dateilager.adapters.fs.disk;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Reads the {@code unix} attributes. */
final class NioStat {
  private NioStat() {}

  static Stat of(Path path) throws IOException {
    Map<String, Object> unix =
        Files.readAttributes(path, "unix:mode,ino,dev,uid,nlink", NOFOLLOW_LINKS);
    Map<String, Object> basic =
        Files.readAttributes(
            path,
            "size,isRegularFile,isDirectory,isSymbolicLink,creationTime,lastModifiedTime",
            NOFOLLOW_LINKS);
    Stat.Kind kind =
        is(basic, "isRegularFile")
            ? Stat.Kind.FILE
            : is(basic, "isDirectory")
                ? Stat.Kind.DIRECTORY
                : is(basic, "isSymbolicLink") ? Stat.Kind.SYMLINK : Stat.Kind.OTHER;
    long device = number(unix, "dev");
    return new Stat(
        kind,
        (int) number(unix, "mode") & 07777,
        number(basic, "size"),
        number(unix, "uid"),
        new Stat.Identity(device, number(unix, "ino"), nanos(basic, "creationTime")),
        number(unix, "nlink"),
        device, // the nearest thing to a mount that can be asked for
        nanos(basic, "lastModifiedTime"));
  }

  private static long nanos(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : 0;
  }

  private static boolean is(Map<String, Object> attributes, String name) {
    return Boolean.TRUE.equals(attributes.get(name));
  }

  private static long number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** The text form of the nine permission bits, such as {@code rwxr-x---}. */
  static String permissions(int mode) {
    var text = new StringBuilder(9);
    for (int bit = 8; bit >= 0; bit--) {
      text.append((mode >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
    }
    return text.toString();
  }
}
