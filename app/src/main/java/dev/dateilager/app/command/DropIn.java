package dev.dateilager.app.command;

import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.request.Runner;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The programs of the Go implementation that this one stands in for, each by its own name: their
 * flags with their defaults, every failure as one line of the log, exit status 1 for all of them
 * (cli.md). What is ours beyond that is taken, too.
 */
public final class DropIn {
  private static final List<String> DEVELOPMENT_FILES =
      List.of(
          "--cert=development/server.crt",
          "--key=development/server.key",
          "--paseto=development/paseto.pub");

  private static final DropIn CLIENT =
      new DropIn(
          "client",
          "command failed",
          false,
          List.of("--log-level=debug"),
          new DropInFlags(Set.of(), DropInFlags.NOTHING_REFUSED));

  private static final DropIn SERVER =
      new DropIn(
          "server",
          "server failed",
          true,
          with(
              DEVELOPMENT_FILES,
              "--dburi=postgres://postgres@127.0.0.1:5432/dl",
              "--log-level=debug"),
          new DropInFlags(Set.of("--profile", "--memprofile"), DropInFlags.NOTHING_REFUSED));

  private static final DropIn CACHED =
      new DropIn(
          "cached",
          "server failed",
          true,
          with(DEVELOPMENT_FILES, "--upstream-host=localhost", "--log-level=debug"),
          new DropInFlags(Set.of("--profile", "--timeout"), DropInFlags.LVM));

  private final String name;
  private final String failed;
  private final boolean needsEnvironment;
  private final List<String> defaults;
  private final DropInFlags rules;

  /**
   * @param name of the Go program, and of our command
   * @param failed the message of the line that tells of a failure
   * @param needsEnvironment whether it does not start without {@code DL_ENV}
   * @param defaults the flags that are given if the caller does not give them
   * @param rules which of its flags mean nothing here, and which end with a message
   */
  private DropIn(
      String name,
      String failed,
      boolean needsEnvironment,
      List<String> defaults,
      DropInFlags rules) {
    this.name = name;
    this.failed = failed;
    this.needsEnvironment = needsEnvironment;
    this.defaults = List.copyOf(defaults);
    this.rules = rules;
  }

  private static List<String> with(List<String> some, String... more) {
    var all = new ArrayList<>(some);
    all.addAll(List.of(more));
    return all;
  }

  /**
   * The program of this name.
   *
   * @return absent for any other name
   */
  public static Optional<DropIn> named(String name) {
    return switch (name) {
      case "client" -> Optional.of(CLIENT);
      case "server" -> Optional.of(SERVER);
      case "cached" -> Optional.of(CACHED);
      default -> Optional.empty();
    };
  }

  /**
   * Does what the Go program would.
   *
   * @param args as for that
   * @return its exit status
   */
  public int execute(
      Runner runner, Surroundings surroundings, PrintWriter out, PrintWriter err, String... args) {
    List<String> given = List.of(args);
    var failures = new DropInFailures(name, failed, given);
    CommandLine line =
        DateiLagerCommand.commandLine(runner)
            .setOut(out)
            .setErr(err)
            .setParameterExceptionHandler(failures)
            .setExecutionExceptionHandler(failures);
    CommandLine mine = DateiLagerCommand.subcommand(line, name);
    tellVersion(mine.getCommandSpec());
    Optional<String> refused = rules.refusal(given);
    if (refused.isPresent()) {
      return failures.tell(err, refused.get());
    }
    if (given.isEmpty() && mine.getCommand() instanceof Runnable) { // a group of commands
      mine.usage(out);
      return ExitStatus.DONE;
    }
    if (needsEnvironment && isForService(given) && surroundings.variable("DL_ENV").isEmpty()) {
      return failures.tell(err, "DL_ENV is not set: it must be dev, test or prod");
    }
    var all = new ArrayList<String>();
    all.add(name);
    for (String flag : defaults) {
      String flagName = flag.substring(0, flag.indexOf('='));
      if (!DropInFlags.isGiven(given, flagName)
          && !DropInFlags.isGiven(given, flagName + "-file")) { // ours: where a secret is kept
        all.add(flag);
      }
    }
    all.addAll(rules.without(given));
    return line.execute(all.toArray(String[]::new));
  }

  private static boolean isForService(List<String> given) {
    return given.stream().noneMatch(Set.of("-h", "--help", "-v", "--version")::contains);
  }

  private void tellVersion(CommandSpec spec) {
    spec.versionProvider(
        () -> {
          String ours = new ProgramVersion().getVersion()[0];
          return new String[] {name + " version" + ours.substring(ours.indexOf(' '))};
        });
  }
}
