package dev.dateilager.app.command;

import dev.dateilager.app.request.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dateilager cached}, which is {@code dateilager cached run}. */
@Command(
    name = "cached",
    description = "Holds a golden copy of the cache on this node and places it on request.",
    versionProvider = ProgramVersion.class,
    subcommands = CachedRunCommand.class,
    footer = {
      "",
      "Environment: DL_TOKEN or DL_TOKEN_FILE (for the server), DL_ENV (without it prod).",
      "",
      "Example:",
      "  DL_ENV=dev DL_TOKEN_FILE=shared-reader.token dateilager cached \\",
      "      --upstream-host localhost --ca-cert server.crt --staging-path /srv/dl/store"
    })
final class CachedCommand extends RequestCommand {
  @Mixin private CachedOptions options;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Mixin
  private VersionOption version;

  @Override
  Request request() {
    return options.request(this);
  }
}
