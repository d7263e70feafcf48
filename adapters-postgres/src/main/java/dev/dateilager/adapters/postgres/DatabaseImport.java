package dev.dateilager.adapters.postgres;

import dev.dateilager.adapters.postgres.files.FileTrouble;
import dev.dateilager.adapters.postgres.transfer.DamagedFile;
import dev.dateilager.adapters.postgres.transfer.FrameInput;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Brings what {@link DatabaseExport} wrote into an empty database: all of it in one transaction, or
 * nothing. What is in memory does not grow with the export.
 */
public final class DatabaseImport {
  private static final int PIECE = 256 << 10;
  private static final int MOST_PACKS = 10_000_000; // a field of the database holds at most 1 GiB
  private static final String TABLES = "dl.projects, dl.objects, dl.contents, dl.cache_versions";

  private final Connection connection;
  private final DataInputStream in;
  private final int hashType;
  private byte kind;
  private long projects;
  private long objects;
  private long contents;
  private long contentBytes;
  private long caches;

  private DatabaseImport(Connection connection, DataInputStream in, int hashType) {
    this.connection = connection;
    this.in = in;
    this.hashType = hashType;
  }

  /**
   * Reads an export to its end. The database gets the schema of this program first, if it has none.
   * Until the export is whole and checked, others see nothing of it.
   *
   * @param in left open
   * @throws FailedPrecondition if the database is not empty, or has another schema
   * @throws Corrupt if the export is cut short or damaged; the database stays empty
   */
  public static TransferReport read(InputStream in, DatabaseAddress database)
      throws DateiLagerException {
    try {
      var frames = new FrameInput(in); // before anything is made in the database
      var _ = Migrations.ensure(database, true);
      try (Connection connection = database.dataSource().getConnection()) {
        connection.setAutoCommit(false);
        try {
          int hashType = prepare(connection);
          var run = new DatabaseImport(connection, new DataInputStream(frames), hashType);
          TransferReport report = run.all();
          connection.commit();
          return report;
        } catch (SQLException | IOException | DateiLagerException | RuntimeException failure) {
          rollBack(connection, failure);
          throw failure;
        }
      }
    } catch (SQLException failure) {
      throw SqlFailures.translate("could not import; nothing was brought", failure);
    } catch (DamagedFile damaged) {
      throw new Corrupt(
          "the export cannot be used, nothing was brought: " + damaged.getMessage(), damaged);
    } catch (EOFException cut) {
      throw new Corrupt("the export ends within a record; nothing was brought", cut);
    } catch (IOException failure) {
      throw FileTrouble.of("could not read the export; nothing was brought", failure);
    }
  }

  private static void rollBack(Connection connection, Exception failure) {
    try {
      connection.rollback();
    } catch (SQLException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  private static int prepare(Connection connection) throws SQLException, FailedPrecondition {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;"
              + " SET LOCAL lock_timeout = '30s'");
      statement.execute("LOCK TABLE " + TABLES + " IN EXCLUSIVE MODE"); // readers may go on
      for (String table : TABLES.split(", ", -1)) {
        try (ResultSet rows = statement.executeQuery("SELECT 1 FROM " + table + " LIMIT 1")) {
          if (rows.next()) {
            throw new FailedPrecondition(
                "the database is not empty, %s has rows: an import needs an empty one"
                    .formatted(table));
          }
        }
      }
      try (ResultSet type = statement.executeQuery("SELECT to_regtype('hash')::oid::int")) {
        type.next();
        return type.getInt(1);
      }
    }
  }

  private TransferReport all() throws SQLException, IOException {
    kind = in.readByte();
    expect(ExportFormat.SCHEMA);
    int schema = in.readInt();
    if (schema != MigrationPlan.LAST) {
      throw new DamagedFile(
          "it has schema version %d, this program takes %d".formatted(schema, MigrationPlan.LAST));
    }
    advance();
    table("dl.projects", "id, latest_version, pack_patterns", ExportFormat.PROJECT, this::project);
    table(
        "dl.objects",
        "project, start_version, stop_version, path, hash, mode, size, packed",
        ExportFormat.OBJECT,
        this::object);
    table("dl.contents", "hash, bytes", ExportFormat.CONTENT, this::content);
    table("dl.cache_versions", "version, hashes", ExportFormat.CACHE, this::cache);
    expect(ExportFormat.SEQUENCE);
    long last = in.readLong();
    boolean called = in.readBoolean();
    advance();
    expect(ExportFormat.END);
    for (long count : new long[] {projects, objects, contents, contentBytes, caches}) {
      if (in.readLong() != count) {
        throw new DamagedFile("the counts at its end are not those of its records");
      }
    }
    if (in.read() >= 0) { // this look checks the sum of the whole
      throw new DamagedFile("a record follows the last");
    }
    finish(last, called);
    return new TransferReport(projects, objects, contents, contentBytes, caches);
  }

  private void expect(byte wanted) throws DamagedFile {
    if (kind != wanted) {
      throw new DamagedFile(
          "a record of kind %d stands where '%c' belongs".formatted(kind, (char) wanted));
    }
  }

  private void advance() throws IOException {
    byte next = in.readByte();
    if (ExportFormat.rank(next) < ExportFormat.rank(kind)) {
      throw new DamagedFile("a record of kind %d stands where none belongs".formatted(next));
    }
    kind = next;
  }

  private interface Row {
    void bring(CopyTable table) throws SQLException, IOException;
  }

  private void table(String name, String columns, byte rowKind, Row row)
      throws SQLException, IOException {
    try (var table = new CopyTable(connection, name, columns, hashType)) {
      while (kind == rowKind) {
        row.bring(table);
        advance();
      }
      table.finish();
    }
  }

  private void project(CopyTable table) throws SQLException, IOException {
    table.row(3);
    table.number(in.readLong());
    table.number(in.readLong());
    int count = in.readInt();
    if (count < 0) {
      table.missing();
    } else {
      var patterns = new ArrayList<byte @Nullable []>();
      for (int i = 0; i < count; i++) {
        patterns.add(text());
      }
      table.texts(patterns);
    }
    projects++;
  }

  private byte @Nullable [] text() throws IOException {
    int length = in.readInt();
    if (length < 0) {
      return null;
    }
    byte[] bytes = in.readNBytes(length); // grows with what comes, not with what is declared
    if (bytes.length < length) {
      throw new EOFException();
    }
    return bytes;
  }

  private void object(CopyTable table) throws SQLException, IOException {
    table.row(8);
    table.number(in.readLong());
    table.number(in.readLong());
    boolean live = in.readBoolean();
    long stop = in.readLong();
    if (live) {
      table.missing();
    } else {
      table.number(stop);
    }
    byte[] path = text();
    if (path == null) {
      throw new DamagedFile("an object has no path");
    }
    table.text(path);
    hash(table);
    table.number(in.readLong());
    table.number(in.readLong());
    table.truth(in.readBoolean());
    objects++;
  }

  private void hash(CopyTable table) throws SQLException, IOException {
    var first = new UUID(in.readLong(), in.readLong());
    table.hash(first, new UUID(in.readLong(), in.readLong()));
  }

  private void content(CopyTable table) throws SQLException, IOException {
    table.row(2);
    hash(table);
    int length = in.readInt();
    if (length < 0) {
      throw new DamagedFile("a content has an impossible length");
    }
    table.bytes(length);
    var piece = new byte[Math.min(PIECE, length)];
    for (int left = length; left > 0; ) {
      int taken = Math.min(left, piece.length);
      in.readFully(piece, 0, taken);
      table.more(piece, taken);
      left -= taken;
    }
    contents++;
    contentBytes += length;
  }

  private void cache(CopyTable table) throws SQLException, IOException {
    table.row(2);
    table.number(in.readLong());
    int count = in.readInt();
    if (count < 0 || count > MOST_PACKS) {
      throw new DamagedFile("a cache version has %d packs".formatted(count));
    }
    table.hashes(count);
    for (int i = 0; i < count; i++) {
      hash(table);
    }
    caches++;
  }

  private void finish(long last, boolean called) throws SQLException {
    try (PreparedStatement next =
            connection.prepareStatement(
                "SELECT setval(pg_get_serial_sequence('dl.cache_versions', 'version'), ?, ?)");
        Statement statement = connection.createStatement()) {
      next.setLong(1, last);
      next.setBoolean(2, called);
      next.execute();
      statement.execute("ANALYZE " + TABLES);
    }
  }
}
