package dev.dateilager.app.command;

import dev.dateilager.app.request.Request;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code dateilager server}. */
@Command(
    name = "server",
    description = "Keeps projects and caches, and serves them until told to stop.",
    versionProvider = ProgramVersion.class,
    subcommands = {MigrateCommand.class, ExportCommand.class, ImportCommand.class},
    footer = {
      "",
      "Environment: DL_ENV (dev, test or prod; without it prod), DL_MAX_POOL_SIZE,",
      "DL_MAX_MESSAGE_SIZE_MB. In production --cert, --key and --paseto must be given.",
      "",
      "Examples:",
      "  DL_ENV=dev dateilager server",
      "  dateilager server --dburi-file db.uri --cert tls.crt --key tls.key"
          + " --paseto tokens.pub"
    })
final class ServerCommand extends RequestCommand {
  @Mixin private IdentityOptions identity;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Mixin
  private VersionOption version;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Converters.ToPort.class,
      defaultValue = "5051",
      description = "gRPC port on all interfaces; 0 for any free one (default: 5051).")
  private int port;

  @Mixin private DatabaseOptions database;

  @Option(
      names = "--no-migrate",
      description =
          "Refuse a database that lacks something of the schema, rather than bring it up to date.")
  private boolean noMigrate;

  @Option(
      names = "--drain",
      paramLabel = "SPAN",
      converter = Converters.ToDuration.class,
      defaultValue = "20s",
      description = "How long calls under way may go on after the stop signal (default: 20s).")
  private Duration drain = Duration.ofSeconds(20);

  @Override
  Request request() {
    return new Request.RunServer(
        logs(), port, database.choice(this), !noMigrate, identity.identity(this), drain);
  }
}
