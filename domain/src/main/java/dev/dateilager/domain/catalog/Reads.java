package dev.dateilager.domain.catalog;

import dev.dateilager.domain.access.Access;
import dev.dateilager.domain.access.Operation;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ListedObject;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.model.VersionRange;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Reads and counts projects (semantics.md §4). Each call sees one snapshot (I24) and holds a
 * bounded part of it in memory (I27). Safe for use by many threads.
 *
 * <p>A query whose path lies inside a pack gets the pack's entries as if they were rows of their
 * own, removals included, in {@code Get} and {@code GetCompress} alike (oddity 6); they come after
 * the query's other objects.
 */
public final class Reads {
  private final CatalogStore store;
  private final PackCodec codec;
  private final Limits limits;
  private final ContentBudget budget;

  /**
   * @param store where projects are kept
   * @param codec the forms in which contents and packs are stored
   * @param limits what a content may hold
   * @param budget what all readers together may hold in memory
   */
  public Reads(CatalogStore store, PackCodec codec, Limits limits, ContentBudget budget) {
    this.store = store;
    this.codec = codec;
    this.limits = limits;
    this.budget = budget;
  }

  /**
   * Hands on the objects that the queries find, packs unpacked, in the order of the queries
   * (semantics.md §4.3). Paths come as they are stored, also such as R8 refuses.
   *
   * @throws DateiLagerException.PermissionDenied if {@code role} may not read the project
   * @throws DateiLagerException.InvalidArgument if any query breaks a rule; nothing was handed on
   * @throws DateiLagerException.NotFound if there is no such project
   * @throws DateiLagerException.Corrupt if a content is missing or damaged (I25)
   * @throws DateiLagerException.ResourceExhausted if a content is larger than the whole budget
   */
  public void get(Role role, ReadRequest request, ObjectSink sink) throws DateiLagerException {
    Access.require(role, Operation.GET, request.project());
    var _ = list(request, Long.MAX_VALUE, sink);
  }

  /**
   * Hands on the objects of {@link #get}, without the contents that are too large (semantics.md
   * §4.3). What counts is an object's size as stored, and for a pack the pack's: one that is too
   * large comes as one object with the pack's path and mode 0. Of a pack that a query cuts into,
   * each entry counts for itself.
   *
   * @param maxContentBytes largest content that is handed on; 0 or less for any
   * @return the version that the objects are of, also when there are none (wire.md oddity 1)
   * @throws DateiLagerException as {@link #get}; contents that are left out may be missing
   */
  public long getUnary(Role role, ReadRequest request, long maxContentBytes, ObjectSink sink)
      throws DateiLagerException {
    Access.require(role, Operation.GET_UNARY, request.project());
    return list(request, maxContentBytes > 0 ? maxContentBytes : Long.MAX_VALUE, sink);
  }

  private long list(ReadRequest request, long mostBytes, ObjectSink sink)
      throws DateiLagerException {
    validate(request);
    try (CatalogSnapshot snapshot = store.snapshot()) {
      var scope = Scope.of(snapshot, request);
      var loader = new ContentLoader(snapshot, codec, limits, budget);
      Listing listing = object -> sink.accept(scope.version, object);
      for (ObjectQuery query : request.queries()) {
        var rows = new RowQuery(request.project(), scope.range, query, true);
        var cuts = new PackCuts(rows);
        loader.forEach(
            rows,
            row -> LoadedContents.isNeeded(row) && row.size() <= mostBytes,
            (row, contents) -> {
              if (cuts.keep(row)) {
                return;
              }
              if (row.size() > mostBytes) {
                listing.accept(
                    new ListedObject(row.path(), row.mode(), row.size(), false, Optional.empty()));
              } else {
                list(row, contents, query, listing);
              }
            });
        cuts.deliver(
            snapshot, loader, listing(object -> listing.accept(within(mostBytes, object))));
      }
      return scope.version;
    }
  }

  private static ListedObject within(long mostBytes, ListedObject object) {
    return object.size() <= mostBytes
        ? object
        : new ListedObject(
            object.path(), object.mode(), object.size(), object.deleted(), Optional.empty());
  }

  private interface Listing {
    void accept(ListedObject object) throws DateiLagerException;
  }

  private static void list(
      ObjectRow row, LoadedContents contents, ObjectQuery query, Listing listing)
      throws DateiLagerException {
    if (row.packed() && !row.isRemoved()) {
      PackCuts.Sink entries = listing(listing);
      contents.entries(row, query::matchesPath, entries::object, () -> {});
    } else if (!query.matchesPath(row.path())) {
      return; // a removed pack whose row is written without its slash
    } else if (row.isRemoved()) {
      listing.accept(new ListedObject(row.path(), row.mode(), 0, true, Optional.empty()));
    } else {
      contents.plain(
          row,
          content ->
              listing.accept(
                  new ListedObject(
                      row.path(), row.mode(), row.size(), false, Optional.of(content))));
    }
  }

  private static PackCuts.Sink listing(Listing listing) {
    return new PackCuts.Sink() {
      @Override
      public void object(Entry entry, Blob content) throws DateiLagerException {
        listing.accept(
            new ListedObject(
                entry.path().value(),
                Entries.mode(entry),
                content.length(),
                false,
                Optional.of(content)));
      }

      @Override
      public void removed(ObjectPath path, FileMode mode) throws DateiLagerException {
        listing.accept(new ListedObject(path.value(), mode, 0, true, Optional.empty()));
      }
    };
  }

  /**
   * Hands on the messages of {@code GetCompress} (semantics.md §4.4, formats.md §3.3).
   *
   * @param caches the cache versions at hand; packs that they list come as references, unknown
   *     versions mean nothing
   * @throws DateiLagerException.PermissionDenied if {@code role} may not read the project
   * @throws DateiLagerException.InvalidArgument if any query breaks a rule; nothing was handed on
   * @throws DateiLagerException.NotFound if there is no such project
   * @throws DateiLagerException.Corrupt if a content is missing or damaged (I25), or an object can
   *     stand in no tar: a path that R8 refuses, a regular file with a trailing slash, a bad link
   *     text
   * @throws DateiLagerException.ResourceExhausted if a content is larger than the whole budget
   */
  public void getCompress(Role role, ReadRequest request, Set<CacheVersion> caches, PartSink sink)
      throws DateiLagerException {
    Access.require(role, Operation.GET_COMPRESS, request.project());
    validate(request);
    try (CatalogSnapshot snapshot = store.snapshot()) {
      var scope = Scope.of(snapshot, request);
      Set<ContentHash> cached = caches.isEmpty() ? Set.of() : snapshot.cacheHashes(caches);
      var loader = new ContentLoader(snapshot, codec, limits, budget);
      for (ObjectQuery query : request.queries()) {
        var rows = new RowQuery(request.project(), scope.range, query, true);
        var cuts = new PackCuts(rows);
        var parts = new PartBuilder(codec, budget, scope.version, sink);
        loader.forEach(
            rows,
            row -> isSentWithContent(row, cached),
            (row, contents) -> {
              if (!cuts.keep(row)) {
                send(row, contents, cached, parts);
                parts.settle();
              }
            });
        cuts.deliver(snapshot, loader, parts);
        parts.flush();
      }
    }
  }

  private static boolean isSentWithContent(ObjectRow row, Set<ContentHash> cached) {
    return LoadedContents.isNeeded(row)
        && (row.packed()
            ? !cached.contains(row.hash().orElseThrow())
            : row.mode().kind() != FileMode.Kind.DIRECTORY);
  }

  private static void send(
      ObjectRow row, LoadedContents contents, Set<ContentHash> cached, PartBuilder parts)
      throws DateiLagerException {
    if (row.isRemoved()) {
      if (row.packed()) {
        parts.pack(row.path(), Blob.EMPTY);
      } else {
        parts.removed(row.path());
      }
    } else if (row.packed()) {
      if (cached.contains(row.hash().orElseThrow())) {
        parts.cached(row);
      } else {
        parts.pack(row.path(), contents.pack(row));
      }
    } else if (row.mode().kind() == FileMode.Kind.DIRECTORY) {
      parts.object(row.path(), row.mode(), Blob.EMPTY);
    } else {
      contents.plain(row, content -> parts.object(row.path(), row.mode(), content));
    }
  }

  /**
   * Counts what a project holds. Packs are read for it, other contents are not.
   *
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   * @throws DateiLagerException.NotFound if there is no such project
   * @throws DateiLagerException.Corrupt if a pack is missing or damaged (I25)
   * @throws DateiLagerException.ResourceExhausted if a pack is larger than the whole budget
   */
  public Inspection inspect(Role role, ProjectId project) throws DateiLagerException {
    Access.require(role, Operation.INSPECT);
    try (CatalogSnapshot snapshot = store.snapshot()) {
      long latest = snapshot.project(project).latestVersion();
      var everything =
          new RowQuery(project, new VersionRange(0, latest), ObjectQuery.prefix(""), false);
      var count = new LongAdder();
      new ContentLoader(snapshot, codec, limits, budget)
          .forEach(
              everything,
              ObjectRow::packed,
              (row, contents) -> {
                if (row.packed()) {
                  contents.entries(row, _ -> counted(count), (_, _) -> {}, () -> {});
                } else {
                  count.increment();
                }
              });
      return new Inspection(latest, count.sum(), snapshot.countRows(project));
    }
  }

  /** Counts an entry, whose body is not wanted. */
  private static boolean counted(LongAdder count) {
    count.increment();
    return false;
  }

  private static void validate(ReadRequest request) throws DateiLagerException {
    for (ObjectQuery query : request.queries()) {
      query.validate();
    }
  }

  /**
   * What all queries of a call share.
   *
   * @param range as asked for
   * @param version what the answer says: the range's upper end, never above the latest (oddity 10)
   */
  private record Scope(VersionRange range, long version) {
    static Scope of(CatalogSnapshot snapshot, ReadRequest request) throws DateiLagerException {
      long latest = snapshot.project(request.project()).latestVersion();
      long to = request.to().orElse(latest);
      return new Scope(new VersionRange(request.from().orElse(0), to), Math.min(to, latest));
    }
  }
}
