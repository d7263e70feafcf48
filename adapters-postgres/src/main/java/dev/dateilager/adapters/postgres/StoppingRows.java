package dev.dateilager.adapters.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The live rows that a new version of a project stops, gathered in the temporary table {@code
 * draft_live} by the place where they are. Places hold good, as the project is locked.
 */
final class StoppingRows {
  /** Makes the table, empty at the beginning of each transaction. */
  static final String MAKE =
      """
      CREATE TEMP TABLE IF NOT EXISTS draft_live (
        place tid, path text, start_version bigint) ON COMMIT DELETE ROWS
      """;

  private StoppingRows() {}

  /** Stops them at version {@code next}. */
  static void stop(Connection connection, long next) throws SQLException {
    dropDuplicates(connection);
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE dl.objects SET stop_version = ?
            WHERE ctid = ANY (ARRAY(SELECT place FROM draft_live))
            """)) {
      statement.setLong(1, next);
      statement.executeUpdate();
    }
  }

  /**
   * Old databases may hold two live rows for one path (oddity 7), which cannot both stop at one
   * version: the newest is the one that counts.
   */
  private static void dropDuplicates(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            DELETE FROM dl.objects WHERE ctid = ANY (ARRAY(
              SELECT twin.place FROM (
                SELECT place, row_number() OVER (
                  PARTITION BY path ORDER BY start_version DESC, place DESC) AS number
                FROM draft_live) AS twin
              WHERE twin.number > 1))
            """)) {
      statement.executeUpdate();
    }
  }
}
