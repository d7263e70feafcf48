package dev.dateilager.adapters.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.dateilager.domain.model.DateiLagerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

/**
 * A pool of connections and the rules by which transactions run on them. Safe for use by many
 * threads.
 *
 * <p>Every connection gives up when the database is silent for longer than the settings say (I26).
 */
final class Database implements AutoCloseable {
  private static final int MOST_ATTEMPTS = 10;
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);
  private static final Duration ANSWER_SLACK = Duration.ofSeconds(5);

  private final HikariDataSource pool;
  private final RandomGenerator random;
  private final LongAdder committed = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder snapshots = new LongAdder();

  /** What is done in one transaction; may be done again from the start. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException, DateiLagerException;
  }

  /** Makes the pool; connects when the first connection is wanted. */
  Database(DatabaseAddress address, StoreSettings settings, RandomGenerator random) {
    this.random = random;
    var config = new HikariConfig();
    // later than the statement's own limit, so that the server mostly speaks first
    config.setDataSource(
        address.dataSource(
            settings.connectPatience(), settings.answerPatience().plus(ANSWER_SLACK)));
    config.setPoolName("dateilager");
    config.setMaximumPoolSize(settings.maxConnections());
    config.setMinimumIdle(Math.min(2, settings.maxConnections()));
    config.setConnectionTimeout(settings.connectPatience().toMillis());
    config.setValidationTimeout(Math.min(5_000, settings.connectPatience().toMillis()));
    config.setInitializationFailTimeout(-1); // a database that is down now may come back (I26)
    config.setConnectionInitSql(
        """
        SET client_min_messages = warning;
        SET plan_cache_mode = force_custom_plan;
        SET statement_timeout = %d;
        SET idle_in_transaction_session_timeout = %d\
        """
            .formatted(settings.answerPatience().toMillis(), settings.idlePatience().toMillis()));
    this.pool = new HikariDataSource(config);
  }

  /**
   * Runs {@code work} in a read-committed transaction, again if the database asks for it (I24).
   *
   * @param what is tried, for messages
   */
  <T> T transaction(String what, Work<T> work) throws DateiLagerException {
    for (int attempt = 1; ; attempt++) {
      try {
        T result = attempt(work);
        committed.increment();
        return result;
      } catch (SQLException failure) {
        boolean again =
            SqlFailures.asksForRepetition(failure) && attempt < MOST_ATTEMPTS
                || isOnlyStale(failure, attempt);
        (again ? repeated : failed).increment();
        if (!again) {
          throw SqlFailures.translate(what, failure);
        }
        pause(attempt);
      } catch (DateiLagerException | RuntimeException | Error failure) {
        failed.increment();
        throw failure;
      }
    }
  }

  private <T> T attempt(Work<T> work) throws SQLException, DateiLagerException {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      T result;
      try {
        result = work.run(connection);
      } catch (SQLException | DateiLagerException | RuntimeException | Error failure) {
        rollBack(connection, failure);
        throw failure;
      }
      try {
        connection.commit();
      } catch (SQLException failure) {
        // whether it happened is unknown if the connection broke: the caller must know
        throw SqlFailures.asksForRepetition(failure) ? failure : new CommitFailed(failure);
      }
      return result;
    }
  }

  private static void rollBack(Connection connection, Throwable failure) {
    try {
      connection.rollback();
    } catch (SQLException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  /** Runs {@code work}, each statement a transaction of its own. */
  <T> T statements(String what, Work<T> work) throws DateiLagerException {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = pool.getConnection()) {
        return work.run(connection);
      } catch (SQLException failure) {
        boolean again =
            SqlFailures.asksForRepetition(failure) && attempt < MOST_ATTEMPTS
                || isOnlyStale(failure, attempt);
        if (!again) {
          throw SqlFailures.translate(what, failure);
        }
        pause(attempt);
      }
    }
  }

  /**
   * A connection inside a read-only transaction that sees one state (I24). The caller rolls back
   * and closes.
   */
  Connection snapshot() throws DateiLagerException {
    for (int attempt = 1; ; attempt++) {
      try {
        Connection snapshot = beginSnapshot(pool.getConnection());
        snapshots.increment();
        return snapshot;
      } catch (SQLException failure) {
        if (!isOnlyStale(failure, attempt)) {
          throw SqlFailures.translate("could not read the catalogue", failure);
        }
      }
    }
  }

  private static Connection beginSnapshot(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      statement.execute("SELECT 1"); // the first query takes the snapshot, not the beginning
      return connection;
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
  }

  /**
   * Whether the database was restarted behind the pool's back; then all idle connections go. Once,
   * as the next one is new.
   */
  private boolean isOnlyStale(SQLException failure, int attempt) {
    if (attempt > 1 || failure instanceof CommitFailed || !SqlFailures.isStaleConnection(failure)) {
      return false;
    }
    pool.getHikariPoolMXBean().softEvictConnections();
    return true;
  }

  private void pause(int attempt) throws DateiLagerException {
    long most = Math.min(LONGEST_PAUSE.toMillis(), 10L << attempt);
    try {
      Thread.sleep(random.nextLong(most + 1));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new DateiLagerException.Cancelled("interrupted between two attempts", false);
    }
  }

  StoreFigures figures() {
    HikariPoolMXBean now = pool.getHikariPoolMXBean();
    return new StoreFigures(
        now.getActiveConnections(),
        now.getIdleConnections(),
        now.getThreadsAwaitingConnection(),
        pool.getMaximumPoolSize(),
        committed.sum(),
        failed.sum(),
        repeated.sum(),
        snapshots.sum());
  }

  /** Closes every connection, also those in use. */
  @Override
  public void close() {
    pool.close();
  }

  /** A commit that was sent and not acknowledged: never repeated by us. */
  private static final class CommitFailed extends SQLException {
    CommitFailed(SQLException failure) {
      super(
          "the commit was not acknowledged, " + failure.getMessage(),
          failure.getSQLState(),
          failure);
    }
  }
}
