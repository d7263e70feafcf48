package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** One run over a database whose {@link MigrationLock} is held. */
final class MigrationRun {
  private static final int LAST = MigrationStep.values().length;

  private final Connection connection;

  MigrationRun(Connection connection) {
    this.connection = connection;
  }

  /**
   * How far a database is.
   *
   * @param version number of the last step, 0 for none
   * @param dirty whether that one was begun and not ended
   */
  private record Mark(long version, boolean dirty) {}

  void run() throws SQLException, FailedPrecondition {
    Mark mark = mark();
    if (mark.dirty()) {
      throw new FailedPrecondition(
          ("migration %d of the database was begun and not ended: look at what it left, then set"
                  + " schema_migrations to (%1$d, false), or to (%d, false) to have it repeated")
              .formatted(mark.version(), mark.version() - 1));
    }
    if (mark.version() > LAST) {
      throw new FailedPrecondition(
          "the database has schema version %d, this program knows up to %d: use a newer program"
              .formatted(mark.version(), LAST));
    }
    if (mark.version() == 0) {
      inTransaction(List.of(MigrationStep.values()));
      return;
    }
    for (MigrationStep step : MigrationStep.values()) {
      if (step.number() > mark.version()) {
        if (step.isConcurrent()) {
          concurrently(step);
        } else {
          inTransaction(List.of(step));
        }
      }
    }
    repairHashIndex();
  }

  private Mark mark() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET client_min_messages = warning");
      statement.execute(
          "CREATE TABLE IF NOT EXISTS schema_migrations"
              + " (version bigint NOT NULL PRIMARY KEY, dirty boolean NOT NULL)");
      try (ResultSet rows =
          statement.executeQuery("SELECT version, dirty FROM schema_migrations LIMIT 1")) {
        return rows.next() ? new Mark(rows.getLong(1), rows.getBoolean(2)) : new Mark(0, false);
      }
    }
  }

  /** Steps and mark together: all or nothing. */
  private void inTransaction(List<MigrationStep> steps) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      for (MigrationStep step : steps) {
        // nobody writes to tables that did not exist before this transaction
        statement.execute(
            step.isConcurrent() ? step.sql().replace(" CONCURRENTLY", "") : step.sql());
      }
      setMark(statement, steps.getLast().number(), false);
      connection.commit();
    } catch (SQLException failure) {
      connection.rollback();
      throw failure;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private void concurrently(MigrationStep step) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      dropInvalidHashIndex(statement);
      setMark(statement, step.number(), true);
      statement.execute(step.sql());
      setMark(statement, step.number(), false);
    }
  }

  /** One query with two statements is one transaction, as golang-migrate's is. */
  private static void setMark(Statement statement, int version, boolean dirty) throws SQLException {
    statement.execute(
        "TRUNCATE schema_migrations; INSERT INTO schema_migrations (version, dirty) VALUES (%d, %b)"
            .formatted(version, dirty));
  }

  /** An interrupted step 7 leaves an index that "if not exists" then takes for one (oddity 3). */
  private void repairHashIndex() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (dropInvalidHashIndex(statement)) {
        statement.execute(MigrationStep.ADD_HASH_IDX.sql());
      }
    }
  }

  private static boolean dropInvalidHashIndex(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "SELECT 1 FROM pg_index WHERE NOT indisvalid"
                + " AND indexrelid = to_regclass('dl.objects_hash_idx')")) {
      if (!found.next()) {
        return false;
      }
    }
    statement.execute("DROP INDEX CONCURRENTLY IF EXISTS dl.objects_hash_idx");
    return true;
  }
}
