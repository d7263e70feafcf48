package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.Environment;
import dev.dateilager.domain.model.Limits;
import java.time.Duration;

/**
 * How a gRPC edge listens, and what it takes from one peer (wire.md §5, R9).
 *
 * @param host the address to listen on; empty for all
 * @param port 0 for any free one
 * @param tls the server's identity; there is no plaintext
 * @param environment opens what is for development only
 * @param maxMessageBytes longest message, either way
 * @param windowBytes HTTP/2 flow-control window of a connection and of each of its streams
 * @param patience how long a stream waits for a peer that neither reads nor writes
 * @param intakeBytes most bytes that messages of all peers may hold outside the heap while they
 *     come in
 * @param callsPerRole most calls of one role at a time, and of projects of each one
 */
public record EdgeSettings(
    String host,
    int port,
    TlsFiles tls,
    Environment environment,
    int maxMessageBytes,
    int windowBytes,
    Duration patience,
    long intakeBytes,
    int callsPerRole) {
  /** Most bytes of a message of any call but an update: nobody asks as much. */
  static final int QUESTION_BYTES = 16 << 20;

  /** See {@link #callsPerRole}. */
  public static final int DEFAULT_CALLS_PER_ROLE = 1000;

  /** Most bytes of a request's metadata. */
  static final int METADATA_BYTES = 8 << 10;

  /** Most streams of one connection. */
  static final int STREAMS_PER_CONNECTION = 200;

  /** Most streams that one connection may reset within {@link #RESET_SECONDS}. */
  static final int RESETS_PER_WINDOW = 200;

  /** See {@link #RESETS_PER_WINDOW}. */
  static final int RESET_SECONDS = 30;

  /**
   * How often a peer may ping, with and without calls. Old clients do every 5 s; gRPC's own default
   * of 5 minutes would turn them away with {@code too_many_pings} (wire.md §5).
   */
  static final Duration PERMITTED_PING = Duration.ofSeconds(2);

  /** How often a silent peer is pinged, so that calls of a dead one end. */
  static final Duration PING = Duration.ofMinutes(1);

  /** How long a ping may stay without an answer. */
  static final Duration PING_TIMEOUT = Duration.ofSeconds(20);

  /** After how long without a call a connection is told to go. */
  static final Duration CONNECTION_IDLE = Duration.ofMinutes(5);

  private static final int DEFAULT_WINDOW_BYTES = 2 << 20;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if a number is not positive, or the port not 0 to 65535
   */
  public EdgeSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port must be 0 to 65535, got " + port);
    }
    if (maxMessageBytes < 1
        || windowBytes < 1
        || !patience.isPositive()
        || intakeBytes < 1
        || callsPerRole < 1) {
      throw new IllegalArgumentException("sizes, patience and calls must be positive");
    }
  }

  /**
   * Listens on all addresses with the defaults of R9, as in production. Messages may hold as much
   * as three quarters of the largest heap while they come in, beside the heap.
   */
  public static EdgeSettings of(int port, TlsFiles tls) {
    return new EdgeSettings(
        "",
        port,
        tls,
        Environment.PROD,
        Math.toIntExact(Limits.DEFAULT.messageBytes()),
        DEFAULT_WINDOW_BYTES,
        CONNECTION_IDLE,
        Math.max(1, Runtime.getRuntime().maxMemory() / 4 * 3),
        DEFAULT_CALLS_PER_ROLE);
  }

  /** The same on one address. */
  public EdgeSettings withHost(String other) {
    return new EdgeSettings(
        other,
        port,
        tls,
        environment,
        maxMessageBytes,
        windowBytes,
        patience,
        intakeBytes,
        callsPerRole);
  }

  /** The same with another identity. */
  public EdgeSettings withTls(TlsFiles other) {
    return new EdgeSettings(
        host,
        port,
        other,
        environment,
        maxMessageBytes,
        windowBytes,
        patience,
        intakeBytes,
        callsPerRole);
  }

  /** The same in another environment. */
  public EdgeSettings withEnvironment(Environment other) {
    return new EdgeSettings(
        host, port, tls, other, maxMessageBytes, windowBytes, patience, intakeBytes, callsPerRole);
  }

  /** The same with another longest message ({@code DL_MAX_MESSAGE_SIZE_MB}). */
  public EdgeSettings withMaxMessageBytes(int other) {
    return new EdgeSettings(
        host, port, tls, environment, other, windowBytes, patience, intakeBytes, callsPerRole);
  }

  /** The same with another window. */
  public EdgeSettings withWindowBytes(int other) {
    return new EdgeSettings(
        host, port, tls, environment, maxMessageBytes, other, patience, intakeBytes, callsPerRole);
  }

  /** The same with more or less patience. */
  public EdgeSettings withPatience(Duration other) {
    return new EdgeSettings(
        host,
        port,
        tls,
        environment,
        maxMessageBytes,
        windowBytes,
        other,
        intakeBytes,
        callsPerRole);
  }

  /** The same with another bound of what comes in at once. */
  public EdgeSettings withIntakeBytes(long other) {
    return new EdgeSettings(
        host, port, tls, environment, maxMessageBytes, windowBytes, patience, other, callsPerRole);
  }

  /** The same with more or fewer calls at a time ({@code DL_MAX_CALLS_PER_ROLE}). */
  public EdgeSettings withCallsPerRole(int other) {
    return new EdgeSettings(
        host, port, tls, environment, maxMessageBytes, windowBytes, patience, intakeBytes, other);
  }
}
