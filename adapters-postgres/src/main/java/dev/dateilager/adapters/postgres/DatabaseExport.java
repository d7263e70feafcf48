package dev.dateilager.adapters.postgres;

import dev.dateilager.adapters.postgres.files.FileTrouble;
import dev.dateilager.adapters.postgres.transfer.FrameOutput;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes everything that a database's catalogue holds into a stream (docs/backup.md): one state of
 * it, while servers go on. What is in memory does not grow with the database or its contents.
 */
public final class DatabaseExport {
  private static final int ROWS = 1_000;
  private static final int CONTENTS = 16;
  private static final int SMALL = 256 << 10;
  private static final int SLICE = 1 << 20;

  private final Connection connection;
  private final DataOutputStream out;
  private long projects;
  private long objects;
  private long contents;
  private long contentBytes;
  private long caches;

  private DatabaseExport(Connection connection, DataOutputStream out) {
    this.connection = connection;
    this.out = out;
  }

  /**
   * Writes the export.
   *
   * @param out left open; what it got is an export only if this returns
   * @throws FailedPrecondition if the database has not the schema of this program
   * @throws Corrupt if it holds a value that no server writes
   */
  public static TransferReport write(DatabaseAddress database, OutputStream out)
      throws DateiLagerException {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;"
                + " SET LOCAL statement_timeout = 0;"
                + " SET LOCAL idle_in_transaction_session_timeout = 0");
      }
      if (!new MigrationPlanner(connection).plan().isServable()) {
        throw new FailedPrecondition(
            "the database has not the schema of this program: 'dateilager server migrate' first");
      }
      var frames = new FrameOutput(out);
      var export = new DatabaseExport(connection, new DataOutputStream(frames));
      TransferReport report = export.all();
      frames.finish();
      connection.rollback();
      return report;
    } catch (SQLException failure) {
      throw SqlFailures.translate("could not export the database", failure);
    } catch (IOException failure) {
      throw FileTrouble.of("could not write the export", failure);
    }
  }

  private TransferReport all() throws SQLException, IOException, Corrupt {
    out.writeByte(ExportFormat.SCHEMA);
    out.writeInt(MigrationPlan.LAST);
    projects();
    objects();
    contents();
    caches();
    sequence();
    out.writeByte(ExportFormat.END);
    for (long count : new long[] {projects, objects, contents, contentBytes, caches}) {
      out.writeLong(count);
    }
    return new TransferReport(projects, objects, contents, contentBytes, caches);
  }

  private interface Row {
    void write(ResultSet rows) throws SQLException, IOException, Corrupt;
  }

  private void each(String query, int atATime, Row row) throws SQLException, IOException, Corrupt {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setFetchSize(atATime);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          row.write(rows);
        }
      }
    }
  }

  private void projects() throws SQLException, IOException, Corrupt {
    each(
        "SELECT id, latest_version, pack_patterns FROM dl.projects ORDER BY id",
        ROWS,
        rows -> {
          out.writeByte(ExportFormat.PROJECT);
          out.writeLong(rows.getLong(1));
          out.writeLong(rows.getLong(2));
          patterns(rows.getArray(3));
          projects++;
        });
  }

  private void patterns(@Nullable Array patterns) throws SQLException, IOException {
    if (patterns == null) {
      out.writeInt(-1);
      return;
    }
    var texts = (@Nullable String[]) patterns.getArray();
    out.writeInt(texts.length);
    for (String text : texts) {
      text(text);
    }
  }

  private void text(@Nullable String text) throws IOException {
    if (text == null) {
      out.writeInt(-1);
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private void objects() throws SQLException, IOException, Corrupt {
    each(
        """
        SELECT project, start_version, stop_version, path, (hash).h1, (hash).h2, mode, size, packed
        FROM dl.objects ORDER BY project, start_version, stop_version, path USING ~<~
        """,
        ROWS,
        rows -> {
          out.writeByte(ExportFormat.OBJECT);
          out.writeLong(rows.getLong(1));
          out.writeLong(rows.getLong(2));
          long stop = rows.getLong(3);
          boolean live = rows.wasNull();
          out.writeBoolean(live);
          out.writeLong(live ? 0 : stop);
          text(rows.getString(4));
          hash(rows, 5);
          out.writeLong(rows.getLong(7));
          out.writeLong(rows.getLong(8));
          out.writeBoolean(rows.getBoolean(9));
          objects++;
        });
  }

  private void hash(ResultSet rows, int column) throws SQLException, IOException, Corrupt {
    for (int half = 0; half < 2; half++) {
      UUID bytes = rows.getObject(column + half, UUID.class);
      if (bytes == null) {
        throw new Corrupt("the database holds a hash of which a half is missing");
      }
      out.writeLong(bytes.getMostSignificantBits());
      out.writeLong(bytes.getLeastSignificantBits());
    }
  }

  private void contents() throws SQLException, IOException, Corrupt {
    each(
        """
        SELECT (hash).h1, (hash).h2, octet_length(bytes),
          CASE WHEN octet_length(bytes) <= %d THEN bytes END
        FROM dl.contents ORDER BY hash
        """
            .formatted(SMALL),
        CONTENTS,
        rows -> {
          out.writeByte(ExportFormat.CONTENT);
          hash(rows, 1);
          int length = rows.getInt(3);
          out.writeInt(length);
          byte[] small = rows.getBytes(4);
          if (small != null) {
            out.write(small);
          } else {
            slices(rows, length);
          }
          contents++;
          contentBytes += length;
        });
  }

  /** A big one, piece by piece; it is stored so that a piece of it can be read by itself. */
  private void slices(ResultSet content, int length) throws SQLException, IOException, Corrupt {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT substring(bytes FROM ? FOR ?) FROM dl.contents"
                + " WHERE hash = ROW(?, ?)::hash")) {
      for (long at = 0; at < length; at += SLICE) {
        int wanted = (int) Math.min(SLICE, length - at);
        statement.setInt(1, (int) at + 1);
        statement.setInt(2, wanted);
        statement.setObject(3, content.getObject(1, UUID.class));
        statement.setObject(4, content.getObject(2, UUID.class));
        try (ResultSet slice = statement.executeQuery()) {
          byte[] bytes = slice.next() ? slice.getBytes(1) : null;
          if (bytes == null || bytes.length != wanted) {
            throw new Corrupt("a content of the database is shorter than it says");
          }
          out.write(bytes);
        }
      }
    }
  }

  private void caches() throws SQLException, IOException, Corrupt {
    each(
        "SELECT version, cardinality(hashes) FROM dl.cache_versions ORDER BY version",
        ROWS,
        rows -> {
          out.writeByte(ExportFormat.CACHE);
          out.writeLong(rows.getLong(1));
          out.writeInt(rows.getInt(2));
          cacheHashes(rows.getLong(1));
          caches++;
        });
  }

  private void cacheHashes(long version) throws SQLException, IOException, Corrupt {
    each(
        """
        SELECT u.h1, u.h2 FROM dl.cache_versions AS v,
          unnest(v.hashes) WITH ORDINALITY AS u(h1, h2, place)
        WHERE v.version = %d ORDER BY u.place
        """
            .formatted(version),
        ROWS,
        rows -> hash(rows, 1));
  }

  /** The number of the next cache version: those that were retired must not come again. */
  private void sequence() throws SQLException, IOException, Corrupt {
    each(
        "SELECT last_value, is_called FROM dl.cache_versions_version_seq",
        1,
        rows -> {
          out.writeByte(ExportFormat.SEQUENCE);
          out.writeLong(rows.getLong(1));
          out.writeBoolean(rows.getBoolean(2));
        });
  }
}
