package dev.dateilager.app.command;

import dev.dateilager.app.request.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dateilager cached run}. */
@Command(
    name = "run",
    description = "The same as 'dateilager cached' without a command.",
    footer = {
      "",
      "Example:",
      "  dateilager cached run --upstream-host dl.example --staging-path /srv/dl/store"
    })
final class CachedRunCommand extends RequestCommand {
  @Mixin private CachedOptions options;

  @Override
  Request request() {
    return options.request(this);
  }
}
