package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.ProjectState;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.ProjectId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements on projects. */
final class ProjectSql {
  private ProjectSql() {}

  /**
   * One project.
   *
   * @param lock how its row is locked until the transaction ends, such as {@code FOR UPDATE}; empty
   *     for not at all
   */
  static Optional<ProjectState> find(Connection connection, ProjectId id, String lock)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT latest_version, pack_patterns FROM dl.projects WHERE id = ? " + lock)) {
      statement.setLong(1, id.value());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? Optional.of(new ProjectState(id, rows.getLong(1), patterns(rows.getArray(2))))
            : Optional.empty();
      }
    }
  }

  /** At most {@code most} projects, in the order of their ids, from behind {@code after}. */
  static List<ProjectVersion> list(Connection connection, Optional<ProjectId> after, int most)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT id, latest_version FROM dl.projects %s ORDER BY id LIMIT ?"
                .formatted(after.isPresent() ? "WHERE id > ?" : ""))) {
      int parameter = 1;
      if (after.isPresent()) {
        statement.setLong(parameter++, after.get().value());
      }
      statement.setInt(parameter, most);
      var projects = new ArrayList<ProjectVersion>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          projects.add(new ProjectVersion(new ProjectId(rows.getLong(1)), rows.getLong(2)));
        }
      }
      return projects;
    }
  }

  private static List<String> patterns(@org.jspecify.annotations.Nullable Array stored)
      throws SQLException {
    return stored == null ? List.of() : List.of((String[]) stored.getArray());
  }

  /** Locks a project for an update, until the transaction ends. */
  static ProjectState lock(Connection connection, ProjectId id) throws SQLException, NotFound {
    return find(connection, id, "FOR UPDATE")
        .orElseThrow(() -> new NotFound("project %s does not exist".formatted(id)));
  }

  static void setLatest(Connection connection, ProjectId id, long version) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("UPDATE dl.projects SET latest_version = ? WHERE id = ?")) {
      statement.setLong(1, version);
      statement.setLong(2, id.value());
      statement.executeUpdate();
    }
  }

  /**
   * Adds a project (semantics.md §5).
   *
   * <p>The template's row stays locked against updates, so its live rows stay live, and with them
   * their contents, until the copies are visible to a collector (I25).
   */
  static void create(
      Connection connection, ProjectId id, List<String> patterns, Optional<ProjectId> template)
      throws SQLException, NotFound, InvalidArgument {
    long latest = 0;
    if (template.isPresent()) {
      ProjectState model =
          find(connection, template.get(), "FOR SHARE")
              .orElseThrow(
                  () -> new NotFound("project %s does not exist".formatted(template.get())));
      if (!model.packPatterns().equals(patterns)) {
        throw new InvalidArgument(
            "template project %s has pack patterns %s, project %s is to have %s"
                .formatted(template.get(), model.packPatterns(), id, patterns));
      }
      latest = model.latestVersion();
    }
    insert(connection, id, latest, patterns);
    if (template.isPresent()) {
      copyRows(connection, template.get(), id);
    }
  }

  /**
   * Removes a project and its rows. The lock of its row comes first: whoever adds rows holds it, so
   * none is added behind the first statement's back (schema.md §4).
   */
  static void delete(Connection connection, ProjectId id) throws SQLException {
    if (find(connection, id, "FOR UPDATE").isEmpty()) {
      return;
    }
    for (String table :
        List.of(
            "DELETE FROM dl.objects WHERE project = ?", "DELETE FROM dl.projects WHERE id = ?")) {
      try (PreparedStatement statement = connection.prepareStatement(table)) {
        statement.setLong(1, id.value());
        statement.executeUpdate();
      }
    }
  }

  private static void insert(
      Connection connection, ProjectId id, long latest, List<String> patterns) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO dl.projects (id, latest_version, pack_patterns) VALUES (?, ?, ?)")) {
      statement.setLong(1, id.value());
      statement.setLong(2, latest);
      if (patterns.isEmpty()) {
        statement.setNull(3, Types.ARRAY); // as the reference stores absent patterns
      } else {
        statement.setArray(3, connection.createArrayOf("text", patterns.toArray()));
      }
      statement.executeUpdate();
    }
  }

  private static void copyRows(Connection connection, ProjectId from, ProjectId to)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO dl.objects
              (project, start_version, stop_version, path, hash, mode, size, packed)
            SELECT ?, start_version, NULL, path, hash, mode, size, packed
            FROM dl.objects WHERE project = ? AND stop_version IS NULL
            """)) {
      statement.setLong(1, to.value());
      statement.setLong(2, from.value());
      statement.executeUpdate();
    }
  }
}
