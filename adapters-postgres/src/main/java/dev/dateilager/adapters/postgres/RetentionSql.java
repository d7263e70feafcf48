package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.ProjectState;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.ProjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Statements of collectors (semantics.md §8, oddities 12 and 13). */
final class RetentionSql {
  private RetentionSql() {}

  /**
   * Removes rows that stopped long ago. The project's lock keeps its latest version as it was read,
   * and waits for clones that are being made of such rows.
   *
   * @return their hashes
   */
  static List<ContentHash> removeStopped(
      Connection connection, ProjectId id, long keepVersions, long startedAfter, int most)
      throws SQLException {
    Optional<ProjectState> project = ProjectSql.find(connection, id, "FOR NO KEY UPDATE");
    if (project.isEmpty() || project.get().latestVersion() < keepVersions) {
      return List.of();
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            DELETE FROM dl.objects WHERE ctid = ANY (ARRAY(
              SELECT ctid FROM dl.objects
              WHERE project = ? AND stop_version <= ? AND start_version > ? LIMIT ?))
            RETURNING (hash).h1, (hash).h2
            """)) {
      statement.setLong(1, id.value());
      statement.setLong(2, project.get().latestVersion() - keepVersions);
      statement.setLong(3, startedAfter);
      statement.setInt(4, most);
      return Hashes.readAll(statement);
    }
  }

  /**
   * Removes contents that nobody uses: locks the candidates first, passing over those that others
   * hold, and then looks again in a statement that sees what those committed who held them before.
   * Who is about to name one holds its lock until his commit ({@link DraftContents}, {@link
   * CacheSql#create}), and who comes too late finds it gone and stores it again.
   *
   * @return how many went
   */
  static long removeUnused(Connection connection, Collection<ContentHash> hashes)
      throws SQLException {
    Set<ContentHash> held = lockCandidates(connection, new HashSet<>(hashes));
    if (held.isEmpty()) {
      return 0;
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            DELETE FROM dl.contents AS c USING %s
            WHERE c.hash = ROW(w.h1, w.h2)::hash
              AND NOT EXISTS (SELECT FROM dl.objects AS o WHERE o.hash = c.hash)
              AND NOT EXISTS (
                SELECT FROM dl.cache_versions AS v CROSS JOIN LATERAL unnest(v.hashes) AS u
                WHERE u.h1 = w.h1 AND u.h2 = w.h2)
            """
                .formatted(Hashes.WANTED))) {
      Hashes.setWanted(statement, 1, held);
      return statement.executeUpdate();
    }
  }

  private static Set<ContentHash> lockCandidates(Connection connection, Set<ContentHash> hashes)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT w.h1, w.h2 FROM %s JOIN dl.contents AS c ON c.hash = ROW(w.h1, w.h2)::hash
            WHERE NOT EXISTS (SELECT FROM dl.objects AS o WHERE o.hash = c.hash)
            FOR UPDATE OF c SKIP LOCKED
            """
                .formatted(Hashes.WANTED))) {
      Hashes.setWanted(statement, 1, hashes);
      return new HashSet<>(Hashes.readAll(statement));
    }
  }

  /** How many rows a project has. */
  static long countRows(Connection connection, ProjectId id) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT count(*) FROM dl.objects WHERE project = ?")) {
      statement.setLong(1, id.value());
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /** At most {@code most} hashes of contents, in their order, from behind {@code after}. */
  static List<ContentHash> contentHashes(
      Connection connection, Optional<ContentHash> after, int most) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT (hash).h1, (hash).h2 FROM dl.contents %s ORDER BY hash LIMIT ?"
                .formatted(after.isPresent() ? "WHERE hash > ROW(?, ?)::hash" : ""))) {
      int parameter = 1;
      if (after.isPresent()) {
        statement.setObject(parameter++, Hashes.firstHalf(after.get()));
        statement.setObject(parameter++, Hashes.secondHalf(after.get()));
      }
      statement.setInt(parameter, most);
      return Hashes.readAll(statement);
    }
  }
}
