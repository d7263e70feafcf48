package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.Limits;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which server a client talks to, and how (wire.md §5, §6).
 *
 * @param host its name, which its certificate must hold
 * @param port its port
 * @param headlessHost resolved in place of {@code host}, to spread calls over all its addresses;
 *     may begin with {@code dns:///}
 * @param token asked for at each call; the token alone
 * @param trust whose certificates are believed
 * @param maxMessageBytes longest message, either way
 * @param windowBytes HTTP/2 flow-control window of a connection and of each of its streams
 * @param timeout how long everything that the client is used for may take, from when it is made;
 *     absent for ever
 * @param patience how long the download of a cache version waits for a server that sends nothing,
 *     each time anew, before it is {@code Unavailable}: {@link #LEAST_PATIENCE} to {@link
 *     #MOST_PATIENCE}. A long message on a slow line is waited for while it goes on coming
 */
public record ClientSettings(
    String host,
    int port,
    Optional<String> headlessHost,
    Supplier<String> token,
    Trust trust,
    int maxMessageBytes,
    int windowBytes,
    Optional<Duration> timeout,
    Duration patience) {
  /** Shortest patience: 1 ms. */
  public static final Duration LEAST_PATIENCE = Duration.ofMillis(1);

  /** Longest patience: a day. */
  public static final Duration MOST_PATIENCE = Duration.ofDays(1);

  static final int DEFAULT_WINDOW_BYTES = 2 << 20;
  static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(2);

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if the host is empty or a number out of range
   */
  public ClientSettings {
    if (host.isEmpty() || headlessHost.filter(String::isEmpty).isPresent()) {
      throw new IllegalArgumentException("host must not be empty");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("port must be 1 to 65535, got " + port);
    }
    if (maxMessageBytes < 1 || windowBytes < 1) {
      throw new IllegalArgumentException("message size and window must be positive");
    }
    if (patience.compareTo(LEAST_PATIENCE) < 0 || patience.compareTo(MOST_PATIENCE) > 0) {
      throw new IllegalArgumentException("patience must be 1 ms to 1 day, got " + patience);
    }
  }

  /** A server at one address, with the defaults of R9 and the system's authorities. */
  public static ClientSettings of(String host, int port, Supplier<String> token) {
    return new ClientSettings(
        host,
        port,
        Optional.empty(),
        token,
        new Trust.SystemBundle(),
        Math.toIntExact(Limits.DEFAULT.messageBytes()),
        DEFAULT_WINDOW_BYTES,
        Optional.empty(),
        DEFAULT_PATIENCE);
  }

  /** The same by way of a headless host ({@code --headless-host}). */
  public ClientSettings withHeadlessHost(String name) {
    return new ClientSettings(
        host,
        port,
        Optional.of(name),
        token,
        trust,
        maxMessageBytes,
        windowBytes,
        timeout,
        patience);
  }

  /** The same, believing others. */
  public ClientSettings withTrust(Trust others) {
    return new ClientSettings(
        host, port, headlessHost, token, others, maxMessageBytes, windowBytes, timeout, patience);
  }

  /** The same with another longest message ({@code DL_MAX_MESSAGE_SIZE_MB}). */
  public ClientSettings withMaxMessageBytes(int bytes) {
    return new ClientSettings(
        host, port, headlessHost, token, trust, bytes, windowBytes, timeout, patience);
  }

  /** The same with another window. */
  public ClientSettings withWindowBytes(int bytes) {
    return new ClientSettings(
        host, port, headlessHost, token, trust, maxMessageBytes, bytes, timeout, patience);
  }

  /** The same with an end ({@code --timeout}). */
  public ClientSettings withTimeout(Duration longest) {
    return new ClientSettings(
        host,
        port,
        headlessHost,
        token,
        trust,
        maxMessageBytes,
        windowBytes,
        Optional.of(longest),
        patience);
  }

  /** The same with another patience. */
  public ClientSettings withPatience(Duration longest) {
    return new ClientSettings(
        host, port, headlessHost, token, trust, maxMessageBytes, windowBytes, timeout, longest);
  }

  /** What is resolved: the headless host if there is one. */
  String target() {
    return authority(headlessHost.orElse(host));
  }

  /** What the server is called, whatever is resolved. */
  String authority() {
    return authority(host);
  }

  private String authority(String name) {
    boolean isIpv6 = name.indexOf(':') >= 0 && !name.contains("://") && !name.startsWith("[");
    return (isIpv6 ? "[" + name + "]" : name) + ":" + port;
  }
}
