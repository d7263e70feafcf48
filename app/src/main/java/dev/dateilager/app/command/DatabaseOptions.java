package dev.dateilager.app.command;

import dev.dateilager.app.request.DatabaseChoice;
import dev.dateilager.app.request.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a database. */
final class DatabaseOptions {
  @Option(
      names = "--dburi",
      paramLabel = "URI",
      description =
          "PostgreSQL, as postgres://user@host:port/name; without it the embedded one in the data"
              + " directory. A password in it shows in the list of processes.")
  private @Nullable String uri;

  @Option(
      names = "--dburi-file",
      paramLabel = "FILE",
      description = "A file that holds the URI of the database, with its password.")
  private @Nullable Path file;

  /** The options' values. */
  DatabaseChoice choice(RequestCommand command) {
    boolean given = uri != null && !uri.isEmpty();
    if (given && file != null) {
      throw command.wrong("--dburi and --dburi-file exclude each other");
    }
    if (file != null) {
      return new DatabaseChoice.UriFile(file);
    }
    return given && uri != null
        ? new DatabaseChoice.Uri(new Secret(uri))
        : new DatabaseChoice.Embedded();
  }
}
