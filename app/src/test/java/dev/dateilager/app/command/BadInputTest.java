package dev.dateilager.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * What every command says to flags that make no sense: status 2, two lines, nothing on standard
 * output, and nothing is asked of anybody.
 */
final class BadInputTest {
  record Line(String command, String flags, String says) {
    String[] args() {
      return (command + " " + flags).strip().split(" ");
    }

    @Override
    public String toString() {
      return command + " " + flags;
    }
  }

  private static Line line(String command, String flags, String says) {
    return new Line(command, flags, says);
  }

  private static Line client(String command, String flags, String says) {
    return line("client " + command, "--host h " + flags, says);
  }

  static Stream<Line> lines() {
    return Stream.of(
        line("demo", "one two", "Unmatched argument at index 2: 'two'"),
        line("demo", "--output yaml", "'yaml' is not text, json or ndjson"),
        line("server", "--port 65536", "'65536' is not a port, 0 to 65535"),
        line("server", "--cert c", "--cert and --key go together"),
        line("server migrate", "", "required flag(s) \"dburi\" not set"),
        line("server migrate", "--dburi u --output xml", "'xml' is not text, json or ndjson"),
        line("server export", "", "Missing required parameter: 'FILE'"),
        line("server export", "--output json -", "with --output name a file"),
        line("server import", "--output yaml f", "'yaml' is not text, json or ndjson"),
        line("server import", "", "Missing required parameter: 'FILE'"),
        line("cached", "--staging-path s", "required flag(s) \"upstream-host\" not set"),
        line("cached", "--upstream-host h --staging-path s --keep 0", "--keep must be 1 or more"),
        line("cached run", "--upstream-host h", "required flag(s) \"staging-path\" not set"),
        line("cached run", "--link-mode soft", "'soft' is not auto, link, clone or copy"),
        line("cached place", "relative", "relative"),
        line("cached place", "", "PATH"),
        line("cached release", "", "PATH"),
        line("cached explain", "", "PATH"),
        line("cached status", "--output yaml", "'yaml' is not text, json or ndjson"),
        line("cached placements", "more", "Unmatched argument at index 2: 'more'"),
        line("cached refresh", "--socket", "Missing required parameter for option '--socket'"),
        line("cached verify", "--repair=maybe", "maybe"),
        line("cached doctor", "--output", "Missing required parameter for option '--output'"),
        line("cached prune", "--keep 0", "--keep must be 1 or more, got 0"),
        line("client new", "--id 1", "required flag(s) \"host\" not set"),
        client("new", "", "required flag(s) \"id\" not set"),
        client("new", "--id 9223372036854775808", "is not a whole number"),
        client("new", "--id 1 --template x", "'x' is not a long"),
        client("update", "", "required flag(s) \"project\" not set"),
        client("update", "--project 1 --subpaths \"a", "a quote is not closed"),
        client("get", "--project 1 --port 0", "'0' is not a port, 1 to 65535"),
        client("get", "--project 1 --from -2", "--from must be -1 or more, got -2"),
        client("get", "--project 1 --to -2", "--to must be -1 or more, got -2"),
        client("get", "--project 1 --prefix a --path b", "give --prefix or --path, not both"),
        client("get", "--project 1 --path a --ignores a/b", "is not a prefix query"),
        client("get", "--project 1 --print --write d", "give one of --print, --write"),
        client("get", "--project 1 --print --output json", "leave --output out"),
        client("get", "--project 1 --contents", "--contents needs --output json"),
        client("get", "--project 1 --write=", "--write names no directory"),
        client("rebuild", "--project one", "'one' is not a whole number"),
        client("rebuild", "--project 1 --to -2", "--to must be -1 or more"),
        client("rebuild", "--project 1 --summarize=maybe", "maybe"),
        client("rebuild", "--project 1 --timeout -1", "--timeout must not be negative"),
        client("rebuild", "--project 1 --timeout 1.5", "'1.5' is not a long"),
        client("rebuild", "--project 1 --prefix a --ignores b", "does not start with"),
        client("getcache", "", "required flag(s) \"path\" not set"),
        client("getcache", "--path p --version -2", "cache version must be -1 or more"),
        client("getcached", "--path=", "required flag(s) \"path\" not set"),
        client("cache create", "--max-packs 0", "--max-packs must be 1 to 100000, got 0"),
        client("cache create", "--max-packs 100001", "got 100001"),
        client("cache create", "--max-mib 0", "--max-mib must be 1 or more"),
        client("cache list", "--output tsv", "'tsv' is not text, json or ndjson"),
        client("cache inspect", "--version -2", "cache version must be -1 or more"),
        client("cache retire", "", "required flag(s) \"version\" not set"),
        client("cache retire", "--version -1", "--version must be 0 or more, got -1"),
        client("list", "1", "Unmatched argument"),
        client("inspect", "", "required flag(s) \"project\" not set"),
        client("clone", "--source 1", "required flag(s) \"target\" not set"),
        client("clone", "--source 1 --target 2 --to -2", "--to must be -1 or more"),
        client("rollback", "--project 1", "required flag(s) \"to\" not set"),
        client("rollback", "--project 1 --to -1", "--to must be 0 or more, got -1"),
        client("delete", "--project", "Missing required parameter"),
        client("snapshot", "--state x", "Unknown option"),
        client("reset", "--state=", "required flag(s) \"state\" not set"),
        client("reset", "--state 1=2,1=3", "names project 1 twice"),
        client("reset", "--state 1", "'1' in the state is not 'id=version'"),
        client("gc", "", "required flag(s) \"mode\" not set"),
        client("gc", "--mode all", "'all' is not contents, project or random-projects"),
        client("gc", "--mode project --keep 1", "--mode project needs --project"),
        client("gc", "--mode project --project 1 --keep 0", "--keep must be 1 or more, got 0"),
        client("gc", "--mode contents", "--mode contents needs --sample"),
        client("gc", "--mode contents --sample 100.5", "--sample must be 0 to 100 percent"),
        client("gc", "--mode contents --sample NaN", "--sample must be 0 to 100 percent"),
        client("gc", "--mode random-projects --sample 5", "needs --keep"),
        client("doctor", "--dir", "Missing required parameter for option '--dir'"),
        line("client doctor", "", "required flag(s) \"host\" not set"),
        line("token keygen", "--private k", "required flag(s) \"public\" not set"),
        line("token sign", "--key k --sub 1", "required flag(s) \"exp\" not set"),
        line("token sign", "--key k --sub 1 --exp soon", "neither a span such as 30d nor"),
        line("token sign", "--key k --sub nobody --exp none", "'nobody' is not admin"),
        line("token inspect", "t --file f", "give a token or --file, not both"),
        line("config show", "client get --project x", "'x' is not a whole number"),
        line("completion", "tcsh", "'tcsh' is not bash, zsh or fish"));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void whatMakesNoSense_isAUsageError(Line line) {
    var run = new CommandRun();

    assertThat(run.execute(line.args())).as(run.err()).isEqualTo(ExitStatus.USAGE);

    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(2);
    assertThat(run.err()).startsWith("dateilager: ").contains(line.says(), "Try 'dateilager ");
    assertThat(run.runner.requests).isEmpty();
  }

  @Test
  void everyCommand_isInTheTable() {
    var missing = new TreeSet<>(commands(DateiLagerCommand.commandLine(new RecordingRunner())));
    lines().map(Line::command).forEach(missing::remove);

    assertThat(missing).isEmpty();
  }

  @Test
  void everyCommand_helpsWithAnExample() {
    for (String command : commands(DateiLagerCommand.commandLine(new RecordingRunner()))) {
      var run = new CommandRun();
      assertThat(run.execute((command + " --help").split(" "))).as(command).isZero();
      assertThat(run.out()).as(command).contains("Example");
    }
  }

  /** Every command that does something by itself. */
  private static List<String> commands(CommandLine line) {
    var commands = new ArrayList<String>();
    for (CommandLine sub : line.getSubcommands().values()) {
      if (!(sub.getCommand() instanceof Runnable) || sub.getSubcommands().isEmpty()) {
        commands.add(sub.getCommandSpec().qualifiedName().substring("dateilager ".length()));
      }
      commands.addAll(commands(sub));
    }
    return commands;
  }
}
