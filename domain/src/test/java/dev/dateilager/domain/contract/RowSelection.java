package dev.dateilager.domain.contract;

import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.VersionRange;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The row query of semantics.md §4.1, word for word, over rows in memory. */
final class RowSelection {
  private static final Comparator<StoredRow> BY_PATH =
      (left, right) -> ObjectPath.compareUtf8(left.path(), right.path());

  private final RowQuery query;
  private final List<StoredRow> updated;
  private final List<StoredRow> removed;
  private final TreeSet<String> updatedPaths = new TreeSet<>();
  private final Set<String> replacedDirectories = new HashSet<>();

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
    for (StoredRow row : updated) {
      updatedPaths.add(row.path());
      if (row.mode().kind() != FileMode.Kind.DIRECTORY) {
        replacedDirectories.add(directory(row.path()));
      }
    }
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
    String inside = directory(path);
    String next = updatedPaths.ceiling(inside);
    if (updatedPaths.contains(path) || (next != null && next.startsWith(inside))) {
      return true; // exclusions 1, 2 and 3
    }
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (replacedDirectories.contains(path.substring(0, slash + 1))) {
        return true; // oddity 3
      }
    }
    return false;
  }

  private static String directory(String path) {
    return path.endsWith("/") ? path : path + "/";
  }
}
