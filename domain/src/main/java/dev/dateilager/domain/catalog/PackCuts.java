package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.VersionRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The packs that a query cuts into: its path lies inside them, so that it wants some of their
 * entries and not the whole (semantics.md oddity 6). Their entries are treated as if they had rows
 * of their own: path, ignores and subpaths apply to each, and what the pack held at the range's
 * lower end and holds no more is removed, with the exclusions of semantics.md §4.1.
 *
 * <p>There are few such packs, one for each ancestor of the query's path at most.
 */
final class PackCuts {
  private final RowQuery query;
  private final List<ObjectRow> cut = new ArrayList<>();

  PackCuts(RowQuery query) {
    this.query = query;
  }

  /** Takes what became of the entries that are wanted. */
  interface Sink {
    /** The object is new in the range, or in a pack that is. */
    void object(Entry entry, Blob content) throws DateiLagerException;

    /** The object went away in the range. */
    void removed(ObjectPath path, FileMode mode) throws DateiLagerException;

    /** Called after each object and removal, once nothing of its content is held. */
    default void settle() throws DateiLagerException {}
  }

  /** Whether the row is a pack of which the query wants only a part; if so, keeps it for later. */
  boolean keep(ObjectRow row) {
    if (!isCut(row)) {
      return false;
    }
    cut.add(row);
    return true;
  }

  private boolean isCut(ObjectRow row) {
    ObjectQuery objects = query.objects();
    return row.packed() && !objects.matches(row.path()) && !objects.matches(directory(row.path()));
  }

  private static String directory(String path) {
    return path.endsWith("/") ? path : path + "/";
  }

  /** Hands on the wanted entries of the packs that were kept, then the wanted removals. */
  void deliver(CatalogSnapshot snapshot, ContentLoader loader, Sink sink)
      throws DateiLagerException {
    if (cut.isEmpty()) {
      return;
    }
    var present = new TreeMap<String, FileMode.Kind>();
    loader.forEach(
        cut.stream().filter(row -> !row.isRemoved()).toList(),
        (row, contents) ->
            contents.entries(
                row,
                query.objects()::matches,
                (entry, content) -> {
                  present.put(entry.path().relative(), Entries.mode(entry).kind());
                  sink.object(entry, content);
                },
                sink::settle));
    if (query.range().reportsRemovals()) {
      deliverRemovals(snapshot, loader, present, sink);
    }
  }

  private void deliverRemovals(
      CatalogSnapshot snapshot,
      ContentLoader loader,
      NavigableMap<String, FileMode.Kind> present,
      Sink sink)
      throws DateiLagerException {
    var gone = new TreeMap<ObjectPath, FileMode>();
    loader.forEach(
        before(snapshot),
        (row, contents) ->
            contents.entries(
                row,
                query.objects()::matches,
                (entry, _) -> {
                  if (!isCovered(entry.path(), present)) {
                    gone.put(entry.path(), Entries.mode(entry));
                  }
                },
                () -> {}));
    for (Map.Entry<ObjectPath, FileMode> removal : gone.entrySet()) {
      sink.removed(removal.getKey(), removal.getValue());
      sink.settle();
    }
  }

  /** The same packs as they were live at the range's lower end. */
  private List<ObjectRow> before(CatalogSnapshot snapshot) throws DateiLagerException {
    Set<String> paths = new HashSet<>();
    cut.forEach(row -> paths.add(directory(row.path())));
    var then =
        new RowQuery(
            query.project(),
            new VersionRange(0, query.range().from()),
            ObjectQuery.exact(query.objects().path()),
            true);
    var packs = new ArrayList<ObjectRow>();
    try (ObjectRows rows = snapshot.rows(then)) {
      for (Optional<ObjectRow> next = rows.next(); next.isPresent(); next = rows.next()) {
        if (next.get().packed() && paths.contains(directory(next.get().path()))) {
          packs.add(next.get());
        }
      }
    }
    return packs;
  }

  /** Whether a removal is told by what is there now (semantics.md §4.1, oddity 3). */
  private static boolean isCovered(ObjectPath path, NavigableMap<String, FileMode.Kind> present) {
    String name = path.relative();
    String inside = name + "/";
    String next = present.ceilingKey(inside);
    if (present.containsKey(name) || (next != null && next.startsWith(inside))) {
      return true;
    }
    return path.ancestors().stream()
        .map(ancestor -> present.get(ancestor.relative()))
        .anyMatch(kind -> kind != null && kind != FileMode.Kind.DIRECTORY);
  }
}
