package dev.dateilager.app.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The program as users run it: the fat jar, in a process of its own. */
final class Cli {
  static final Path JAR =
      Path.of(Objects.requireNonNull(System.getProperty("dateilager.jar"), "dateilager.jar"));

  private final Path scratch;
  private final Map<String, String> variables = new HashMap<>();
  private final List<String> javaOptions =
      new ArrayList<>(
          List.of( // as bin/dateilager has them for brief commands
              "-XX:TieredStopAtLevel=1",
              "-XX:SharedArchiveFile=" + JAR.resolveSibling("dateilager.jsa"),
              "-Xlog:disable"));

  /**
   * @param scratch an existing directory for what processes print
   */
  Cli(Path scratch) {
    this.scratch = scratch;
  }

  /** The same with a variable set. */
  Cli with(String name, String value) {
    var cli = copy();
    cli.variables.put(name, value);
    return cli;
  }

  /** The same with a further option of the virtual machine, such as {@code -Xmx256m}. */
  Cli withJava(String option) {
    var cli = copy();
    cli.javaOptions.add(option);
    return cli;
  }

  private Cli copy() {
    var cli = new Cli(scratch);
    cli.variables.putAll(variables);
    cli.javaOptions.clear();
    cli.javaOptions.addAll(javaOptions);
    return cli;
  }

  /** Runs a command to its end. */
  Result run(String... args) throws IOException, InterruptedException {
    return runIn(scratch, args);
  }

  /** Runs a command to its end in another working directory. */
  Result runIn(Path directory, String... args) throws IOException, InterruptedException {
    Path out = Files.createTempFile(scratch, "out", "");
    Path err = Files.createTempFile(scratch, "err", "");
    Process process = start(directory, out, err, args);
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + List.of(args) + "\n" + Files.readString(err));
    }
    return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Starts a command whose lines go to the two files. */
  Process start(Path directory, Path out, Path err, String... args) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(javaOptions);
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(args));
    var builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("DL_"));
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(variables);
    return builder.start();
  }

  /**
   * What a command left behind.
   *
   * @param status its exit status
   * @param out what it answered
   * @param err all else that it said
   */
  record Result(int status, String out, String err) {}
}
