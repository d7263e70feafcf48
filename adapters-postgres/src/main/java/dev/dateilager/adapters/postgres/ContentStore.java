package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Stores contents outside of any update's transaction: in the order of their hashes, each statement
 * by itself, so that updates with equal contents neither block each other for long nor deadlock
 * (semantics.md §6.4, oddity 16).
 *
 * <p>Bytes that are there already are believed by their digest only, and replaced where it is not
 * theirs (I10).
 */
final class ContentStore {
  /** From this length on a content travels alone, so that no batch copies it. */
  static final int BIG = 1 << 20;

  private final Database database;
  private final StoredForm form;

  ContentStore(Database database, StoredForm form) {
    this.database = database;
    this.form = form;
  }

  /** Stores them all; safe to repeat. */
  void store(SortedMap<ContentHash, Blob> contents) throws DateiLagerException {
    database.statements(
        "could not store %d contents".formatted(contents.size()),
        connection -> {
          Map<ContentHash, ContentHash> present = ContentSql.digests(connection, contents.keySet());
          var absent = new TreeMap<>(contents);
          absent.keySet().removeAll(present.keySet());
          if (!absent.isEmpty()) {
            Set<ContentHash> overtaken = insert(connection, absent);
            present.putAll(ContentSql.digests(connection, overtaken));
          }
          for (Map.Entry<ContentHash, ContentHash> one : present.entrySet()) {
            Blob ours = contents.get(one.getKey());
            if (ours != null) {
              check(connection, one.getKey(), one.getValue(), ours);
            }
          }
          return contents.size();
        });
  }

  /**
   * Inserts within the caller's transaction.
   *
   * @return those that others had inserted
   */
  static Set<ContentHash> insert(Connection connection, SortedMap<ContentHash, Blob> contents)
      throws SQLException {
    if (contents.size() == 1) {
      Map.Entry<ContentHash, Blob> only = contents.firstEntry();
      boolean inserted = ContentSql.insertOne(connection, only.getKey(), only.getValue());
      return inserted ? Set.of() : Set.of(only.getKey());
    }
    return ContentSql.insert(connection, contents);
  }

  private void check(Connection connection, ContentHash hash, ContentHash digest, Blob ours)
      throws SQLException, DateiLagerException {
    ContentHash oursDigest = ContentHash.of(ours);
    if (digest.equals(hash) || digest.equals(oursDigest)) {
      return;
    }
    if (oursDigest.equals(hash)) {
      // whatever is there, these are the very bytes that the hash names
      ContentSql.repair(connection, hash, digest, ours);
      return;
    }
    // another encoder's form of the same content, or damage
    Blob there = ContentSql.load(connection, Set.of(hash)).get(hash);
    if (there == null) {
      var _ = ContentSql.insertOne(connection, hash, ours); // collected this very moment
    } else if (!form.isRight(hash, there)) {
      ContentSql.repair(connection, hash, ContentHash.of(there), ours);
    }
  }
}
