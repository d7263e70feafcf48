package dev.dateilager.app.command;

import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.request.Runner;
import java.util.Objects;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
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
      TokenCommand.class,
      ConfigCommand.class,
      CompletionCommand.class
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
  private final Defaults defaults;

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

  DateiLagerCommand(Runner runner, Defaults defaults) {
    this.runner = runner;
    this.defaults = defaults;
  }

  /** As {@link #commandLine(Runner, Defaults)}, without anybody's own defaults. */
  public static CommandLine commandLine(Runner runner) {
    return commandLine(runner, Defaults.NONE);
  }

  /**
   * The whole command tree, ready to execute.
   *
   * @param runner carries out what the command line asks for
   * @param defaults what flags are that are not given
   * @return a new command line; its writers may be replaced before it executes
   */
  public static CommandLine commandLine(Runner runner, Defaults defaults) {
    var line = new CommandLine(new DateiLagerCommand(runner, defaults));
    line.setAllowOptionsAsOptionParameters(true) // a value may begin with '-' (cli.md §1)
        .setAbbreviatedOptionsAllowed(false)
        .setOverwrittenOptionsAllowed(true) // the last word counts, as with Go's flags
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(new UsageErrors())
        .setExecutionExceptionHandler(new Failures())
        .setDefaultValueProvider(defaults)
        .setExecutionStrategy(DateiLagerCommand::execute);
    subcommand(subcommand(line, "config"), "show")
        .setStopAtPositional(true); // what follows are the flags of the command that is shown
    return line;
  }

  /** The command of this name below another, which must be there. */
  static CommandLine subcommand(CommandLine above, String name) {
    return Objects.requireNonNull(above.getSubcommands().get(name), name);
  }

  /** Runs the command, or shows its help; with settings that cannot be read only the latter. */
  private static int execute(ParseResult parsed) {
    CommandSpec spec = parsed.commandSpec();
    Optional<String> problem = ((DateiLagerCommand) spec.userObject()).defaults.problem(spec);
    boolean onlyHelp =
        parsed.asCommandLineList().stream()
            .anyMatch(line -> line.isUsageHelpRequested() || line.isVersionHelpRequested());
    if (problem.isPresent() && !onlyHelp) {
      throw new WrongRequest(spec.commandLine(), problem.get());
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** What flags are that are not given. */
  Defaults defaults() {
    return defaults;
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
