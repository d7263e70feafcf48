package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheListing;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Statements on cache versions (semantics.md §9). */
final class CacheSql {
  private static final int FETCHED_AT_ONCE = 1000;

  private static final String INFO =
      """
      SELECT v.version, count(h.h1), coalesce(sum(octet_length(c.bytes)), 0)
      FROM dl.cache_versions AS v
      LEFT JOIN LATERAL (SELECT DISTINCT u.h1, u.h2 FROM unnest(v.hashes) AS u) AS h ON true
      LEFT JOIN dl.contents AS c ON c.hash = ROW(h.h1, h.h2)::hash
      """;

  private CacheSql() {}

  /**
   * Makes a version of the most frequent packs. Their contents are locked until the transaction
   * ends, so that a collector that runs meanwhile does not take what the new version lists (I25); a
   * pack whose content is gone is not taken.
   *
   * @return its number
   */
  static CacheVersion create(Connection connection, String prefix, int maxPacks, long maxBytes)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            WITH picked AS MATERIALIZED (
              SELECT w.h1, w.h2, w.place
              FROM unnest(?::uuid[], ?::uuid[]) WITH ORDINALITY AS w(h1, h2, place)
              JOIN dl.contents AS c ON c.hash = ROW(w.h1, w.h2)::hash
              FOR KEY SHARE OF c
            )
            INSERT INTO dl.cache_versions (hashes)
            SELECT coalesce(array_agg(ROW(h1, h2)::hash ORDER BY place), '{}') FROM picked
            RETURNING version
            """)) {
      Hashes.setWanted(statement, 1, pick(connection, prefix, maxPacks, maxBytes));
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return new CacheVersion(rows.getLong(1));
      }
    }
  }

  /**
   * The most frequent packs first, as many as the limits let in; a pack that does not fit is not.
   */
  private static List<ContentHash> pick(
      Connection connection, String prefix, int maxPacks, long maxBytes) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT (used.hash).h1, (used.hash).h2, octet_length(c.bytes)
            FROM (
              SELECT hash, count(*) AS times FROM dl.objects
              WHERE stop_version IS NULL AND packed AND path LIKE ?
              GROUP BY hash) AS used
            JOIN dl.contents AS c ON c.hash = used.hash
            ORDER BY used.times DESC, used.hash
            """)) {
      statement.setString(1, Like.startsWith(prefix));
      statement.setFetchSize(FETCHED_AT_ONCE);
      var picked = new ArrayList<ContentHash>();
      long left = maxBytes;
      try (ResultSet rows = statement.executeQuery()) {
        while (picked.size() < maxPacks && rows.next()) {
          long length = rows.getLong(3);
          if (length <= left) {
            picked.add(Hashes.read(rows, 1));
            left -= length;
          }
        }
      }
      return picked;
    }
  }

  /**
   * Takes a version away, while nobody makes one.
   *
   * @return what went
   */
  static CacheInfo retire(Connection connection, CacheVersion version, boolean evenNewest)
      throws SQLException, NotFound, FailedPrecondition {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE dl.cache_versions IN SHARE ROW EXCLUSIVE MODE");
    }
    CacheInfo info =
        info(connection, version)
            .orElseThrow(() -> new NotFound("cache version %s does not exist".formatted(version)));
    if (!evenNewest && newest(connection).equals(Optional.of(version))) {
      throw new FailedPrecondition(
          "cache version %s is the newest: make a newer one first, or insist".formatted(version));
    }
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM dl.cache_versions WHERE version = ?")) {
      statement.setLong(1, version.value());
      statement.executeUpdate();
    }
    return info;
  }

  /** All of them, newest first. */
  static List<CacheInfo> list(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(INFO + " GROUP BY v.version ORDER BY v.version DESC");
        ResultSet rows = statement.executeQuery()) {
      var caches = new ArrayList<CacheInfo>();
      while (rows.next()) {
        caches.add(info(rows));
      }
      return caches;
    }
  }

  /** Count and bytes of one. */
  static Optional<CacheInfo> info(Connection connection, CacheVersion version) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(INFO + " WHERE v.version = ? GROUP BY v.version")) {
      statement.setLong(1, version.value());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(info(rows)) : Optional.empty();
      }
    }
  }

  private static CacheInfo info(ResultSet rows) throws SQLException {
    return new CacheInfo(new CacheVersion(rows.getLong(1)), rows.getLong(2), rows.getLong(3));
  }

  /** One version with its hashes; the highest if none is wanted. */
  static Optional<CacheListing> find(Connection connection, Optional<CacheVersion> wanted)
      throws SQLException {
    Optional<CacheVersion> version = wanted.isPresent() ? wanted : newest(connection);
    if (version.isEmpty()) {
      return Optional.empty();
    }
    Optional<CacheInfo> info = info(connection, version.get());
    return info.isEmpty()
        ? Optional.empty()
        : Optional.of(new CacheListing(info.get(), inOrder(connection, version.get())));
  }

  private static Optional<CacheVersion> newest(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT version FROM dl.cache_versions ORDER BY version DESC LIMIT 1");
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(new CacheVersion(rows.getLong(1))) : Optional.empty();
    }
  }

  private static List<ContentHash> inOrder(Connection connection, CacheVersion version)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT u.h1, u.h2
            FROM dl.cache_versions AS v, unnest(v.hashes) WITH ORDINALITY AS u(h1, h2, place)
            WHERE v.version = ? ORDER BY u.place
            """)) {
      statement.setLong(1, version.value());
      return List.copyOf(new LinkedHashSet<>(Hashes.readAll(statement)));
    }
  }

  /** The hashes of all these versions together. */
  static Set<ContentHash> hashes(Connection connection, Collection<CacheVersion> versions)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            SELECT DISTINCT u.h1, u.h2 FROM dl.cache_versions AS v, unnest(v.hashes) AS u
            WHERE v.version = ANY(?)
            """)) {
      Object[] numbers = versions.stream().map(CacheVersion::value).toArray();
      statement.setArray(1, connection.createArrayOf("bigint", numbers));
      return new HashSet<>(Hashes.readAll(statement));
    }
  }
}
