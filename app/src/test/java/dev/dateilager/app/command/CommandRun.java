package dev.dateilager.app.command;

import dev.dateilager.app.request.Request;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One execution of a command line whose requests nobody carries out. */
final class CommandRun {
  final RecordingRunner runner = new RecordingRunner();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  int execute(String... args) {
    return DateiLagerCommand.commandLine(runner)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }

  /** The one request that the arguments make. */
  static Request requestOf(String... args) {
    var run = new CommandRun();
    int status = run.execute(args);
    if (status != 0 || run.runner.requests.size() != 1) {
      throw new AssertionError(
          "status %d, requests %s, said: %s".formatted(status, run.runner.requests, run.err()));
    }
    return run.runner.requests.getFirst();
  }

  String out() {
    return out.toString();
  }

  String err() {
    return err.toString();
  }
}
