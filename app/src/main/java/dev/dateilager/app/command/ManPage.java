package dev.dateilager.app.command;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes manual pages, in the language of man(7), from picocli's model of the commands. */
final class ManPage {
  private static final int SECTION = 1;

  private final CommandSpec spec;
  private final StringBuilder page = new StringBuilder();

  private ManPage(CommandSpec spec) {
    this.spec = spec;
  }

  /** Every command's page by its file's name, such as {@code dateilager-client-get.1}. */
  static Map<String, String> all(CommandSpec root) {
    var pages = new LinkedHashMap<String, String>();
    add(root, pages);
    return pages;
  }

  private static void add(CommandSpec spec, Map<String, String> pages) {
    pages.put(name(spec) + "." + SECTION, new ManPage(spec).text());
    for (CommandLine sub : spec.subcommands().values()) {
      add(sub.getCommandSpec(), pages);
    }
  }

  private static String name(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  private String text() {
    page.append(
        ".TH %s %d \"\" \"DateiLager\" \"DateiLager Manual\"\n"
            .formatted(quoted(name(spec).toUpperCase(Locale.ROOT)), SECTION));
    section("NAME");
    say(
        "%s \\- %s"
            .formatted(escaped(name(spec)), escaped(joined(spec.usageMessage().description()))));
    section("SYNOPSIS");
    page.append(".B ").append(escaped(spec.qualifiedName(" "))).append('\n');
    say(synopsis());
    section("DESCRIPTION");
    say(escaped(joined(spec.usageMessage().description())));
    if (!spec.positionalParameters().isEmpty()) {
      section("ARGUMENTS");
      spec.positionalParameters().forEach(each -> entry(each.paramLabel(), each));
    }
    section("OPTIONS");
    spec.options().stream()
        .filter(option -> !option.hidden())
        .sorted((a, b) -> a.longestName().compareTo(b.longestName()))
        .forEach(option -> entry(label(option), option));
    if (!spec.subcommands().isEmpty()) {
      section("COMMANDS");
      for (CommandLine sub : spec.subcommands().values()) {
        page.append(".TP\n.BR ").append(escaped(name(sub.getCommandSpec()))).append(" (1)\n");
        say(escaped(joined(sub.getCommandSpec().usageMessage().description())));
      }
    }
    footer();
    section("EXIT STATUS");
    say(
        "0 if it was done, 2 if the command line makes no sense, others by what went wrong: see"
            + " docs/cli.md.");
    if (spec.parent() != null) {
      section("SEE ALSO");
      page.append(".BR ").append(escaped(name(spec.parent()))).append(" (1)\n");
    }
    return page.toString();
  }

  private String synopsis() {
    var synopsis = new StringBuilder("[\\fIOPTIONS\\fR]");
    spec.positionalParameters()
        .forEach(
            each -> synopsis.append(" [\\fI").append(escaped(each.paramLabel())).append("\\fR]"));
    if (!spec.subcommands().isEmpty()) {
      synopsis.append(" [\\fICOMMAND\\fR]");
    }
    return synopsis.toString();
  }

  private static String label(OptionSpec option) {
    String names = String.join(", ", Arrays.asList(option.names()));
    return option.arity().max() == 0 ? names : names + "=" + option.paramLabel();
  }

  private void entry(String label, ArgSpec argument) {
    page.append(".TP\n.B ").append(escaped(label)).append('\n');
    say(escaped(joined(argument.description())));
  }

  /** What stands below the options in the help: notes, and examples as they are typed. */
  private void footer() {
    String[] lines = spec.usageMessage().footer();
    if (lines.length == 0) {
      return;
    }
    section("NOTES");
    page.append(".nf\n");
    for (String line : lines) {
      say(escaped(line));
    }
    page.append(".fi\n");
  }

  private void section(String title) {
    page.append(".SH ").append(title).append('\n');
  }

  private void say(String text) {
    page.append(text.isEmpty() ? ".sp" : text).append('\n');
  }

  private static String joined(String... lines) {
    return Help.Ansi.OFF.string(String.join(" ", lines).replace("%n", " ").replace("%%", "%"));
  }

  private static String quoted(String text) {
    return '"' + escaped(text) + '"';
  }

  /** What man(7) would take for something else: backslashes, hyphens, and a first dot or quote. */
  private static String escaped(String text) {
    String safe = text.replace("\\", "\\e").replace("-", "\\-");
    return safe.startsWith(".") || safe.startsWith("'") ? "\\&" + safe : safe;
  }
}
