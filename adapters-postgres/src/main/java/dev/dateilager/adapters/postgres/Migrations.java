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
   * Tells what a database lacks; changes nothing and waits for nobody.
   *
   * @throws FailedPrecondition if its marks contradict each other
   */
  public static MigrationPlan plan(DatabaseAddress database) throws DateiLagerException {
    return plan(database.dataSource());
  }

  /** The same, with any connections. */
  static MigrationPlan plan(DataSource database) throws DateiLagerException {
    try (Connection connection = database.getConnection()) {
      return new MigrationPlanner(connection).plan();
    } catch (SQLException failure) {
      throw SqlFailures.translate("could not look at the schema of the database", failure);
    }
  }

  /**
   * Applies what is missing. Takes the lock that golang-migrate takes, so that only one program
   * migrates at a time.
   *
   * @param database of an external server; the embedded one has been migrated when it is up
   * @return what there was to do, and is done
   * @throws FailedPrecondition if the plan is refused, or if another program migrates for minutes;
   *     what the steps before the failing one did stays, marked as done
   */
  public static MigrationPlan apply(DatabaseAddress database) throws DateiLagerException {
    return apply(database.dataSource());
  }

  /** The same, with connections that may wait long for a statement. */
  static MigrationPlan apply(DataSource database) throws DateiLagerException {
    try (Connection connection = database.getConnection()) {
      try (var _ = MigrationLock.take(connection, PATIENCE)) {
        return new MigrationRun(connection).run();
      }
    } catch (SQLException failure) {
      throw SqlFailures.translate("could not migrate the database", failure);
    }
  }

  /**
   * Makes sure that a server can work on a database: applies what is missing if that is wanted.
   * Needs no right to change the schema where nothing is missing.
   *
   * @param wanted whether to apply
   * @return what there was to do
   * @throws FailedPrecondition if something is missing and not wanted, or cannot be applied
   */
  public static MigrationPlan ensure(DatabaseAddress database, boolean wanted)
      throws DateiLagerException {
    MigrationPlan plan = plan(database);
    if (plan.refusal().isPresent()) {
      throw new FailedPrecondition(plan.refusal().get());
    }
    if (plan.isServable()) {
      return plan;
    }
    if (!wanted) {
      throw new FailedPrecondition(
          "the database lacks %s: 'dateilager server migrate' applies them"
              .formatted(String.join(", ", plan.steps())));
    }
    return apply(database);
  }
}
