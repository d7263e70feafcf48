package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.zip.CRC32;

/**
 * The advisory lock under which golang-migrate runs (schema.md §3), held by a connection.
 *
 * <p>Waits by asking again and again: a session that waits inside a statement would hold a
 * snapshot, for which {@code CREATE INDEX CONCURRENTLY} of the holder waits in turn.
 */
final class MigrationLock implements AutoCloseable {
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final long SALT = 1_486_364_155L;

  private final Connection connection;
  private final long id;

  private MigrationLock(Connection connection, long id) {
    this.connection = connection;
    this.id = id;
  }

  /**
   * The lock's number.
   *
   * @param schema the connection's current one
   * @param database name without a slash, as the server knows it
   */
  static long id(String schema, String database) {
    var crc = new CRC32();
    crc.update((schema + "\0schema_migrations\0/" + database).getBytes(StandardCharsets.UTF_8));
    return crc.getValue() * SALT & 0xffff_ffffL;
  }

  /** Takes it; {@code connection} is in auto-commit mode. */
  static MigrationLock take(Connection connection, Duration patience)
      throws SQLException, DateiLagerException {
    long id = id(connection);
    long deadline = System.nanoTime() + patience.toNanos();
    while (!ask(connection, "SELECT pg_try_advisory_lock(?)", id)) {
      if (System.nanoTime() - deadline > 0) {
        throw new FailedPrecondition(
            "another program has been migrating the database for %s (advisory lock %d)"
                .formatted(patience, id));
      }
      try {
        Thread.sleep(PAUSE);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new Cancelled("interrupted while another program migrates the database", false);
      }
    }
    return new MigrationLock(connection, id);
  }

  private static long id(Connection connection) throws SQLException, FailedPrecondition {
    try (Statement statement = connection.createStatement();
        ResultSet names = statement.executeQuery("SELECT current_schema(), current_database()")) {
      names.next();
      String schema = names.getString(1);
      if (schema == null) {
        throw new FailedPrecondition(
            "no schema of the connection's search path exists; tables cannot be made");
      }
      return id(schema, names.getString(2));
    }
  }

  private static boolean ask(Connection connection, String question, long id) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setLong(1, id);
      try (ResultSet answer = statement.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    ask(connection, "SELECT pg_advisory_unlock(?)", id);
  }
}
