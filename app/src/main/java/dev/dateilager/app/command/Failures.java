package dev.dateilager.app.command;

import dev.dateilager.domain.model.DateiLagerException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** The one place where a failure becomes a line on standard error and an exit status. */
final class Failures implements IExecutionExceptionHandler {
  /** What consumers look for when a deadline ended a command (cli.md §3.1). */
  private static final String DEADLINE = "context deadline exceeded";

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
    String message = message(failure);
    if (FailureLine.wantsJson(parsed.originalArgs())) {
      FailureLine.json(line.getErr(), message);
    } else {
      FailureLine.console(line.getErr(), message);
    }
    if (((Root) line.getCommandSpec().root().userObject()).stacktrace()) {
      failure.printStackTrace(line.getErr());
    }
    line.getErr().flush();
    return switch (failure) {
      case DateiLagerException known -> ExitStatus.of(known);
      case InterruptedException _ -> ExitStatus.INTERRUPTED;
      default -> ExitStatus.FAILED;
    };
  }

  /** What a failure says, in one line. */
  static String message(Exception failure) {
    return switch (failure) {
      case DateiLagerException.Cancelled late
          when late.deadlinePassed() && !text(late).contains(DEADLINE) ->
          DEADLINE + ": " + text(late);
      case DateiLagerException known -> text(known);
      case InterruptedException _ -> "interrupted";
      default -> "unexpected failure, please report it with --stacktrace: %s".formatted(failure);
    };
  }

  private static String text(DateiLagerException failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
