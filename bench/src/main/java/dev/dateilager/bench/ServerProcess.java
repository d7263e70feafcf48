package dev.dateilager.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code dateilager server} on the database that it brings along, in a directory of its own. */
final class ServerProcess implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("\"dl\\.port\":(\\d+)");

  private final Process process;
  private final Path data;
  private final int port;
  private final Thread drain;

  private ServerProcess(Process process, Path data, int port, Thread drain) {
    this.process = process;
    this.data = data;
    this.port = port;
    this.drain = drain;
  }

  /**
   * Starts it and waits until it says its port.
   *
   * @param data an empty directory, removed when it is closed
   * @param options of its virtual machine
   */
  static ServerProcess start(Path jar, Path data, List<String> options) throws IOException {
    var command = new ArrayList<>(java(options));
    command.addAll(List.of("-jar", jar.toString(), "server", "--data-dir", data.toString()));
    command.addAll(List.of("--port", "0", "--log-encoding", "json"));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(Map.of("DL_ENV", "dev", "LC_ALL", "C.UTF-8"));
    Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader log = process.errorReader();
    int port = port(log);
    Thread drain = Thread.startVirtualThread(() -> log.lines().forEach(_ -> {}));
    return new ServerProcess(process, data, port, drain);
  }

  /** The beginning of a command line that runs this virtual machine again. */
  static List<String> java(List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    return command;
  }

  private static int port(BufferedReader log) throws IOException {
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      Matcher found = PORT.matcher(line);
      if (line.contains("server started") && found.find()) {
        return Integer.parseInt(found.group(1));
      }
    }
    throw new IOException("the server ended before it said its port");
  }

  int port() {
    return port;
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** A token of the admin role. */
  Path token() {
    return data.resolve("tokens/admin.token");
  }

  /** What vouches for the server. */
  Path authority() {
    return data.resolve("tls/server/tls-cert.pem");
  }

  @Override
  public void close() throws IOException {
    process.toHandle().destroy(); // the process's own method would close the log under its reader
    try {
      drain.join(); // the log ends with the server
      process.waitFor();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the server stopped");
    }
    try (var tree = Files.walk(data)) {
      for (Path path : tree.sorted(Collections.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }
}
