package dev.dateilager.adapters.postgres;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Sends rows to one table in the database's binary form of COPY, field by field. What is held back
 * in memory is at most a piece.
 */
final class CopyTable implements AutoCloseable {
  private static final int PIECE = 256 << 10;
  private static final byte[] SIGNATURE =
      "PGCOPY\n\u00ff\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final int UUID_TYPE = 2950;
  private static final int TEXT_TYPE = 25;
  private static final int HASH_BYTES = 4 + 2 * (4 + 4 + 16);

  private final CopyIn copy;
  private final int hashType;
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE + (64 << 10));
  private final DataOutputStream out = new DataOutputStream(piece);

  /**
   * Begins. One table at a time on a connection.
   *
   * @param hashType the number of type {@code hash} in this database
   */
  CopyTable(Connection connection, String table, String columns, int hashType)
      throws SQLException, IOException {
    this.hashType = hashType;
    this.copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY %s (%s) FROM STDIN (FORMAT binary)".formatted(table, columns));
    out.write(SIGNATURE);
    out.writeInt(0); // flags
    out.writeInt(0); // length of what else the head holds
  }

  void row(int fields) throws IOException, SQLException {
    sendFull();
    out.writeShort(fields);
  }

  void number(long value) throws IOException {
    out.writeInt(Long.BYTES);
    out.writeLong(value);
  }

  void missing() throws IOException {
    out.writeInt(-1);
  }

  void truth(boolean value) throws IOException {
    out.writeInt(1);
    out.writeBoolean(value);
  }

  void text(byte[] utf8) throws IOException, SQLException {
    bytes(utf8.length);
    more(utf8, utf8.length);
  }

  /** A field of so many bytes, which {@link #more} brings. */
  void bytes(int length) throws IOException {
    out.writeInt(length);
  }

  /** Part of a field. */
  void more(byte[] bytes, int length) throws IOException, SQLException {
    out.write(bytes, 0, length);
    sendFull();
  }

  /** A field of texts, each of which may be absent. */
  void texts(List<byte @Nullable []> texts) throws IOException, SQLException {
    int length = texts.isEmpty() ? 12 : 20;
    for (byte[] text : texts) {
      length = Math.addExact(length, 4 + (text == null ? 0 : text.length));
    }
    out.writeInt(length);
    arrayHead(texts.size(), texts.contains(null), TEXT_TYPE);
    for (byte[] text : texts) {
      if (text == null) {
        missing();
      } else {
        text(text);
      }
    }
  }

  /** A field of so many hashes, which {@link #hash} brings. */
  void hashes(int count) throws IOException {
    out.writeInt(count == 0 ? 12 : Math.addExact(20, Math.multiplyExact(count, 4 + HASH_BYTES)));
    arrayHead(count, false, hashType);
  }

  private void arrayHead(int count, boolean holdsNull, int type) throws IOException {
    out.writeInt(count == 0 ? 0 : 1); // dimensions
    out.writeInt(holdsNull ? 1 : 0);
    out.writeInt(type);
    if (count > 0) {
      out.writeInt(count);
      out.writeInt(1); // the first index
    }
  }

  /** A field, or one of a field of hashes. */
  void hash(UUID first, UUID second) throws IOException, SQLException {
    out.writeInt(HASH_BYTES);
    out.writeInt(2);
    for (UUID half : new UUID[] {first, second}) {
      out.writeInt(UUID_TYPE);
      out.writeInt(2 * Long.BYTES);
      out.writeLong(half.getMostSignificantBits());
      out.writeLong(half.getLeastSignificantBits());
    }
    sendFull();
  }

  private void sendFull() throws SQLException {
    if (piece.size() >= PIECE) {
      send();
    }
  }

  private void send() throws SQLException {
    copy.writeToCopy(piece.toByteArray(), 0, piece.size());
    piece.reset();
  }

  /** Ends the table. */
  void finish() throws IOException, SQLException {
    out.writeShort(-1);
    send();
    copy.endCopy();
  }

  /** Takes back what was sent, unless it was finished. */
  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
