package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Limits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Goes through rows with their contents, loaded in batches that are bounded in number and bytes and
 * counted against the process's budget, so that heap use does not grow with the project (I27).
 */
final class ContentLoader {
  static final int BATCH_ROWS = 200;
  static final long BATCH_BYTES = 8 << 20;

  private final CatalogSnapshot snapshot;
  private final PackCodec codec;
  private final Limits limits;
  private final ContentBudget budget;
  private final long batchBytes;

  ContentLoader(CatalogSnapshot snapshot, PackCodec codec, Limits limits, ContentBudget budget) {
    this.snapshot = snapshot;
    this.codec = codec;
    this.limits = limits;
    this.budget = budget;
    // One reader's batch leaves room for those of others, however small the budget is.
    this.batchBytes = Math.min(BATCH_BYTES, budget.bytes() / 8);
  }

  /** Uses a row. */
  @FunctionalInterface
  interface RowUse {
    void accept(ObjectRow row, LoadedContents contents) throws DateiLagerException;
  }

  /**
   * Hands on every row in order; its content is among the loaded ones if {@code needed} said so.
   *
   * @throws DateiLagerException.Corrupt if a needed content is missing (I25)
   * @throws DateiLagerException.ResourceExhausted if one alone is larger than the budget
   */
  void forEach(RowQuery query, Predicate<ObjectRow> needed, RowUse use) throws DateiLagerException {
    try (ObjectRows rows = snapshot.rows(query)) {
      var batch = new Batch(needed, batchBytes);
      for (Optional<ObjectRow> next = rows.next(); next.isPresent(); next = rows.next()) {
        ObjectRow row = next.get();
        if (!batch.hasRoomFor(row)) {
          deliver(batch, use);
          batch = new Batch(needed, batchBytes);
        }
        batch.add(row);
      }
      deliver(batch, use);
    }
  }

  /** Hands on rows that were pulled before, each in a batch of its own. */
  void forEach(List<ObjectRow> rows, RowUse use) throws DateiLagerException {
    for (ObjectRow row : rows) {
      var batch = new Batch(LoadedContents::isNeeded, batchBytes);
      batch.add(row);
      deliver(batch, use);
    }
  }

  private void deliver(Batch batch, RowUse use) throws DateiLagerException {
    try (var _ = budget.stored(batch.bytes)) {
      var contents = new LoadedContents(load(batch), codec, limits, budget);
      for (ObjectRow row : batch.rows) {
        use.accept(row, contents);
      }
    }
  }

  private Map<ContentHash, Blob> load(Batch batch) throws DateiLagerException {
    return batch.lengths.isEmpty() ? Map.of() : snapshot.contents(batch.lengths.keySet());
  }

  private static final class Batch {
    private final Predicate<ObjectRow> needed;
    private final long mostBytes;
    private final List<ObjectRow> rows = new ArrayList<>();
    private final Map<ContentHash, Long> lengths = new HashMap<>();
    private long bytes;

    Batch(Predicate<ObjectRow> needed, long mostBytes) {
      this.needed = needed;
      this.mostBytes = mostBytes;
    }

    boolean hasRoomFor(ObjectRow row) {
      long more = needed.test(row) ? row.storedBytes().orElse(0) : 0;
      return rows.isEmpty() || (rows.size() < BATCH_ROWS && bytes + more <= mostBytes);
    }

    void add(ObjectRow row) throws DateiLagerException.Corrupt {
      rows.add(row);
      if (!needed.test(row)) {
        return;
      }
      long length = row.storedBytes().orElseThrow(() -> LoadedContents.missing(row));
      if (lengths.put(row.hash().orElseThrow(), length) == null) {
        bytes += length;
      }
    }
  }
}
