package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes sure, inside an update's transaction, that every content its rows will name is there and
 * stays there until the commit: present ones are locked against a collector, vanished ones are
 * stored again (semantics.md oddity 12).
 */
final class DraftContents {
  private static final int MOST_ROUNDS = 10;
  private static final int AT_ONCE = 500;

  private final Connection connection;
  private final ContentSpool spool;

  DraftContents(Connection connection, ContentSpool spool) {
    this.connection = connection;
    this.spool = spool;
  }

  /**
   * Works off {@code draft_hashes}.
   *
   * @throws Aborted if somebody kept taking contents away
   * @throws IllegalStateException if an object names a content that the draft was not given
   */
  void secure() throws SQLException, DateiLagerException {
    lockPresent();
    for (int round = 1; round <= MOST_ROUNDS; round++) {
      for (Set<ContentHash> missing = missing(null);
          !missing.isEmpty();
          missing = missing(new TreeSet<>(missing).last())) {
        storeAgain(missing);
      }
      if (lockPresent() == 0 && missing(null).isEmpty()) {
        return;
      }
    }
    throw new Aborted("contents of the update vanished again and again");
  }

  /** Locks what is there, in hash order, and takes it off the list. */
  private int lockPresent() throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            WITH locked AS MATERIALIZED (
              SELECT d.place
              FROM (SELECT ctid AS place, hash FROM draft_hashes ORDER BY hash) AS d
              CROSS JOIN LATERAL (
                SELECT FROM dl.contents AS c WHERE c.hash = d.hash FOR KEY SHARE) AS c)
            DELETE FROM draft_hashes WHERE ctid = ANY (ARRAY(SELECT place FROM locked))
            """)) {
      return statement.executeUpdate();
    }
  }

  /** Some hashes that are still on the list, above {@code after}. */
  private Set<ContentHash> missing(@org.jspecify.annotations.Nullable ContentHash after)
      throws SQLException {
    String above = after == null ? "" : "WHERE hash > ROW(?, ?)::hash";
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT (hash).h1, (hash).h2 FROM draft_hashes %s ORDER BY hash LIMIT %d"
                .formatted(above, AT_ONCE))) {
      if (after != null) {
        statement.setObject(1, Hashes.firstHalf(after));
        statement.setObject(2, Hashes.secondHalf(after));
      }
      return new TreeSet<>(Hashes.readAll(statement));
    }
  }

  private void storeAgain(Set<ContentHash> missing) throws SQLException, DateiLagerException {
    var stored = new HashSet<ContentHash>();
    spool.find(
        missing,
        (hash, bytes) -> {
          if (stored.add(hash)) {
            ContentSql.insertOne(connection, hash, bytes);
          }
        });
    for (ContentHash hash : missing) {
      if (!stored.contains(hash)) {
        throw new IllegalStateException("content %s was never given to the draft".formatted(hash));
      }
    }
  }
}
