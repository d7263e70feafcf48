package dev.dateilager.app.command;

import dev.dateilager.app.request.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
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
  private static final int LAST_PORT = 65_535;

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
      names = "--healthz-port",
      paramLabel = "PORT",
      converter = Converters.ToPort.class,
      description =
          "HTTP port of /healthz and /metrics; 0 for any free one (default: the one after --port,"
              + " 5052; any free one after --port 0).")
  private @Nullable Integer healthPort;

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
        logs(),
        port,
        healthPort(),
        database.choice(this),
        !noMigrate,
        identity.identity(this),
        drain);
  }

  private int healthPort() {
    if (healthPort != null) {
      return healthPort;
    }
    if (port == LAST_PORT) {
      throw wrong("no port follows --port %d: name one by --healthz-port".formatted(port));
    }
    return port == 0 ? 0 : port + 1;
  }
}
