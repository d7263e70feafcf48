package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.ProjectState;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.ProjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Statements that take projects to what they, or others, held at a version (semantics.md §5, §7).
 *
 * <p>Rows name contents that are there as long as the rows are (I25): the lock of a project keeps a
 * collector from removing rows of it until what is made of them can be seen.
 */
final class HistorySql {
  private HistorySql() {}

  /**
   * Makes a project equal to another one at a version.
   *
   * @return the target's new version
   */
  static long copy(Connection connection, ProjectId source, long version, ProjectId target)
      throws SQLException, NotFound, InvalidArgument {
    long next = lockBoth(connection, source, target) + 1;
    try (Statement statement = connection.createStatement()) {
      // right after a large update the statistics know nothing of its rows, and the planner would
      // compare each row with each
      statement.execute("SET LOCAL enable_nestloop = off");
      statement.execute(StoppingRows.MAKE);
      statement.execute(
          """
          CREATE TEMP TABLE IF NOT EXISTS clone_source (
            path text, mode bigint, size bigint, packed boolean, hash hash) ON COMMIT DELETE ROWS
          """);
    }
    // of two rows for one path (oddity 7) the newest counts
    update(
        connection,
        """
        INSERT INTO clone_source (path, mode, size, packed, hash)
        SELECT DISTINCT ON (path) path, mode, size, packed, hash FROM dl.objects
        WHERE project = ? AND start_version <= ? AND (stop_version IS NULL OR stop_version > ?)
        ORDER BY path, start_version DESC
        """,
        source.value(),
        version,
        version);
    update(
        connection,
        """
        INSERT INTO draft_live (place, path, start_version)
        SELECT o.ctid, o.path, o.start_version FROM dl.objects AS o
        WHERE o.project = ? AND o.stop_version IS NULL AND NOT EXISTS (
          SELECT FROM clone_source AS s
          WHERE s.path = o.path AND s.mode = o.mode AND s.size = o.size AND s.packed = o.packed
            AND s.hash = o.hash)
        """,
        target.value());
    StoppingRows.stop(connection, next);
    update(
        connection,
        """
        INSERT INTO dl.objects
          (project, start_version, stop_version, path, hash, mode, size, packed)
        SELECT ?, ?, NULL, s.path, s.hash, s.mode, s.size, s.packed FROM clone_source AS s
        WHERE NOT EXISTS (
          SELECT FROM dl.objects AS o
          WHERE o.project = ? AND o.stop_version IS NULL
            AND o.path = s.path AND o.hash = s.hash AND o.mode = s.mode)
        """,
        target.value(),
        next,
        target.value());
    ProjectSql.setLatest(connection, target, next);
    return next;
  }

  /**
   * Locks the target against everyone and the source against updates and collectors, the lower id
   * first, so that two clones the other way round do not wait for each other.
   *
   * @return the target's latest version
   */
  private static long lockBoth(Connection connection, ProjectId source, ProjectId target)
      throws SQLException, NotFound, InvalidArgument {
    if (source.equals(target)) {
      return ProjectSql.lock(connection, target).latestVersion();
    }
    boolean sourceFirst = source.value() < target.value();
    Optional<ProjectState> from =
        sourceFirst ? ProjectSql.find(connection, source, "FOR SHARE") : Optional.empty();
    ProjectState to = ProjectSql.lock(connection, target);
    if (!sourceFirst) {
      from = ProjectSql.find(connection, source, "FOR SHARE");
    }
    List<String> patterns =
        from.orElseThrow(() -> new NotFound("project %s does not exist".formatted(source)))
            .packPatterns();
    if (!patterns.equals(to.packPatterns())) {
      throw new InvalidArgument(
          "project %s has pack patterns %s, project %s has %s"
              .formatted(source, patterns, target, to.packPatterns()));
    }
    return to.latestVersion();
  }

  /** Takes a project back; does nothing if there is none. */
  static void rollBack(Connection connection, ProjectId id, long version)
      throws SQLException, InvalidArgument {
    Optional<ProjectState> project = ProjectSql.find(connection, id, "FOR UPDATE");
    if (project.isEmpty()) {
      return;
    }
    requireNotAbove(id, project.get().latestVersion(), version);
    update(
        connection,
        "DELETE FROM dl.objects WHERE project = ? AND start_version > ?",
        id.value(),
        version);
    update(
        connection,
        "UPDATE dl.objects SET stop_version = NULL WHERE project = ? AND stop_version > ?",
        id.value(),
        version);
    ProjectSql.setLatest(connection, id, version);
  }

  private static void requireNotAbove(ProjectId id, long latest, long version)
      throws InvalidArgument {
    if (version > latest) {
      throw new InvalidArgument(
          "project %s is at version %d and cannot be taken back to %d"
              .formatted(id, latest, version));
    }
  }

  /**
   * Takes these projects back and removes all others. Rows go by {@code DELETE}: a {@code TRUNCATE}
   * would show at once to readers whose snapshot is older (I24).
   */
  static void reset(Connection connection, List<ProjectVersion> projects)
      throws SQLException, InvalidArgument {
    Map<ProjectId, Long> latest = lockAll(connection);
    for (ProjectVersion project : projects) {
      requireNotAbove(
          project.id(), latest.getOrDefault(project.id(), Long.MAX_VALUE), project.latestVersion());
    }
    Object[] ids = projects.stream().map(project -> project.id().value()).toArray();
    Object[] versions = projects.stream().map(ProjectVersion::latestVersion).toArray();
    for (String sql :
        List.of(
            """
            DELETE FROM dl.objects AS o USING unnest(?::bigint[], ?::bigint[]) AS w(id, version)
            WHERE o.project = w.id AND o.start_version > w.version
            """,
            """
            UPDATE dl.objects AS o SET stop_version = NULL
            FROM unnest(?::bigint[], ?::bigint[]) AS w(id, version)
            WHERE o.project = w.id AND o.stop_version > w.version
            """,
            """
            UPDATE dl.projects AS p SET latest_version = w.version
            FROM unnest(?::bigint[], ?::bigint[]) AS w(id, version) WHERE p.id = w.id
            """)) {
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.setArray(1, connection.createArrayOf("bigint", ids));
        statement.setArray(2, connection.createArrayOf("bigint", versions));
        statement.executeUpdate();
      }
    }
    removeOthers(connection, ids);
  }

  private static Map<ProjectId, Long> lockAll(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT id, latest_version FROM dl.projects ORDER BY id FOR UPDATE");
        ResultSet rows = statement.executeQuery()) {
      var latest = new HashMap<ProjectId, Long>();
      while (rows.next()) {
        latest.put(new ProjectId(rows.getLong(1)), rows.getLong(2));
      }
      return latest;
    }
  }

  /**
   * Projects first, their rows in a statement that sees more: one that was made a moment ago may
   * have been given rows until its own row could be removed.
   */
  private static void removeOthers(Connection connection, Object[] kept) throws SQLException {
    var removed = new ArrayList<Long>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            DELETE FROM dl.projects AS p
            WHERE NOT EXISTS (SELECT FROM unnest(?::bigint[]) AS w(id) WHERE w.id = p.id)
            RETURNING p.id
            """)) {
      statement.setArray(1, connection.createArrayOf("bigint", kept));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          removed.add(rows.getLong(1));
        }
      }
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            DELETE FROM dl.objects AS o USING unnest(?::bigint[]) AS w(id) WHERE o.project = w.id
            """)) {
      statement.setArray(1, connection.createArrayOf("bigint", removed.toArray()));
      statement.executeUpdate();
    }
  }

  private static void update(Connection connection, String sql, long... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setLong(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }
}
