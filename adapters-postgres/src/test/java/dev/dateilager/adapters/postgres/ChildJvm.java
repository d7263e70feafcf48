package dev.dateilager.adapters.postgres;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program of this test suite in a process of its own, killed at the latest when closed. */
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  /** Starts {@code main} with {@code java}'s options and its own arguments. */
  static ChildJvm start(Class<?> main, List<String> options, String... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of("-cp", classPath(), main.getName()));
    Collections.addAll(command, arguments);
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Everything that this process has, modules and patches too. */
  private static String classPath() {
    return Stream.of(
            root(ChildJvm.class),
            root(EmbeddedPostgres.class),
            System.getProperty("jdk.module.path", ""),
            System.getProperty("java.class.path", ""))
        .filter(path -> !path.isEmpty())
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  /** The directory that holds a class and its package. */
  private static String root(Class<?> type) {
    String file = type.getName().replace('.', '/') + ".class";
    String url = String.valueOf(type.getResource("/" + file));
    return Path.of(URI.create(url.substring(0, url.length() - file.length()))).toString();
  }

  /** The next line of its output; empty at the end. */
  String line() {
    try {
      String line = output.readLine();
      return line == null ? "" : line;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /** Ends it without a chance to tidy up, and waits for that. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Lets it come to its end, and waits for that. */
  int finish() throws Exception {
    process.getOutputStream().close();
    return process.waitFor();
  }

  @Override
  public void close() {
    kill();
  }
}
