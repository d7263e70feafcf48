package dev.dateilager.domain.contract;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheListing;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.ObjectRow;
import dev.dateilager.domain.catalog.ObjectRows;
import dev.dateilager.domain.catalog.ProjectState;
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
  public void close() {
    // holds nothing but memory
  }
}
