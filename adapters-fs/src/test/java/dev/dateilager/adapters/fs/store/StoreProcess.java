package dev.dateilager.adapters.fs.store;

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
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A JVM of its own that runs {@link StoreDay}, to be killed, traced or starved. */
final class StoreProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  private StoreProcess(Process process) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it.
   *
   * @param before words before the {@code java} command
   * @param arguments of the program
   */
  static StoreProcess start(List<String> before, String... arguments) throws IOException {
    var classPath = new TreeSet<String>();
    for (Class<?> needed :
        List.of(Disk.class, GoldenStore.class, SamplePack.class, StoreDay.class)) {
      try {
        classPath.add(
            Path.of(needed.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
      } catch (URISyntaxException odd) {
        throw new IllegalStateException(odd);
      }
    }
    var command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-cp", classPath.stream().collect(Collectors.joining(":"))));
    command.add(StoreDay.class.getName());
    command.addAll(List.of(arguments));
    return new StoreProcess(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Every line, and waits for the end. */
  List<String> lines() throws IOException {
    List<String> lines = linesUntil("\0");
    process.onExit().join();
    return lines;
  }

  /** Every line until one that begins so, or until the end. */
  List<String> linesUntil(String last) throws IOException {
    var lines = new ArrayList<String>();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      lines.add(line);
      if (line.startsWith(last)) {
        break;
      }
    }
    return lines;
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
