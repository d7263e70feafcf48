package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.ObjectRow;
import dev.dateilager.domain.catalog.ObjectRows;
import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.FileMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The updated rows, then the removed ones, each pulled through a cursor a few at a time. */
final class PostgresRows implements ObjectRows {
  private static final int ROWS_AT_ONCE = 500;

  private final Connection connection;
  private final RowQuery query;
  private Phase phase = Phase.BEFORE;
  private @Nullable PreparedStatement statement;
  private @Nullable ResultSet cursor;

  private enum Phase {
    BEFORE,
    UPDATED,
    REMOVED,
    AFTER
  }

  PostgresRows(Connection connection, RowQuery query) {
    this.connection = connection;
    this.query = query;
    if (query.range().isEmpty()) {
      phase = Phase.AFTER;
    }
  }

  @Override
  public Optional<ObjectRow> next() throws DateiLagerException {
    try {
      while (phase != Phase.AFTER) {
        ResultSet rows = cursor;
        if (rows != null && rows.next()) {
          return Optional.of(phase == Phase.UPDATED ? updated(rows) : removed(rows));
        }
        advance();
      }
      return Optional.empty();
    } catch (SQLException failure) {
      close();
      throw SqlFailures.translate(
          "could not read the objects of project %s".formatted(query.project()), failure);
    }
  }

  private void advance() throws SQLException {
    end();
    switch (phase) {
      case BEFORE -> {
        open(RowSql.updated(query));
        phase = Phase.UPDATED;
      }
      case UPDATED -> {
        if (query.range().reportsRemovals()) {
          openRemoved();
          phase = Phase.REMOVED;
        } else {
          phase = Phase.AFTER;
        }
      }
      case REMOVED, AFTER -> phase = Phase.AFTER;
    }
  }

  private void open(RowSql sql) throws SQLException {
    PreparedStatement prepared = sql.prepare(connection);
    statement = prepared;
    prepared.setFetchSize(ROWS_AT_ONCE);
    cursor = prepared.executeQuery();
  }

  /**
   * Compares large sets by hashing them, whatever the planner thinks: right after a large update
   * its statistics know nothing of the rows, and it would compare each with each.
   */
  private void openRemoved() throws SQLException {
    try (Statement planner = connection.createStatement()) {
      planner.execute("SET LOCAL enable_nestloop = off");
      open(RowSql.removed(query));
      planner.execute("SET LOCAL enable_nestloop = on");
    }
  }

  private static ObjectRow updated(ResultSet rows) throws SQLException {
    long stored = rows.getLong(7);
    OptionalLong storedBytes = rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(stored);
    return new ObjectRow(
        rows.getString(1),
        new FileMode(rows.getLong(2)),
        rows.getLong(3),
        rows.getBoolean(4),
        Optional.of(Hashes.read(rows, 5)),
        storedBytes);
  }

  private static ObjectRow removed(ResultSet rows) throws SQLException {
    return ObjectRow.removed(rows.getString(1), new FileMode(rows.getLong(2)), rows.getBoolean(3));
  }

  private void end() throws SQLException {
    PreparedStatement open = statement;
    statement = null;
    cursor = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public void close() {
    phase = Phase.AFTER;
    try {
      end();
    } catch (SQLException alreadyGone) {
      // the snapshot's connection is broken: whoever uses it next will say so
      phase = Phase.AFTER;
    }
  }
}
