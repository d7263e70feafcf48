package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Disk;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.staging.GoldenStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Another process: what one JVM cannot show of itself, locks and sudden death, is shown with it.
 */
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private ChildJvm(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Where the classes that a child needs come from. */
  static Set<Path> classPath() {
    Set<Path> places = new TreeSet<>();
    for (Class<?> needed :
        List.of(Disk.class, GoldenStore.class, SamplePack.class, ChildProgram.class)) {
      try {
        places.add(Path.of(needed.getProtectionDomain().getCodeSource().getLocation().toURI()));
      } catch (URISyntaxException odd) {
        throw new IllegalStateException(odd);
      }
    }
    return places;
  }

  /** Starts the {@code main} of a test class. */
  static ChildJvm startProgram(Class<?> program, String... arguments) throws IOException {
    return start(program, List.of(), classPath(), arguments);
  }

  /** Starts a {@link ChildProgram} with these words before the {@code java} command. */
  static ChildJvm start(List<String> before, Set<Path> classPath, String... arguments)
      throws IOException {
    return start(ChildProgram.class, before, classPath, arguments);
  }

  private static ChildJvm start(
      Class<?> program, List<String> before, Set<Path> classPath, String... arguments)
      throws IOException {
    var command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-cp");
    command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(":")));
    command.add(program.getName());
    command.addAll(List.of(arguments));
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  static ChildJvm start(String... arguments) throws IOException {
    return start(List.of(), classPath(), arguments);
  }

  /** The next line it prints; the empty text when it has ended. */
  String line() throws IOException {
    String line = out.readLine();
    return line == null ? "" : line;
  }

  long pid() {
    return process.pid();
  }

  /** Kills it, as {@code kill -9} does, and waits for its end. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    out.close();
  }
}
