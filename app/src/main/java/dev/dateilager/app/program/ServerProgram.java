package dev.dateilager.app.program;

import dev.dateilager.adapters.postgres.DatabaseAddress;
import dev.dateilager.adapters.postgres.Migrations;
import dev.dateilager.app.config.ServingIdentity;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.config.TokenVault;
import dev.dateilager.app.logging.Log;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.server.RunningServer;
import dev.dateilager.app.server.ServerSettings;
import dev.dateilager.app.tracing.Tracing;
import dev.dateilager.domain.model.DateiLagerException;
import java.time.InstantSource;
import java.util.Locale;

/** {@code dateilager server}. */
final class ServerProgram {
  private final Surroundings surroundings;
  private final InstantSource clock;
  private final Log log;
  private final Tracing tracing;

  ServerProgram(Surroundings surroundings, InstantSource clock, Log log, Tracing tracing) {
    this.surroundings = surroundings;
    this.clock = clock;
    this.log = log;
    this.tracing = tracing;
  }

  /** Serves until the process is told to end, which is a success. */
  void run(Request.RunServer request) throws DateiLagerException {
    ServerSettings settings = settings(request);
    try (RunningServer server = RunningServer.start(settings, log, tracing)) {
      log.info(
          "server started",
          "dl.port",
          server.port(),
          "healthz_port",
          server.healthPort(),
          "dl.environment",
          settings.environment().name().toLowerCase(Locale.ROOT),
          "database",
          settings.database().isPresent() ? "given" : "embedded",
          "certificate",
          settings.identity().tls().certificate());
      settings.identity().vault().ifPresent(this::tellTokens);
      Serving.untilToldToEnd();
      log.info("server stops", "drain", request.drain());
      server.stop(request.drain());
    }
    log.info("server stopped");
  }

  private void tellTokens(TokenVault vault) {
    log.warn(
        "tokens are checked with keys made for development",
        "admin_token_file",
        vault.adminToken(),
        "shared_reader_token_file",
        vault.sharedReaderToken());
  }

  private ServerSettings settings(Request.RunServer request) throws DateiLagerException {
    return new ServerSettings(
        "",
        request.port(),
        request.healthPort(),
        request.database(),
        surroundings.databaseVariables(),
        request.identity().dataDirectoryIn(surroundings.dataDirectory()),
        surroundings.environment(),
        ServingIdentity.of(request.identity(), "server", surroundings, clock),
        surroundings.maxConnections(),
        surroundings.maxMessageBytes());
  }

  /** Applies what the database lacks of our schema. */
  void migrate(Request.Migrate request) throws DateiLagerException {
    DatabaseAddress address =
        DatabaseAddress.parse(request.database().value(), surroundings.databaseVariables());
    Migrations.apply(address);
    log.info("database has the schema of this program", "database", address);
  }
}
