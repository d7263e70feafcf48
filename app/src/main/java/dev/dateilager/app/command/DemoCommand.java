package dev.dateilager.app.command;

import dev.dateilager.app.logging.LogLevel;
import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.request.Request;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dateilager demo}. */
@Command(
    name = "demo",
    description =
        "Stores a directory on a server, caches it on this node, places it for two tenants,"
            + " rebuilds it from there, compares every entry, and shows what each step took.",
    footer = {
      "",
      "DIR is only read. Everything else happens in a temporary directory that is removed at the",
      "end. Exit status 0 means that every comparison held.",
      "",
      "Examples:",
      "  dateilager demo",
      "  dateilager demo ~/src/app",
      "  dateilager demo --output json ~/src/app | jq .steps"
    })
final class DemoCommand extends RequestCommand {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR",
      description = "Any directory (default: the checkout that the program was built in).")
  private @Nullable Path directory;

  @Option(names = "--keep", description = "Leave the temporary directory and say how to go on.")
  private boolean keep;

  @Option(
      names = "--output",
      paramLabel = "FORM",
      defaultValue = "text",
      description = "Form of the figures: text or json (default: text).")
  private String output = "text";

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = "Make the temporary directory in DIR (default: the system's place).")
  private @Nullable Path workParent;

  @Override
  Request request() {
    if (!output.equals("text") && !output.equals("json")) {
      throw wrong("--output: '%s' is not text or json".formatted(output));
    }
    return new Request.RunDemo(
        quiet(logs()),
        Optional.ofNullable(directory),
        Optional.ofNullable(workParent),
        keep,
        output.equals("json"));
  }

  /**
   * The steps speak for themselves: of the log only failures are shown, unless all is asked for.
   */
  private static LogSettings quiet(LogSettings asked) {
    return asked.level() == LogLevel.INFO
        ? new LogSettings(LogLevel.ERROR, asked.encoding())
        : asked;
  }
}
