package dev.dateilager.app.command;

import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.request.Runner;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The root of the command tree; by itself it does nothing but explain what there is. */
@Command(
    name = "dateilager",
    description = "Stores many large, similar directories once, and places them in milliseconds.",
    versionProvider = ProgramVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      ServerCommand.class,
      CachedCommand.class,
      ClientCommand.class,
      TokenCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  dateilager demo                      see it at work, on this program's own checkout",
      "  dateilager demo ~/src/app            ... on a directory of yours, which is only read",
      "  DL_ENV=dev dateilager server         serve from a database in the data directory",
      "  dateilager client rebuild --help     what a command takes",
      "",
      "Exit status: 0 done, 2 usage, others by what went wrong: see docs/cli.md."
    })
public final class DateiLagerCommand implements Runnable, Root {
  private final Runner runner;

  @Spec private CommandSpec spec;
  @Mixin private LogOptions logs;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show this help and exit.")
  private boolean help;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Mixin
  private VersionOption version;

  @Option(
      names = "--stacktrace",
      scope = CommandLine.ScopeType.INHERIT,
      description = "Show where in the program a failure came from.")
  private boolean stacktrace;

  DateiLagerCommand(Runner runner) {
    this.runner = runner;
  }

  /**
   * The whole command tree, ready to execute.
   *
   * @param runner carries out what the command line asks for
   * @return a new command line; its writers may be replaced before it executes
   */
  public static CommandLine commandLine(Runner runner) {
    var line = new CommandLine(new DateiLagerCommand(runner));
    line.setAllowOptionsAsOptionParameters(true) // a value may begin with '-' (cli.md §1)
        .setAbbreviatedOptionsAllowed(false)
        .setOverwrittenOptionsAllowed(true) // the last word counts, as with Go's flags
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new Failures());
    return line;
  }

  @Override
  public Runner runner() {
    return runner;
  }

  @Override
  public LogSettings logs() {
    return logs.settings();
  }

  @Override
  public boolean stacktrace() {
    return stacktrace;
  }

  @Override
  public void run() {
    throw new MissingCommand(spec.commandLine());
  }
}
