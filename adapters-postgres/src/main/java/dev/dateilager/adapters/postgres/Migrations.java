package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * Brings a database to the schema of schema.md, in a way that golang-migrate understands: either
 * program may continue what the other began (schema.md §3).
 *
 * <p>A fresh database gets all steps in one transaction, so an end at any moment leaves nothing. A
 * database that has some of them gets the missing ones one by one; those that can share a
 * transaction with their mark do, and so are never left half done.
 */
public final class Migrations {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Migrations() {}

  /**
   * Applies what is missing. Takes the lock that golang-migrate takes, so that only one program
   * migrates at a time.
   *
   * @param database of an external server; the embedded one has been migrated when it is up
   * @throws FailedPrecondition if the last migration was left unfinished, if the database is of a
   *     later schema than 7, or if another program migrates for minutes
   */
  public static void apply(DatabaseAddress database) throws DateiLagerException {
    apply(database.dataSource());
  }

  /** The same, with connections that may wait long for a statement. */
  static void apply(DataSource database) throws DateiLagerException {
    try (Connection connection = database.getConnection()) {
      try (var _ = MigrationLock.take(connection, PATIENCE)) {
        new MigrationRun(connection).run();
      }
    } catch (SQLException failure) {
      throw SqlFailures.translate("could not migrate the database", failure);
    }
  }
}
