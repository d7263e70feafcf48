package dev.dateilager.app.command;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;

/** Says in one line what is wrong with a command line, and where to read on. */
final class UsageErrors implements IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException wrong, String[] args) {
    CommandLine line = wrong.getCommandLine();
    String message = String.valueOf(wrong.getMessage());
    if (FailureLine.wantsJson(List.of(args))) {
      FailureLine.json(line.getErr(), message);
    } else {
      FailureLine.console(line.getErr(), message);
      line.getErr().printf("Try '%s --help'.%n", line.getCommandSpec().qualifiedName());
    }
    line.getErr().flush();
    return ExitStatus.USAGE;
  }
}
