package dev.dateilager.adapters.fs.attack;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.domain.contract.EntryScript;
import dev.dateilager.domain.staging.NodePath;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Programs of the tests that run as an unprivileged user. */
public final class OtherUser {
  /** The user's and the group's number, which no file on the system belongs to. */
  public static final int ID = 65534;

  private OtherUser() {}

  /** Skips the test, and says so, where this process cannot become another user. */
  public static void assumeThereIsOne() {
    assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && Files.isExecutable(Path.of("/usr/bin/setpriv")),
        "NOT RUN: becoming another user needs root and setpriv");
  }

  /** Gives the user everything at and below a path, links themselves and not what they name. */
  public static void own(Path top) throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : paths.toList()) {
        Files.setAttribute(path, "unix:uid", ID, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(path, "unix:gid", ID, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /**
   * Starts the {@code main} of a test class as the user; skips the test, and says so, where that
   * cannot be.
   *
   * @param rootOfANamespace whether as root of a user namespace of its own
   */
  public static Program program(boolean rootOfANamespace, Class<?> main, String... arguments)
      throws IOException {
    assumeThereIsOne();
    var command =
        new ArrayList<>(
            List.of("setpriv", "--reuid=" + ID, "--regid=" + ID, "--clear-groups", "--"));
    if (rootOfANamespace) {
      var probe = new ArrayList<>(command);
      probe.addAll(List.of("unshare", "-Ur", "true"));
      assumeTrue(
          succeeds(probe), "NOT RUN: user namespaces are refused here, no root of one attacks");
      command.addAll(List.of("unshare", "-Ur"));
    }
    Path home = Files.createTempDirectory("other-user");
    try {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("-XX:TieredStopAtLevel=1");
      command.add("-cp");
      command.add(
          classPath(main, home).stream().map(Path::toString).collect(Collectors.joining(":")));
      command.add(main.getName());
      command.addAll(List.of(arguments));
      return new Program(
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start(), home);
    } catch (IOException failure) {
      remove(home);
      throw failure;
    }
  }

  private static boolean succeeds(List<String> command) throws IOException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .onExit()
            .join()
            .exitValue()
        == 0;
  }

  /** The class path, copied to where the user may read it. */
  private static List<Path> classPath(Class<?> main, Path home) throws IOException {
    Set<Path> places = new TreeSet<>();
    for (Class<?> needed : List.of(main, Disk.class, NodePath.class, EntryScript.class)) {
      try {
        places.add(Path.of(needed.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException odd) {
        throw new IllegalStateException(odd);
      }
    }
    var copies = new ArrayList<Path>();
    for (Path place : places) {
      Path copy = home.resolve("classes" + copies.size());
      try (Stream<Path> files = Files.walk(place)) {
        for (Path file : files.toList()) {
          Path target = copy.resolve(place.relativize(file).toString());
          Files.copy(file, target);
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
      }
      copies.add(copy);
    }
    return copies;
  }

  private static void remove(Path home) throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** One of the user's processes; killed when closed. */
  public static final class Program implements AutoCloseable {
    private final Process process;
    private final Path home;
    private final BufferedReader output;

    private Program(Process process, Path home) {
      this.process = process;
      this.home = home;
      this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The next line it prints; the empty text when it has ended. */
    public String line() throws IOException {
      String line = output.readLine();
      return line == null ? "" : line;
    }

    /** Gives it a line. */
    public void say(String line) throws IOException {
      process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    }

    /** Ends its input, which asks it to end. */
    public void endInput() throws IOException {
      process.getOutputStream().close();
    }

    /** Waits for its end, kills it if that takes too long. */
    @Override
    public void close() throws IOException {
      try {
        endInput();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly().onExit().join();
        }
      } catch (InterruptedException interrupt) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
      output.close();
      remove(home);
    }
  }
}
