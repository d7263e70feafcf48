package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * How far a database says it is, in the table of golang-migrate (schema.md §3).
 *
 * @param present whether it says anything
 * @param version number of the last step, 0 for none
 * @param dirty whether that one was begun and not ended
 */
record SchemaMark(boolean present, long version, boolean dirty) {
  private static final SchemaMark ABSENT = new SchemaMark(false, 0, false);

  /**
   * What stands there; changes nothing.
   *
   * @throws FailedPrecondition if it says two things at once
   */
  static SchemaMark read(Connection connection) throws SQLException, FailedPrecondition {
    try (Statement statement = connection.createStatement()) {
      try (ResultSet table =
          statement.executeQuery("SELECT to_regclass('schema_migrations') IS NOT NULL")) {
        if (!table.next() || !table.getBoolean(1)) {
          return ABSENT;
        }
      }
      try (ResultSet rows =
          statement.executeQuery("SELECT version, dirty FROM schema_migrations LIMIT 2")) {
        if (!rows.next()) {
          return ABSENT;
        }
        var mark = new SchemaMark(true, rows.getLong(1), rows.getBoolean(2));
        if (rows.next()) {
          throw new FailedPrecondition(
              "table schema_migrations has more than one row: leave the one that is true");
        }
        return mark;
      }
    }
  }

  /**
   * Makes the table if there is none. Asks first: "if not exists" wants the right to make one even
   * where it is.
   */
  static void makeTable(Statement statement) throws SQLException {
    boolean there;
    try (ResultSet table =
        statement.executeQuery("SELECT to_regclass('schema_migrations') IS NOT NULL")) {
      there = table.next() && table.getBoolean(1);
    }
    if (!there) {
      statement.execute(
          "CREATE TABLE schema_migrations"
              + " (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL)");
    }
  }

  /** One query with two statements is one transaction, as golang-migrate's is. */
  static void write(Statement statement, long version, boolean dirty) throws SQLException {
    statement.execute(
        "TRUNCATE schema_migrations; INSERT INTO schema_migrations (version, dirty) VALUES (%d, %b)"
            .formatted(version, dirty));
  }
}
