package dev.dateilager.app.server;

import dev.dateilager.app.config.ServingIdentity;
import dev.dateilager.app.request.Secret;
import dev.dateilager.domain.model.Environment;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * How a server runs.
 *
 * @param host the address to listen on; empty for all
 * @param port 0 for any free one
 * @param healthPort of {@code /healthz} and {@code /metrics}; 0 for any free one
 * @param database connection URI; absent for the embedded one
 * @param databaseVariables {@code PG…} variables that fill in what the URI leaves out
 * @param dataDirectory holds the embedded database and the spools of updates
 * @param environment opens what is for development only
 * @param identity certificate and token keys
 * @param most what it takes
 */
public record ServerSettings(
    String host,
    int port,
    int healthPort,
    Optional<Secret> database,
    Map<String, String> databaseVariables,
    Path dataDirectory,
    Environment environment,
    ServingIdentity identity,
    Most most) {
  /**
   * What a server takes.
   *
   * @param connections to the database
   * @param messageBytes longest message, either way
   * @param callsPerRole at a time, and of projects for each one
   */
  public record Most(int connections, int messageBytes, int callsPerRole) {}

  /** Copies the map. */
  public ServerSettings {
    databaseVariables = Map.copyOf(databaseVariables);
  }

  /** Where updates keep what does not fit in memory. */
  Path spoolDirectory() {
    return dataDirectory.resolve("spool");
  }

  /** Where the embedded database is. */
  Path postgresDirectory() {
    return dataDirectory.resolve("postgres");
  }

  /** Without the variables, which may hold a password (I23). */
  @Override
  public String toString() {
    return "ServerSettings[port=%d, dataDirectory=%s]".formatted(port, dataDirectory);
  }
}
