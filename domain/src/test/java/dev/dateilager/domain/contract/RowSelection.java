package dev.dateilager.domain.contract;

import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.VersionRange;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The row query of semantics.md §4.1, word for word, over rows in memory. */
final class RowSelection {
  private static final Comparator<StoredRow> BY_PATH =
      (left, right) -> ObjectPath.compareUtf8(left.path(), right.path());

  private final RowQuery query;
  private final List<StoredRow> updated;
  private final List<StoredRow> removed;

  RowSelection(List<StoredRow> rows, RowQuery query) {
    this.query = query;
    VersionRange range = query.range();
    if (range.isEmpty()) {
      this.updated = List.of();
      this.removed = List.of();
      return;
    }
    List<StoredRow> wanted = rows.stream().filter(this::isWanted).toList();
    this.updated =
        wanted.stream()
            .filter(row -> row.start() > range.from() && row.isLiveAt(range.to()))
            .sorted(BY_PATH)
            .toList();
    this.removed =
        range.reportsRemovals()
            ? wanted.stream()
                .filter(row -> row.start() <= range.from() && isStoppedIn(row, range))
                .filter(row -> !isTold(row.path()))
                .sorted(BY_PATH)
                .toList()
            : List.of();
  }

  List<StoredRow> updated() {
    return updated;
  }

  List<StoredRow> removed() {
    return removed;
  }

  private boolean isWanted(StoredRow row) {
    return query.objects().matches(row.path())
        || (query.packsAround()
            && row.packed()
            && directory(query.objects().path()).startsWith(directory(row.path())));
  }

  private static boolean isStoppedIn(StoredRow row, VersionRange range) {
    return row.stop().isPresent()
        && row.stop().getAsLong() > range.from()
        && row.stop().getAsLong() <= range.to();
  }

  /** Whether an updated row tells already that what was at {@code path} is no more. */
  private boolean isTold(String path) {
    var paths = new TreeSet<String>();
    updated.forEach(row -> paths.add(row.path()));
    String inside = directory(path);
    String next = paths.ceiling(inside);
    if (paths.contains(path) || (next != null && next.startsWith(inside))) {
      return true; // exclusions 1, 2 and 3
    }
    return updated.stream() // oddity 3
        .anyMatch(
            row ->
                row.mode().kind() != FileMode.Kind.DIRECTORY
                    && path.startsWith(directory(row.path())));
  }

  private static String directory(String path) {
    return path.endsWith("/") ? path : path + "/";
  }
}
