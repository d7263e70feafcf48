package dev.dateilager.domain.contract;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheListing;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.ObjectRow;
import dev.dateilager.domain.catalog.ObjectRows;
import dev.dateilager.domain.catalog.PackUse;
import dev.dateilager.domain.catalog.ProjectState;
import dev.dateilager.domain.catalog.ProjectUse;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.ProjectId;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One state of an {@link InMemoryCatalogStore}. */
final class InMemorySnapshot implements CatalogSnapshot {
  private final InMemoryCatalogStore.State state;
  private final Map<ContentHash, Blob> contents;

  InMemorySnapshot(InMemoryCatalogStore.State state, Map<ContentHash, Blob> contents) {
    this.state = state;
    this.contents = contents;
  }

  @Override
  public ProjectState project(ProjectId id) throws NotFound {
    InMemoryCatalogStore.Project project = state.project(id);
    return new ProjectState(id, project.latest(), project.patterns());
  }

  @Override
  public List<ProjectVersion> projects(Optional<ProjectId> after, int most) {
    return state.projects().entrySet().stream()
        .map(project -> new ProjectVersion(project.getKey(), project.getValue().latest()))
        .filter(project -> after.isEmpty() || project.id().value() > after.get().value())
        .sorted(Comparator.comparingLong(project -> project.id().value()))
        .limit(most)
        .toList();
  }

  @Override
  public ObjectRows rows(RowQuery query) {
    InMemoryCatalogStore.Project project = state.projects().get(query.project());
    var selection = new RowSelection(project == null ? List.of() : project.rows(), query);
    Iterator<ObjectRow> rows =
        Stream.concat(
                selection.updated().stream().map(this::updated),
                selection.removed().stream()
                    .map(row -> ObjectRow.removed(row.path(), row.mode(), row.packed())))
            .iterator();
    return new ObjectRows() {
      @Override
      public Optional<ObjectRow> next() {
        return rows.hasNext() ? Optional.of(rows.next()) : Optional.empty();
      }

      @Override
      public void close() {
        // holds nothing but memory
      }
    };
  }

  private ObjectRow updated(StoredRow row) {
    Blob stored = contents.get(row.hash());
    return new ObjectRow(
        row.path(),
        row.mode(),
        row.size(),
        row.packed(),
        Optional.of(row.hash()),
        stored == null ? OptionalLong.empty() : OptionalLong.of(stored.length()));
  }

  @Override
  public Map<ContentHash, Blob> contents(Collection<ContentHash> hashes) {
    var found = new HashMap<ContentHash, Blob>();
    for (ContentHash hash : hashes) {
      Blob stored = contents.get(hash);
      if (stored != null) {
        found.put(hash, stored);
      }
    }
    return found;
  }

  @Override
  public Set<ContentHash> cacheHashes(Collection<CacheVersion> versions) {
    var hashes = new HashSet<ContentHash>();
    for (CacheVersion version : versions) {
      hashes.addAll(state.caches().getOrDefault(version.value(), List.of()));
    }
    return hashes;
  }

  @Override
  public Optional<CacheListing> cache(Optional<CacheVersion> wanted) {
    if (state.caches().isEmpty()) {
      return Optional.empty();
    }
    long version = wanted.isPresent() ? wanted.get().value() : state.caches().lastKey();
    List<ContentHash> hashes = state.caches().get(version);
    return hashes == null
        ? Optional.empty()
        : Optional.of(
            new CacheListing(InMemoryCatalogStore.info(version, hashes, contents), hashes));
  }

  @Override
  public List<CacheInfo> caches() {
    return state.caches().descendingMap().entrySet().stream()
        .map(cache -> InMemoryCatalogStore.info(cache.getKey(), cache.getValue(), contents))
        .toList();
  }

  @Override
  public long countRows(ProjectId project) {
    InMemoryCatalogStore.Project found = state.projects().get(project);
    return found == null ? 0 : found.rows().size();
  }

  @Override
  public List<ContentHash> contentHashes(Optional<ContentHash> after, int most) {
    return contents.keySet().stream()
        .filter(hash -> after.isEmpty() || hash.compareTo(after.get()) > 0)
        .sorted()
        .limit(most)
        .toList();
  }

  private Stream<StoredRow> livePacks() {
    return state.projects().values().stream()
        .flatMap(project -> project.rows().stream())
        .filter(row -> row.packed() && row.isLive());
  }

  @Override
  public Map<ContentHash, PackUse> packUses(Collection<ContentHash> hashes) {
    var uses = new HashMap<ContentHash, PackUse>();
    for (ContentHash hash : hashes) {
      List<StoredRow> rows = livePacks().filter(row -> row.hash().equals(hash)).toList();
      Blob stored = contents.get(hash);
      uses.put(
          hash,
          new PackUse(
              hash,
              stored == null ? OptionalLong.empty() : OptionalLong.of(stored.length()),
              rows.stream().map(StoredRow::path).min(Comparator.naturalOrder()),
              rows.stream().map(StoredRow::project).distinct().count()));
    }
    return uses;
  }

  @Override
  public List<ProjectUse> projectUses(CacheVersion cache, Optional<ProjectId> after, int most) {
    var listed = new HashSet<>(state.caches().getOrDefault(cache.value(), List.of()));
    var used = new TreeMap<Long, Set<ContentHash>>();
    livePacks()
        .filter(row -> listed.contains(row.hash()))
        .forEach(
            row ->
                used.computeIfAbsent(row.project().value(), _ -> new HashSet<>()).add(row.hash()));
    return used.entrySet().stream()
        .filter(use -> after.isEmpty() || use.getKey() > after.get().value())
        .limit(most)
        .map(use -> new ProjectUse(new ProjectId(use.getKey()), use.getValue().size()))
        .toList();
  }

  @Override
  public void close() {
    // holds nothing but memory
  }
}
