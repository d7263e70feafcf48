package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ProjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Statements on live packs, whose rows are named with or without the trailing slash. */
final class PackSql {
  /**
   * The order in which rows of one pack are taken, in a query over {@code o}: there is more than
   * one only in databases that were damaged by others.
   */
  static final String FIRST = "ORDER BY length(o.path) DESC, o.start_version DESC LIMIT 1";

  private PackSql() {}

  /**
   * A live pack.
   *
   * @param hash as its row says
   * @param bytes absent if the content is missing
   */
  record Stored(ContentHash hash, Optional<Blob> bytes) {}

  static Optional<Stored> live(Connection connection, ProjectId project, ObjectPath path)
      throws SQLException {
    return first(
        connection,
        "(o.hash).h1, (o.hash).h2, c.bytes",
        project,
        path,
        rows ->
            new Stored(
                Hashes.read(rows, 1), Optional.ofNullable(rows.getBytes(3)).map(Blob::owned)));
  }

  /** How many bytes the content of the live pack has; 0 without one, or if it is missing. */
  static long liveBytes(Connection connection, ProjectId project, ObjectPath path)
      throws SQLException {
    return first(
            connection,
            "coalesce(octet_length(c.bytes), 0)",
            project,
            path,
            rows -> rows.getLong(1))
        .orElse(0L);
  }

  private interface Row<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private static <T> Optional<T> first(
      Connection connection, String columns, ProjectId project, ObjectPath path, Row<T> row)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT %s
            FROM dl.objects AS o LEFT JOIN dl.contents AS c ON c.hash = o.hash
            WHERE o.project = ? AND o.stop_version IS NULL AND o.packed AND o.path = ANY(?)
            %s
            """
                .formatted(columns, FIRST))) {
      statement.setLong(1, project.value());
      String bare =
          path.hasTrailingSlash()
              ? path.value().substring(0, path.value().length() - 1)
              : path.value();
      statement.setArray(2, connection.createArrayOf("text", new Object[] {bare, bare + "/"}));
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
      }
    }
  }
}
