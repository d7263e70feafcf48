package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.PackUse;
import dev.dateilager.domain.catalog.ProjectUse;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.ProjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Statements on who uses what cache versions list. */
final class CacheUseSql {
  private CacheUseSql() {}

  /** An answer for each of these packs. */
  static Map<ContentHash, PackUse> packs(Connection connection, Collection<ContentHash> hashes)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT w.h1, w.h2, octet_length(c.bytes), live.path, live.projects
            FROM %s LEFT JOIN dl.contents AS c ON c.hash = ROW(w.h1, w.h2)::hash
            CROSS JOIN LATERAL (
              SELECT min(o.path COLLATE "C") AS path, count(DISTINCT o.project) AS projects
              FROM dl.objects AS o
              WHERE o.hash = ROW(w.h1, w.h2)::hash AND o.packed AND o.stop_version IS NULL) AS live
            """
                .formatted(Hashes.WANTED))) {
      Hashes.setWanted(statement, 1, new HashSet<>(hashes));
      var uses = new HashMap<ContentHash, PackUse>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          ContentHash hash = Hashes.read(rows, 1);
          long length = rows.getLong(3);
          var stored = rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(length);
          var path = Optional.ofNullable(rows.getString(4));
          uses.put(hash, new PackUse(hash, stored, path, rows.getLong(5)));
        }
      }
      return uses;
    }
  }

  /** At most {@code most} projects, in the order of their ids, from behind {@code after}. */
  static List<ProjectUse> projects(
      Connection connection, CacheVersion cache, Optional<ProjectId> after, int most)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT o.project, count(DISTINCT o.hash) FROM dl.objects AS o
            WHERE o.packed AND o.stop_version IS NULL %s AND o.hash IN (
              SELECT ROW(u.h1, u.h2)::hash
              FROM dl.cache_versions AS v CROSS JOIN LATERAL unnest(v.hashes) AS u
              WHERE v.version = ?)
            GROUP BY o.project ORDER BY o.project LIMIT ?
            """
                .formatted(after.isPresent() ? "AND o.project > ?" : ""))) {
      int parameter = 1;
      if (after.isPresent()) {
        statement.setLong(parameter++, after.get().value());
      }
      statement.setLong(parameter++, cache.value());
      statement.setInt(parameter, most);
      var uses = new ArrayList<ProjectUse>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          uses.add(new ProjectUse(new ProjectId(rows.getLong(1)), rows.getLong(2)));
        }
      }
      return uses;
    }
  }
}
