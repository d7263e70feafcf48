package dev.dateilager.app.command;

import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code dateilager config}: what the program is set to. */
@Command(
    name = "config",
    description = "Shows what the program is set to.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = ConfigCommand.Show.class,
    footer = {"", "Example:", "  dateilager config show --origin client rebuild --host dl.example"})
final class ConfigCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new MissingCommand(spec.commandLine());
  }

  /** {@code dateilager config show}. */
  @Command(
      name = "show",
      description =
          "Prints variables, and the flags of a command, with the values that they have; secrets"
              + " are not shown.",
      footer = {
        "",
        "Flags that are not given come from a file: DATEILAGER_CONFIG, else dateilager.properties"
            + " in",
        "$XDG_CONFIG_HOME/dateilager or ~/.config/dateilager; as root in /etc/dateilager. A line",
        "'client.host = dl.example' sets --host of 'dateilager client'.",
        "",
        "Examples:",
        "  dateilager config show --origin",
        "  dateilager config show --origin client rebuild --host dl.example"
      })
  static final class Show extends RequestCommand {
    private static final Pattern PASSWORD = Pattern.compile("(://[^:/@]*):[^@]*@");
    private static final Pattern PASSWORD_PARAMETER = Pattern.compile("(password=)[^&]*");

    @Spec private CommandSpec spec;
    @Mixin private OutputOption output;

    @Option(
        names = "--origin",
        description = "Show where each value comes from: flag, environment, file or default.")
    private boolean origin;

    @Parameters(
        arity = "0..*",
        paramLabel = "COMMAND",
        description = "A command line, as it would follow 'dateilager'.")
    private @Nullable List<String> line;

    @Override
    Request request() {
      return new Request.ShowConfig(logs(), output.value(), origin, settings());
    }

    private List<Setting> settings() {
      List<String> words = line == null ? List.of() : line;
      var root = (DateiLagerCommand) spec.root().userObject();
      CommandLine other =
          DateiLagerCommand.commandLine(root.runner(), root.defaults())
              .setErr(spec.commandLine().getErr());
      ParseResult parsed = other.parseArgs(words.toArray(String[]::new));
      var levels = new ArrayList<ParseResult>();
      for (ParseResult at = parsed; at != null; at = at.subcommand()) {
        levels.add(at);
      }
      var settings = new ArrayList<Setting>();
      for (OptionSpec option : levels.getLast().commandSpec().options()) {
        if (!option.usageHelp() && !option.versionHelp()) {
          settings.add(setting(option, levels, root.defaults()));
        }
      }
      return settings;
    }

    private static Setting setting(OptionSpec option, List<ParseResult> levels, Defaults defaults) {
      String name = option.longestName();
      for (ParseResult level : levels.reversed()) {
        OptionSpec matched = level.matchedOption(name);
        if (matched != null) {
          return new Setting(name, shown(String.join(",", matched.originalStringValues())), "flag");
        }
      }
      Optional<String> ofFile = defaults.value(option);
      if (ofFile.isPresent()) {
        return new Setting(
            name, shown(ofFile.get()), "file " + defaults.origin(option).orElseThrow());
      }
      String otherwise = option.defaultValue();
      return new Setting(
          name,
          otherwise != null ? otherwise : option.arity().max() == 0 ? "false" : "",
          Setting.DEFAULT);
    }

    /** Without the password that a database's URI may hold (I23). */
    private static String shown(String value) {
      return PASSWORD_PARAMETER
          .matcher(PASSWORD.matcher(value).replaceAll("$1:***@"))
          .replaceAll("$1***");
    }
  }
}
