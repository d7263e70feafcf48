package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Statements on contents. */
final class ContentSql {
  private static final String JOINED =
      Hashes.WANTED + " JOIN dl.contents AS c ON c.hash = ROW(w.h1, w.h2)::hash";

  private ContentSql() {}

  /** The bytes of those that are there. */
  static Map<ContentHash, Blob> load(Connection connection, Collection<ContentHash> hashes)
      throws SQLException {
    return select(connection, "c.bytes", hashes, rows -> Blob.owned(rows.getBytes(3)));
  }

  /** The lengths of those that are there; the bytes are not touched. */
  static Map<ContentHash, Long> lengths(Connection connection, Collection<ContentHash> hashes)
      throws SQLException {
    return select(connection, "octet_length(c.bytes)", hashes, rows -> rows.getLong(3));
  }

  /** The SHA-256 of the stored bytes of those that are there. */
  static Map<ContentHash, ContentHash> digests(
      Connection connection, Collection<ContentHash> hashes) throws SQLException {
    return select(
        connection, "sha256(c.bytes)", hashes, rows -> ContentHash.ofBytes(rows.getBytes(3)));
  }

  private interface Column<T> {
    T read(ResultSet rows) throws SQLException;
  }

  private static <T> Map<ContentHash, T> select(
      Connection connection, String value, Collection<ContentHash> hashes, Column<T> column)
      throws SQLException {
    var found = new HashMap<ContentHash, T>();
    if (hashes.isEmpty()) {
      return found;
    }
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT w.h1, w.h2, " + value + " FROM " + JOINED)) {
      Hashes.setWanted(statement, 1, new HashSet<>(hashes));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.put(Hashes.read(rows, 1), column.read(rows));
        }
      }
    }
    return found;
  }

  /**
   * Inserts those that are not there, in the order of their hashes, so that two updates with equal
   * contents wait for each other in one direction only (I24).
   *
   * @return the ones that were there already
   */
  static Set<ContentHash> insert(Connection connection, SortedMap<ContentHash, Blob> contents)
      throws SQLException {
    var present = new HashSet<>(contents.keySet());
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO dl.contents (hash, bytes)
            SELECT ROW(w.h1, w.h2)::hash, w.bytes
            FROM unnest(?::uuid[], ?::uuid[], ?::bytea[]) AS w(h1, h2, bytes)
            ORDER BY w.h1, w.h2
            ON CONFLICT DO NOTHING RETURNING (hash).h1, (hash).h2
            """)) {
      Hashes.setWanted(statement, 1, contents.keySet());
      byte[][] bytes = contents.values().stream().map(Blob::shared).toArray(byte[][]::new);
      Array array = connection.createArrayOf("bytea", bytes);
      statement.setArray(3, array);
      Hashes.readAll(statement).forEach(present::remove);
    }
    return present;
  }

  /**
   * Inserts a big one without copying it.
   *
   * @return whether it was not there
   */
  static boolean insertOne(Connection connection, ContentHash hash, Blob bytes)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO dl.contents (hash, bytes) VALUES (ROW(?, ?)::hash, ?)"
                + " ON CONFLICT DO NOTHING")) {
      statement.setObject(1, Hashes.firstHalf(hash));
      statement.setObject(2, Hashes.secondHalf(hash));
      statement.setBinaryStream(3, bytes.stream(), bytes.length());
      return statement.executeUpdate() == 1;
    }
  }

  /**
   * Puts right bytes in the place of wrong ones.
   *
   * @param wrong digest of the bytes that were found wrong; if others are there by now, they stay
   */
  static void repair(Connection connection, ContentHash hash, ContentHash wrong, Blob right)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "UPDATE dl.contents SET bytes = ? WHERE hash = ROW(?, ?)::hash AND sha256(bytes) ="
                + " ?")) {
      statement.setBinaryStream(1, right.stream(), right.length());
      statement.setObject(2, Hashes.firstHalf(hash));
      statement.setObject(3, Hashes.secondHalf(hash));
      statement.setBytes(4, wrong.bytes());
      statement.executeUpdate();
    }
  }
}
