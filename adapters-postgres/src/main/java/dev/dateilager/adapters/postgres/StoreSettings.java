package dev.dateilager.adapters.postgres;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the store uses its database.
 *
 * @param maxConnections most connections at a time, at least 1
 * @param connectPatience longest wait for a free or new connection, at least 250 ms
 * @param answerPatience longest silence of the database within one answer, and longest statement
 * @param idlePatience how long a reader may pause within a snapshot before the database ends it
 *     (I27)
 * @param spoolDirectory an existing directory, private to the daemon, for the files of updates that
 *     are being gathered; a file has no name there once it is open
 */
public record StoreSettings(
    int maxConnections,
    Duration connectPatience,
    Duration answerPatience,
    Duration idlePatience,
    Path spoolDirectory) {
  /** Connections of the reference's pool. */
  public static final int DEFAULT_MAX_CONNECTIONS = 60;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is left
   */
  public StoreSettings {
    if (maxConnections < 1) {
      throw new IllegalArgumentException(
          "a store needs at least 1 connection, got " + maxConnections);
    }
    if (connectPatience.toMillis() < 250) { // the pool takes no less
      throw new IllegalArgumentException(
          "a store waits at least 250 ms for a connection, got " + connectPatience);
    }
    if (answerPatience.isNegative() || answerPatience.isZero()) {
      throw new IllegalArgumentException("the wait for an answer must be positive");
    }
    if (idlePatience.isNegative() || idlePatience.isZero()) {
      throw new IllegalArgumentException("the pause of a reader must be positive");
    }
  }

  /** The defaults: 60 connections, 10 s to connect, 60 s to answer, 5 min of pause. */
  public static StoreSettings withSpool(Path spoolDirectory) {
    return new StoreSettings(
        DEFAULT_MAX_CONNECTIONS,
        Duration.ofSeconds(10),
        Duration.ofSeconds(60),
        Duration.ofMinutes(5),
        spoolDirectory);
  }

  /** The same with another number of connections. */
  public StoreSettings withMaxConnections(int connections) {
    return new StoreSettings(
        connections, connectPatience, answerPatience, idlePatience, spoolDirectory);
  }

  /** The same with other waits. */
  public StoreSettings withPatience(Duration toConnect, Duration toAnswer) {
    return new StoreSettings(maxConnections, toConnect, toAnswer, idlePatience, spoolDirectory);
  }
}
