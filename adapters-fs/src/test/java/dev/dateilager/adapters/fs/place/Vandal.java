package dev.dateilager.adapters.fs.place;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A tenant who tries everything on each file of his placement that could change the file itself.
 */
final class Vandal {
  private Vandal() {}

  /** An act on a file. */
  private interface Act {
    void on(Path file) throws IOException;
  }

  /** The placement, and a directory of his own; says how often he succeeded. */
  public static void main(String[] arguments) throws IOException {
    System.out.println("succeeded " + rageIn(Path.of(arguments[0]), Path.of(arguments[1])));
  }

  static int rageIn(Path placement, Path own) throws IOException {
    int succeeded = 0;
    try (Stream<Path> paths = Files.walk(placement.resolve("objects"))) {
      for (Path file : paths.toList()) {
        if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          succeeded += rageAt(file, own);
        }
      }
    }
    return succeeded;
  }

  private static int rageAt(Path file, Path own) {
    Act[] acts = {
      Vandal::overwrite,
      it -> Files.writeString(it, "+", StandardOpenOption.APPEND),
      it -> FileChannel.open(it, StandardOpenOption.WRITE).truncate(0).close(),
      it -> Files.setPosixFilePermissions(it, PosixFilePermissions.fromString("rwxrwxrwx")),
      it -> Files.setAttribute(it, "unix:uid", 65534),
      it -> overwrite(Files.createLink(own.resolve(UUID.randomUUID().toString()), it)),
    };
    int succeeded = 0;
    for (Act act : acts) {
      try {
        act.on(file);
        succeeded++;
      } catch (IOException _) {
        // refused, as it should be
      }
    }
    return succeeded;
  }

  private static void overwrite(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap("mine now".getBytes(StandardCharsets.US_ASCII)));
    }
  }
}
