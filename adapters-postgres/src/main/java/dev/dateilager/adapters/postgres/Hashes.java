package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.ContentHash;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * Hashes as the database has them: two UUIDs in network byte order (formats.md §2). The composite
 * type itself never crosses the wire, so no connection has to learn it.
 */
final class Hashes {
  /** Two parameters, arrays of both halves, as rows {@code w(h1, h2)}. */
  static final String WANTED = "unnest(?::uuid[], ?::uuid[]) AS w(h1, h2)";

  private Hashes() {}

  static UUID firstHalf(ContentHash hash) {
    return half(hash, 0);
  }

  static UUID secondHalf(ContentHash hash) {
    return half(hash, 16);
  }

  private static UUID half(ContentHash hash, int at) {
    ByteBuffer bytes = ByteBuffer.wrap(hash.bytes(), at, 16);
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  static ContentHash of(UUID first, UUID second) {
    HexFormat hex = HexFormat.of();
    return new ContentHash(
        hex.toHexDigits(first.getMostSignificantBits())
            + hex.toHexDigits(first.getLeastSignificantBits())
            + hex.toHexDigits(second.getMostSignificantBits())
            + hex.toHexDigits(second.getLeastSignificantBits()));
  }

  /** Sets the two parameters of {@link #WANTED}, at {@code index} and the one after it. */
  static void setWanted(PreparedStatement statement, int index, Collection<ContentHash> hashes)
      throws SQLException {
    Connection connection = statement.getConnection();
    UUID[] first = hashes.stream().map(Hashes::firstHalf).toArray(UUID[]::new);
    UUID[] second = hashes.stream().map(Hashes::secondHalf).toArray(UUID[]::new);
    set(statement, index, connection.createArrayOf("uuid", first));
    set(statement, index + 1, connection.createArrayOf("uuid", second));
  }

  private static void set(PreparedStatement statement, int index, Array array) throws SQLException {
    statement.setArray(index, array);
  }

  /** The hash whose halves are the columns {@code index} and the one after it. */
  static ContentHash read(ResultSet rows, int index) throws SQLException {
    return of(rows.getObject(index, UUID.class), rows.getObject(index + 1, UUID.class));
  }

  /** The hashes in the first two columns of all rows, in their order. */
  static List<ContentHash> readAll(PreparedStatement statement) throws SQLException {
    var hashes = new ArrayList<ContentHash>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        hashes.add(read(rows, 1));
      }
    }
    return hashes;
  }
}
