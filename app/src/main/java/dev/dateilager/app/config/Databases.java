package dev.dateilager.app.config;

import dev.dateilager.adapters.postgres.DatabaseAddress;
import dev.dateilager.app.logging.Log;
import dev.dateilager.app.request.DatabaseChoice;
import dev.dateilager.app.request.Secret;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.util.Map;
import java.util.Optional;

/** Finds the database that a command line names. */
public final class Databases {
  private Databases() {}

  /**
   * Its URI. Warns of a password that everyone on the machine can read.
   *
   * @return absent for the embedded one
   * @throws DateiLagerException if the file cannot be read, or holds none
   */
  public static Optional<Secret> uri(DatabaseChoice choice, Log log) throws DateiLagerException {
    return switch (choice) {
      case DatabaseChoice.Embedded() -> Optional.empty();
      case DatabaseChoice.Uri(Secret uri) -> {
        if (DatabaseAddress.parse(uri.value(), Map.of()).hasPassword()) {
          log.warn(
              "the password in --dburi shows in the list of processes: use --dburi-file, PGPASSFILE"
                  + " or PGPASSWORD");
        }
        yield Optional.of(uri);
      }
      case DatabaseChoice.UriFile(var file) -> {
        String uri = PrivateFiles.read(file, "database URI").strip();
        if (uri.isEmpty()) {
          throw new InvalidArgument("the file '%s' holds no database URI".formatted(file));
        }
        yield Optional.of(new Secret(uri));
      }
    };
  }

  /** The address of an external one. */
  public static Optional<DatabaseAddress> external(
      DatabaseChoice choice, Surroundings surroundings, Log log) throws DateiLagerException {
    Optional<Secret> uri = uri(choice, log);
    return uri.isEmpty()
        ? Optional.empty()
        : Optional.of(DatabaseAddress.parse(uri.get().value(), surroundings.databaseVariables()));
  }
}
