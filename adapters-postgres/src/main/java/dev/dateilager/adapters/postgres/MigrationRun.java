package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** One run over a database whose {@link MigrationLock} is held. */
final class MigrationRun {
  private final Connection connection;

  MigrationRun(Connection connection) {
    this.connection = connection;
  }

  /**
   * Plans and carries out.
   *
   * @return what was done
   */
  MigrationPlan run() throws SQLException, FailedPrecondition {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET client_min_messages = warning");
    }
    MigrationPlan plan = new MigrationPlanner(connection).plan();
    if (plan.refusal().isPresent()) {
      throw new FailedPrecondition(plan.refusal().get());
    }
    try (Statement statement = connection.createStatement()) {
      SchemaMark.makeTable(statement);
    }
    if (plan.version() == 0) {
      inTransaction(List.of(MigrationStep.values()));
      return plan;
    }
    if (!plan.marked()) {
      try (Statement statement = connection.createStatement()) {
        SchemaMark.write(statement, plan.version(), false);
      }
    }
    for (MigrationStep step : MigrationStep.values()) {
      if (step.number() > plan.version()) {
        if (step.isConcurrent()) {
          concurrently(step);
        } else {
          inTransaction(List.of(step));
        }
      }
    }
    if (plan.steps().contains(MigrationPlanner.REPAIR)) {
      repairHashIndex();
    }
    return plan;
  }

  /**
   * Steps and mark together: all or nothing. A step that would wait long for a table makes all who
   * come after it wait, too, so it gives up.
   */
  private void inTransaction(List<MigrationStep> steps) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCAL lock_timeout = '30s'");
      for (MigrationStep step : steps) {
        // nobody writes to tables that did not exist before this transaction
        statement.execute(
            step.isConcurrent() ? step.sql().replace(" CONCURRENTLY", "") : step.sql());
      }
      SchemaMark.write(statement, steps.getLast().number(), false);
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
      SchemaMark.write(statement, step.number(), true);
      statement.execute(step.sql());
      SchemaMark.write(statement, step.number(), false);
    }
  }

  private void repairHashIndex() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      dropInvalidHashIndex(statement);
      statement.execute(MigrationStep.ADD_HASH_IDX.sql());
    }
  }

  /** "If not exists" would take it for a good one (schema.md oddity 3). */
  private static void dropInvalidHashIndex(Statement statement) throws SQLException {
    boolean there;
    try (var found =
        statement.executeQuery(
            "SELECT 1 FROM pg_index WHERE NOT indisvalid"
                + " AND indexrelid = to_regclass('dl.objects_hash_idx')")) {
      there = found.next();
    }
    if (there) {
      statement.execute("DROP INDEX CONCURRENTLY IF EXISTS dl.objects_hash_idx");
    }
  }
}
