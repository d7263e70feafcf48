package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.UpdateDraft.Outcome;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ProjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/**
 * The final transaction of an update (semantics.md §6). Contents are made safe before the project
 * is locked: who waits for a project then never holds up who inserts a content, and no two updates
 * wait for each other in a circle.
 *
 * <p>Live rows are found one path at a time through the index ({@code OFFSET 0} keeps the planner
 * from making a join of it): right after a large update its statistics know nothing of the rows,
 * and it would compare each with each. Places of rows hold good, as the project is locked.
 */
final class DraftCommit {
  private final Connection connection;
  private final ProjectId project;
  private final DraftSpool spool;

  DraftCommit(Connection connection, ProjectId project, DraftSpool spool) {
    this.connection = connection;
    this.project = project;
    this.spool = spool;
  }

  /** Everything but the commit itself; rolls back if there is nothing to commit. */
  Outcome run() throws SQLException, DateiLagerException {
    DraftTables.fill(connection, spool);
    new DraftContents(connection, spool.contents()).secure();
    long latest = ProjectSql.lock(connection, project).latestVersion();
    Set<ObjectPath> moved = movedPacks();
    if (!moved.isEmpty()) {
      connection.rollback();
      return new Outcome.PacksMoved(moved);
    }
    long next = latest + 1;
    if (!apply(next)) {
      connection.rollback();
      return new Outcome.Unchanged(latest);
    }
    ProjectSql.setLatest(connection, project, next);
    return new Outcome.Committed(next);
  }

  /** Packs that are not live any more as the update read them. */
  private Set<ObjectPath> movedPacks() throws SQLException, DateiLagerException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT p.path FROM draft_packs AS p
            LEFT JOIN LATERAL (
              SELECT o.hash FROM dl.objects AS o
              WHERE o.project = ? AND o.stop_version IS NULL AND o.packed
                AND o.path IN (p.bare, p.bare || '/')
              %s) AS live ON true
            WHERE live.hash IS DISTINCT FROM p.base
            """
                .formatted(PackSql.FIRST))) {
      statement.setLong(1, project.value());
      var moved = new HashSet<ObjectPath>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          moved.add(ObjectPath.parse(rows.getString(1)));
        }
      }
      return moved;
    }
  }

  /** Writes the rows of version {@code next}; says whether anything changed. */
  private boolean apply(long next) throws SQLException {
    forgetUnchanged();
    collectStops();
    findLive();
    StoppingRows.stop(connection, next);
    int inserted = insertObjects(next) + insertPacks(next);
    return inserted > 0 || anythingGoes();
  }

  /** A live row with the same path, hash and mode stays; its size does not count (§6.2). */
  private void forgetUnchanged() throws SQLException {
    update(
        """
        DELETE FROM draft_objects AS d WHERE NOT d.deleted AND EXISTS (
          SELECT FROM dl.objects AS o
          WHERE o.project = ? AND o.stop_version IS NULL
            AND o.path = d.path AND o.hash = d.hash AND o.mode = d.mode OFFSET 0)
        """,
        project.value());
  }

  /** Each path that goes or gets another row, and each directory above such a row. */
  private void collectStops() throws SQLException {
    update(
        """
        INSERT INTO draft_stops (path, ancestor)
        SELECT path, false FROM draft_objects
        UNION ALL
        SELECT DISTINCT array_to_string(parent.parts[1:n], '/') || '/', true
        FROM (
          SELECT DISTINCT string_to_array(regexp_replace(path, '[^/]*/?$', ''), '/') AS parts
          FROM draft_objects WHERE NOT deleted) AS parent
        CROSS JOIN LATERAL generate_series(1, cardinality(parent.parts) - 1) AS n
        """);
  }

  /** The live rows that are to stop; an ancestor is only ever an empty directory's row. */
  private void findLive() throws SQLException {
    update(
        """
        INSERT INTO draft_live (place, path, start_version)
        SELECT o.place, s.path, o.start_version
        FROM (SELECT path, bool_and(ancestor) AS ancestor FROM draft_stops GROUP BY path) AS s
        CROSS JOIN LATERAL (
          SELECT ctid AS place, start_version, packed FROM dl.objects
          WHERE project = ? AND stop_version IS NULL AND path = s.path OFFSET 0) AS o
        WHERE NOT (s.ancestor AND o.packed)
        UNION
        SELECT o.place, o.path, o.start_version
        FROM draft_packs AS p
        CROSS JOIN LATERAL (
          SELECT ctid AS place, path, start_version FROM dl.objects
          WHERE project = ? AND stop_version IS NULL AND packed
            AND path IN (p.bare, p.bare || '/') OFFSET 0) AS o
        WHERE p.hash IS NULL OR p.hash IS DISTINCT FROM p.base
        """,
        project.value(),
        project.value());
  }

  private int insertObjects(long next) throws SQLException {
    return update(
        """
        INSERT INTO dl.objects
          (project, start_version, stop_version, path, hash, mode, size, packed)
        SELECT ?, ?, NULL, path, hash, mode, size, false FROM draft_objects WHERE NOT deleted
        """,
        project.value(),
        next);
  }

  private int insertPacks(long next) throws SQLException {
    return update(
        """
        INSERT INTO dl.objects
          (project, start_version, stop_version, path, hash, mode, size, packed)
        SELECT ?, ?, NULL, path, hash, 0, size, true
        FROM draft_packs WHERE hash IS NOT NULL AND hash IS DISTINCT FROM base
        """,
        project.value(),
        next);
  }

  /** An object or pack that goes is a change, even if it was not there (oddity 9). */
  private boolean anythingGoes() throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT EXISTS (SELECT FROM draft_objects WHERE deleted)"
                    + " OR EXISTS (SELECT FROM draft_packs WHERE hash IS NULL)");
        ResultSet answer = statement.executeQuery()) {
      return answer.next() && answer.getBoolean(1);
    }
  }

  private int update(String sql, long... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setLong(i + 1, parameters[i]);
      }
      return statement.executeUpdate();
    }
  }
}
