package dev.dateilager.app.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes completions for the fish shell, which picocli has none for. */
final class FishCompletion {
  private final String program;
  private final StringBuilder script = new StringBuilder();

  private FishCompletion(String program) {
    this.program = program;
  }

  /** The script for a program's whole command tree. */
  static String of(CommandSpec root) {
    var fish = new FishCompletion(root.name());
    fish.script.append(
        """
        # Completes %1$s in fish. Whether the words so far are exactly a chain of commands, flags left out:
        function __%1$s_at
            set -l words
            for word in (commandline -opc)[2..-1]
                if not string match -q -- '-*' $word
                    if contains -- $word (__%1$s_commands)
                        set -a words $word
                    end
                end
            end
            test "$words" = "$argv"
        end
        function __%1$s_commands
            printf '%%s\\n' %2$s
        end
        complete -c %1$s -f
        """
            .formatted(root.name(), String.join(" ", names(root))));
    fish.command(root, List.of());
    return fish.script.toString();
  }

  private static List<String> names(CommandSpec spec) {
    return spec.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .flatMap(
            sub -> {
              var all = new ArrayList<String>();
              all.add(sub.name());
              all.addAll(names(sub));
              return all.stream();
            })
        .distinct()
        .sorted()
        .toList();
  }

  private void command(CommandSpec spec, List<String> chain) {
    String at = "-n '__%s_at %s'".formatted(program, String.join(" ", chain));
    for (CommandLine line : spec.subcommands().values()) {
      CommandSpec sub = line.getCommandSpec();
      say(at + " -a " + sub.name() + description(sub.usageMessage().description()));
      var deeper = new ArrayList<>(chain);
      deeper.add(sub.name());
      command(sub, deeper);
    }
    for (OptionSpec option : spec.options()) {
      if (!option.hidden()) {
        say(at + names(option) + value(option) + description(option.description()));
      }
    }
  }

  private void say(String rest) {
    script.append("complete -c ").append(program).append(' ').append(rest).append('\n');
  }

  private static String names(OptionSpec option) {
    return Arrays.stream(option.names())
        .map(
            name -> name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1))
        .collect(Collectors.joining());
  }

  /** A flag with a value: of a file or a directory the shell knows the names. */
  private static String value(OptionSpec option) {
    if (option.arity().max() == 0) {
      return "";
    }
    return switch (option.paramLabel()) {
      case "FILE" -> " -r -F";
      case "DIR" -> " -x -a '(__fish_complete_directories)'";
      default -> option.arity().min() == 0 ? "" : " -x";
    };
  }

  private static String description(String... lines) {
    return lines.length == 0
        ? ""
        : " -d '" + String.join(" ", lines).replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
