package dev.dateilager.domain.contract;

import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Predicate;

/** A project's rows while the next version is made of them; finds live ones by path. */
final class NextRows {
  private final ProjectId project;
  private final long next;
  private final List<StoredRow> rows;
  private final Map<String, List<Integer>> live = new HashMap<>();

  NextRows(ProjectId project, long next, List<StoredRow> present) {
    this.project = project;
    this.next = next;
    this.rows = new ArrayList<>(present);
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).isLive()) {
        live.computeIfAbsent(rows.get(i).path(), _ -> new ArrayList<>()).add(i);
      }
    }
  }

  /** Whether an identical row is live. */
  boolean holds(String path, ContentHash hash, FileMode mode) {
    return live.getOrDefault(path, List.of()).stream()
        .map(rows::get)
        .anyMatch(row -> row.hash().equals(hash) && row.mode().equals(mode));
  }

  /** Stops the live rows of earlier versions at exactly this path; what was inserted stays. */
  void stop(String path, Predicate<StoredRow> which) {
    live.getOrDefault(path, List.of()).forEach(i -> rows.set(i, stopped(rows.get(i), which)));
    live.computeIfPresent(
        path,
        (_, found) -> new ArrayList<>(found.stream().filter(i -> rows.get(i).isLive()).toList()));
  }

  private StoredRow stopped(StoredRow row, Predicate<StoredRow> which) {
    return row.start() < next && which.test(row) ? row.stoppedAt(next) : row;
  }

  /** Adds a live row of the next version. */
  void insert(String path, FileMode mode, long size, boolean packed, ContentHash hash) {
    rows.add(new StoredRow(project, next, OptionalLong.empty(), path, mode, size, packed, hash));
    live.computeIfAbsent(path, _ -> new ArrayList<>()).add(rows.size() - 1);
  }

  /** Every row, the old ones in their old order. */
  List<StoredRow> all() {
    return rows;
  }
}
