package dev.dateilager.app.command;

import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.logging.LogSink;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * How a program of the Go implementation fails: one line of the log at level fatal, status 1; for a
 * flag that cannot be read the usage before it (cli.md §1).
 */
final class DropInFailures implements IParameterExceptionHandler, IExecutionExceptionHandler {
  private static final int FAILED = 1;

  private final String name;
  private final String failed;
  private final boolean json;

  DropInFailures(String name, String failed, List<String> args) {
    this.name = name;
    this.failed = failed;
    this.json = FailureLine.wantsJson(args);
  }

  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine line = wrong.getCommandLine();
    if (wrong instanceof MissingCommand) { // Go's programs explain themselves then
      line.usage(line.getOut());
      return ExitStatus.DONE;
    }
    String message = String.valueOf(wrong.getMessage());
    if (!json && !(wrong instanceof WrongRequest)) {
      line.getErr().println("Error: " + message);
      line.usage(line.getErr());
    }
    return tell(line.getErr(), message);
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
    int status = tell(line.getErr(), Failures.message(failure));
    if (((Root) line.getCommandSpec().root().userObject()).stacktrace()) {
      failure.printStackTrace(line.getErr());
      line.getErr().flush();
    }
    return status;
  }

  /** Writes the line; the exit status. */
  int tell(PrintWriter err, String message) {
    if (json) {
      FailureLine.json(err, name, failed, message);
    } else {
      new LogSink(err, LogSettings.DEFAULT, InstantSource.system(), ZoneId.systemDefault())
          .named(name)
          .fatal(failed, "error", message);
    }
    return FAILED;
  }
}
