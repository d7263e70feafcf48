package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectQuery;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The two halves of the row query (semantics.md §4.1) as SQL.
 *
 * <p>Prefixes are escaped patterns for {@code LIKE}, which the {@code text_pattern_ops} indexes
 * serve in any collation. Whether a path lies below another is asked by equality of whole
 * directories, which hashes, not by patterns built from rows, which would compare each with each.
 */
final class RowSql {
  /** A path as a directory. */
  private static final String AS_DIRECTORY =
      "CASE WHEN right(%1$s, 1) = '/' THEN %1$s ELSE %1$s || '/' END";

  /** For each {@code path}, every directory it lies in, with its slash; itself if it ends so. */
  private static final String DIRECTORIES =
      """
      CROSS JOIN LATERAL (SELECT string_to_array(path, '/') AS parts) AS split
      CROSS JOIN LATERAL (
        SELECT array_to_string(split.parts[1:n], '/') || '/' AS name
        FROM generate_series(1, cardinality(split.parts) - 1) AS n) AS directory
      """;

  private final RowQuery query;
  private final StringBuilder sql = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();

  private RowSql(RowQuery query) {
    this.query = query;
  }

  /** Columns path, mode, size, packed, both halves of the hash, stored length or null. */
  static RowSql updated(RowQuery query) {
    var text = new RowSql(query);
    text.sql.append(
        """
        SELECT o.path, o.mode, o.size, o.packed, (o.hash).h1, (o.hash).h2, octet_length(c.bytes)
        FROM (
        """);
    text.updatedRows("path, hash, mode, size, packed, start_version");
    text.sql.append(
        """
        ) AS o LEFT JOIN dl.contents AS c ON c.hash = o.hash
        ORDER BY o.path COLLATE "C", o.start_version
        """);
    return text;
  }

  /** Columns path, mode, packed. */
  static RowSql removed(RowQuery query) {
    var text = new RowSql(query);
    text.sql.append("WITH updated AS MATERIALIZED (");
    text.updatedRows("path, mode, packed");
    text.sql.append(
        """
        ),
        occupied AS MATERIALIZED (SELECT DISTINCT directory.name FROM updated %s),
        removed AS MATERIALIZED (
          SELECT DISTINCT path, mode, packed FROM dl.objects AS o
          WHERE project = ? AND start_version <= ? AND stop_version > ? AND stop_version <= ?
        """
            .formatted(DIRECTORIES));
    text.add(query.project().value())
        .add(query.range().from())
        .add(query.range().from())
        .add(query.range().to());
    text.condition();
    // replaced: by itself (exclusion 1), by what is inside now (2, 3), by what stands above (oddity
    // 3); a pack is no directory there, for it brings all that is below it
    text.sql.append(
        """
        ),
        below AS MATERIALIZED (
          SELECT DISTINCT removed.path FROM removed %s
          WHERE directory.name IN (
            SELECT %s FROM updated AS u WHERE u.mode & %d = 0))
        SELECT r.path, r.mode, r.packed FROM removed AS r
        WHERE NOT EXISTS (SELECT FROM updated AS u WHERE u.path = r.path)
          AND NOT EXISTS (SELECT FROM occupied AS d WHERE d.name = %s)
          AND NOT EXISTS (SELECT FROM below AS b WHERE b.path = r.path)
        ORDER BY r.path COLLATE "C"
        """
            .formatted(
                DIRECTORIES,
                AS_DIRECTORY.formatted("u.path"),
                FileMode.DIRECTORY,
                AS_DIRECTORY.formatted("r.path")));
    return text;
  }

  /** Rows that began in the range and live at its end; one branch for each use of an index. */
  private void updatedRows(String columns) {
    String branch =
        "SELECT %s FROM dl.objects AS o WHERE project = ? AND start_version > ? AND start_version <= ?"
            .formatted(columns);
    sql.append(branch).append(" AND stop_version IS NULL");
    range();
    condition();
    sql.append("\nUNION ALL\n").append(branch).append(" AND stop_version > ?");
    range();
    add(query.range().to());
    condition();
    sql.append('\n');
  }

  private void range() {
    add(query.project().value()).add(query.range().from()).add(query.range().to());
  }

  private void condition() {
    ObjectQuery objects = query.objects();
    List<String> around = query.packsAround() ? packsAround(objects.path()) : List.of();
    sql.append(" AND (");
    if (!around.isEmpty()) {
      sql.append("packed AND path = ANY(?) OR ");
      add(around);
    }
    if (!objects.prefix()) {
      sql.append("path = ?");
      add(objects.path());
    } else if (objects.path().isEmpty()) {
      sql.append("true");
    } else {
      sql.append("path LIKE ?");
      add(Like.startsWith(objects.path()));
    }
    if (!objects.ignores().isEmpty()) {
      sql.append(" AND NOT path LIKE ANY(?)");
      add(objects.ignores().stream().map(Like::startsWith).toList());
    }
    if (!objects.subpaths().isEmpty()) {
      sql.append(" AND path LIKE ANY(?)");
      add(objects.subpaths().stream().map(Like::startsWith).toList());
    }
    sql.append(")");
  }

  /** Every path of a pack that, taken as a directory, holds {@code path} or is it. */
  static List<String> packsAround(String path) {
    var packs = new ArrayList<String>();
    String directory = path.isEmpty() || path.endsWith("/") ? path : path + "/";
    for (int slash = directory.indexOf('/');
        slash >= 0;
        slash = directory.indexOf('/', slash + 1)) {
      if (slash > 0) {
        packs.add(directory.substring(0, slash));
      }
      packs.add(directory.substring(0, slash + 1));
    }
    return packs;
  }

  private RowSql add(Object parameter) {
    parameters.add(parameter);
    return this;
  }

  /** The statement with its parameters set. */
  PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql.toString());
    for (int i = 0; i < parameters.size(); i++) {
      switch (parameters.get(i)) {
        case List<?> texts ->
            statement.setArray(i + 1, connection.createArrayOf("text", texts.toArray()));
        case Long number -> statement.setLong(i + 1, number);
        case Object text -> statement.setString(i + 1, text.toString());
      }
    }
    return statement;
  }
}
