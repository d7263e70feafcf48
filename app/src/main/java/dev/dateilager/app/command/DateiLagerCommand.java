package dev.dateilager.app.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command tree; by itself it does nothing but explain what there is. */
@Command(
    name = "dateilager",
    description = "Stores many large, similar directories once, and places them in milliseconds.",
    mixinStandardHelpOptions = true,
    scope = CommandLine.ScopeType.INHERIT,
    versionProvider = ProgramVersion.class,
    synopsisSubcommandLabel = "COMMAND")
public final class DateiLagerCommand implements Runnable {
  @Spec private CommandSpec spec;

  DateiLagerCommand() {}

  /**
   * The whole command tree, ready to execute.
   *
   * @return a new command line; its writers may be replaced before it executes
   */
  public static CommandLine commandLine() {
    return new CommandLine(new DateiLagerCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "missing command");
  }
}
