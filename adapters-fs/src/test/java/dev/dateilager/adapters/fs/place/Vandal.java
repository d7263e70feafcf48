package dev.dateilager.adapters.fs.place;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
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

  /**
   * A directory of his own, and trees to go through, over and over until his input ends; says when
   * he went through them once, and at the end how often he succeeded.
   */
  public static void main(String[] arguments) throws IOException {
    Path own = Path.of(arguments[0]);
    var told = new CountDownLatch(1);
    Thread.ofPlatform().daemon().start(() -> awaitEndOfInput(told));
    int succeeded = 0;
    boolean begun = false;
    do {
      for (String tree : List.of(arguments).subList(1, arguments.length)) {
        succeeded += rageIn(Path.of(tree), own);
      }
      if (!begun) {
        System.out.println("begun");
        begun = true;
      }
    } while (told.getCount() > 0);
    System.out.println("succeeded " + succeeded);
  }

  private static void awaitEndOfInput(CountDownLatch told) {
    try {
      System.in.readAllBytes();
    } catch (IOException _) {
      // that is an end, too
    }
    told.countDown();
  }

  /** Goes through a tree that may change meanwhile, and counts the acts that succeeded. */
  static int rageIn(Path tree, Path own) {
    int succeeded = 0;
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Iterator<Path> found = paths.iterator(); found.hasNext(); ) {
        Path path = found.next();
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          succeeded += rageAt(path, own);
        }
      }
    } catch (IOException | UncheckedIOException _) {
      // it went away, or he may not see it
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
