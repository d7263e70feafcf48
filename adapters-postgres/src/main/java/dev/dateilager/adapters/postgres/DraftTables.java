package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.DateiLagerException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * An update's words inside its transaction: temporary tables of the session, emptied when the
 * transaction ends. Their names carry no number of a project, as those may be negative (oddity 17).
 *
 * <p>{@code draft_objects} and {@code draft_packs} hold the last word on each path; {@code
 * draft_hashes} the contents that were not made safe yet; {@code draft_stops} the paths whose older
 * live rows are to stop, and {@code draft_live} where those rows are ({@link StoppingRows}).
 */
final class DraftTables {
  private static final String MAKE =
      """
      CREATE TEMP TABLE IF NOT EXISTS draft_words (
        seq bigint, kind "char", path text, mode bigint, size bigint,
        h1 uuid, h2 uuid, base1 uuid, base2 uuid) ON COMMIT DELETE ROWS;
      CREATE TEMP TABLE IF NOT EXISTS draft_objects (
        path text, deleted boolean, mode bigint, size bigint, hash hash) ON COMMIT DELETE ROWS;
      CREATE TEMP TABLE IF NOT EXISTS draft_packs (
        path text, bare text, size bigint, hash hash, base hash) ON COMMIT DELETE ROWS;
      CREATE TEMP TABLE IF NOT EXISTS draft_hashes (hash hash) ON COMMIT DELETE ROWS;
      CREATE TEMP TABLE IF NOT EXISTS draft_stops (
        path text, ancestor boolean) ON COMMIT DELETE ROWS;
      """
          + StoppingRows.MAKE;

  private static final String FILL =
      """
      INSERT INTO draft_objects (path, deleted, mode, size, hash)
      SELECT DISTINCT ON (path) path, kind = 'd', mode, size,
        CASE WHEN h1 IS NULL THEN NULL ELSE ROW(h1, h2)::hash END
      FROM draft_words WHERE kind <> 'k' ORDER BY path, seq DESC;
      INSERT INTO draft_packs (path, bare, size, hash, base)
      SELECT DISTINCT ON (rtrim(path, '/')) path, rtrim(path, '/'), size,
        CASE WHEN h1 IS NULL THEN NULL ELSE ROW(h1, h2)::hash END,
        CASE WHEN base1 IS NULL THEN NULL ELSE ROW(base1, base2)::hash END
      FROM draft_words WHERE kind = 'k' ORDER BY rtrim(path, '/'), seq DESC;
      INSERT INTO draft_hashes (hash)
      SELECT hash FROM draft_objects WHERE NOT deleted
      UNION
      SELECT hash FROM draft_packs WHERE hash IS NOT NULL AND hash IS DISTINCT FROM base
      """;

  private DraftTables() {}

  /** Makes the tables and fills the first four. */
  static void fill(Connection connection, DraftSpool spool)
      throws SQLException, DateiLagerException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(MAKE);
      try (InputStream lines = spool.lines()) {
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY draft_words FROM STDIN (ENCODING 'UTF8')", lines, 1 << 16);
      } catch (IOException failed) {
        throw new SQLException("could not send an update's words", "08006", failed);
      }
      statement.execute(FILL);
    }
  }
}
