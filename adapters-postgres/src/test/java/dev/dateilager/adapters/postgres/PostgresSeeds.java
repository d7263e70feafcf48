package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.contract.CatalogSeeds;
import dev.dateilager.domain.contract.StoredRow;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.ProjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import javax.sql.DataSource;

/** Writes straight into the tables. */
final class PostgresSeeds implements CatalogSeeds {
  private final DataSource source;

  PostgresSeeds(DataSource source) {
    this.source = source;
  }

  @Override
  public void insertRow(StoredRow row) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "INSERT INTO dl.objects VALUES (?, ?, ?, ?, ROW(?, ?)::hash, ?, ?, ?)")) {
      statement.setLong(1, row.project().value());
      statement.setLong(2, row.start());
      if (row.stop().isPresent()) {
        statement.setLong(3, row.stop().getAsLong());
      } else {
        statement.setNull(3, Types.BIGINT);
      }
      statement.setString(4, row.path());
      setHash(statement, 5, row.hash());
      statement.setLong(7, row.mode().bits());
      statement.setLong(8, row.size());
      statement.setBoolean(9, row.packed());
      statement.executeUpdate();
    }
  }

  @Override
  public void insertContent(ContentHash hash, Blob stored) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "INSERT INTO dl.contents VALUES (ROW(?, ?)::hash, ?)"
                    + " ON CONFLICT (hash) DO UPDATE SET bytes = excluded.bytes")) {
      setHash(statement, 1, hash);
      statement.setBytes(3, stored.toByteArray());
      statement.executeUpdate();
    }
  }

  @Override
  public void removeContent(ContentHash hash) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("DELETE FROM dl.contents WHERE hash = ROW(?, ?)::hash")) {
      setHash(statement, 1, hash);
      statement.executeUpdate();
    }
  }

  @Override
  public void setLatest(ProjectId project, long version) throws SQLException {
    try (Connection connection = source.getConnection()) {
      ProjectSql.setLatest(connection, project, version);
    }
  }

  @Override
  public long countRows(ProjectId project) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("SELECT count(*) FROM dl.objects WHERE project = ?")) {
      statement.setLong(1, project.value());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private static void setHash(PreparedStatement statement, int index, ContentHash hash)
      throws SQLException {
    statement.setObject(index, Hashes.firstHalf(hash));
    statement.setObject(index + 1, Hashes.secondHalf(hash));
  }
}
