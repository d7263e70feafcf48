package dev.dateilager.app.request;

import java.nio.file.Path;

/** Which database a command works on. */
public sealed interface DatabaseChoice {
  /** The one in the data directory. */
  record Embedded() implements DatabaseChoice {}

  /**
   * One whose URI stands on the command line.
   *
   * @param uri the URI
   */
  record Uri(Secret uri) implements DatabaseChoice {}

  /**
   * One whose URI is in a file.
   *
   * @param file holds the URI and nothing else but white space
   */
  record UriFile(Path file) implements DatabaseChoice {}
}
