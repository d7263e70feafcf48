package dev.dateilager.app.command;

import dev.dateilager.app.request.Request;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code dateilager cached}, which is {@code dateilager cached run}. */
@Command(
    name = "cached",
    description = "Holds a golden copy of the cache on this node and places it on request.",
    versionProvider = ProgramVersion.class,
    subcommands = {
      CachedRunCommand.class,
      NodeCommands.Status.class,
      NodeCommands.Placements.class,
      NodeCommands.Place.class,
      NodeCommands.Release.class,
      NodeCommands.Refresh.class,
      NodeCommands.Explain.class,
      NodeCommands.Doctor.class,
      NodeCommands.Verify.class,
      NodeCommands.Prune.class
    },
    footer = {
      "",
      "Environment: DL_TOKEN or DL_TOKEN_FILE (for the server), DL_ENV (without it prod).",
      "",
      "SIGHUP has a running daemon fetch the server's newest cache version.",
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
