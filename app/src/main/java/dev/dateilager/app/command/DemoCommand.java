package dev.dateilager.app.command;

import dev.dateilager.app.logging.LogLevel;
import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.request.Output;
import dev.dateilager.app.request.Request;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private OutputOption output;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description = "Make the temporary directory in DIR (default: the system's place).")
  private @Nullable Path workParent;

  @Override
  Request request() {
    return new Request.RunDemo(
        quiet(logs()),
        Optional.ofNullable(directory),
        Optional.ofNullable(workParent),
        keep,
        output.value().filter(Output::isJson).isPresent());
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
