package dev.dateilager.app.request;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a serving process shows and believes. Outside production whatever is absent is made and kept
 * in the data directory; certificate and key are given both or neither.
 *
 * @param certificate a PEM file with the certificate chain
 * @param key a PEM file with its private key
 * @param tokenKeys a PEM file with the public keys that tokens are checked with
 * @param dataDirectory where to keep what is made; absent for the user's own
 * @param acceptsExpired whether tokens whose time is over are accepted all the same
 */
public record Identity(
    Optional<Path> certificate,
    Optional<Path> key,
    Optional<Path> tokenKeys,
    Optional<Path> dataDirectory,
    boolean acceptsExpired) {
  /** The same, with expired tokens refused. */
  public Identity(
      Optional<Path> certificate,
      Optional<Path> key,
      Optional<Path> tokenKeys,
      Optional<Path> dataDirectory) {
    this(certificate, key, tokenKeys, dataDirectory, false);
  }

  /** The data directory, absolute; {@code otherwise} if none is given. */
  public Path dataDirectoryIn(Path otherwise) {
    return dataDirectory.orElse(otherwise).toAbsolutePath().normalize();
  }

  /** Nothing given, the default data directory. */
  public static final Identity MADE =
      new Identity(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
