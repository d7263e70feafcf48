package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ProjectId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A store that lets a test see which contents are loaded at once, and step in before commits. */
class WatchedStore implements CatalogStore {
  private final CatalogStore store;

  WatchedStore(CatalogStore store) {
    this.store = store;
  }

  /** Called with each answer of {@link CatalogSnapshot#contents}. */
  void loaded(Map<ContentHash, Blob> contents) {}

  /** Called before each live pack is loaded. */
  void loadingPack() {}

  /** Called before each commit. */
  void committing() throws DateiLagerException {}

  @Override
  public void createProject(ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
      throws DateiLagerException {
    store.createProject(id, packPatterns, template);
  }

  @Override
  public void deleteProject(ProjectId id) throws DateiLagerException {
    store.deleteProject(id);
  }

  @Override
  public CatalogSnapshot snapshot() throws DateiLagerException {
    return new WatchedSnapshot(store.snapshot());
  }

  @Override
  public UpdateDraft draft(ProjectId project) throws DateiLagerException {
    return new WatchedDraft(store.draft(project));
  }

  @Override
  public long cloneProject(ProjectId source, long version, ProjectId target)
      throws DateiLagerException {
    return store.cloneProject(source, version, target);
  }

  @Override
  public void rollback(ProjectId id, long version) throws DateiLagerException {
    store.rollback(id, version);
  }

  @Override
  public void reset(List<ProjectVersion> projects) throws DateiLagerException {
    store.reset(projects);
  }

  @Override
  public List<ContentHash> removeStopped(
      ProjectId project, long keepVersions, long startedAfter, int most)
      throws DateiLagerException {
    return store.removeStopped(project, keepVersions, startedAfter, most);
  }

  @Override
  public long removeUnused(Collection<ContentHash> hashes) throws DateiLagerException {
    return store.removeUnused(hashes);
  }

  @Override
  public CacheInfo createCache(String prefix, int maxPacks, long maxBytes)
      throws DateiLagerException {
    return store.createCache(prefix, maxPacks, maxBytes);
  }

  @Override
  public CacheInfo retireCache(CacheVersion version, boolean evenNewest)
      throws DateiLagerException {
    return store.retireCache(version, evenNewest);
  }

  @Override
  public void ping(Duration patience) throws DateiLagerException {
    store.ping(patience);
  }

  private final class WatchedSnapshot implements CatalogSnapshot {
    private final CatalogSnapshot snapshot;

    WatchedSnapshot(CatalogSnapshot snapshot) {
      this.snapshot = snapshot;
    }

    @Override
    public ProjectState project(ProjectId id) throws DateiLagerException {
      return snapshot.project(id);
    }

    @Override
    public List<ProjectVersion> projects(Optional<ProjectId> after, int most)
        throws DateiLagerException {
      return snapshot.projects(after, most);
    }

    @Override
    public ObjectRows rows(RowQuery query) throws DateiLagerException {
      return snapshot.rows(query);
    }

    @Override
    public Map<ContentHash, Blob> contents(Collection<ContentHash> hashes)
        throws DateiLagerException {
      Map<ContentHash, Blob> contents = snapshot.contents(hashes);
      loaded(contents);
      return contents;
    }

    @Override
    public Map<ContentHash, Long> storedBytes(Collection<ContentHash> hashes)
        throws DateiLagerException {
      return snapshot.storedBytes(hashes);
    }

    @Override
    public Set<ContentHash> cacheHashes(Collection<CacheVersion> versions)
        throws DateiLagerException {
      return snapshot.cacheHashes(versions);
    }

    @Override
    public Optional<CacheListing> cache(Optional<CacheVersion> wanted) throws DateiLagerException {
      return snapshot.cache(wanted);
    }

    @Override
    public List<CacheInfo> caches() throws DateiLagerException {
      return snapshot.caches();
    }

    @Override
    public long countRows(ProjectId project) throws DateiLagerException {
      return snapshot.countRows(project);
    }

    @Override
    public List<ContentHash> contentHashes(Optional<ContentHash> after, int most)
        throws DateiLagerException {
      return snapshot.contentHashes(after, most);
    }

    @Override
    public Map<ContentHash, PackUse> packUses(Collection<ContentHash> hashes)
        throws DateiLagerException {
      return snapshot.packUses(hashes);
    }

    @Override
    public List<ProjectUse> projectUses(CacheVersion cache, Optional<ProjectId> after, int most)
        throws DateiLagerException {
      return snapshot.projectUses(cache, after, most);
    }

    @Override
    public void close() {
      snapshot.close();
    }
  }

  private final class WatchedDraft implements UpdateDraft {
    private final UpdateDraft draft;

    WatchedDraft(UpdateDraft draft) {
      this.draft = draft;
    }

    @Override
    public void content(ContentHash hash, Blob stored) throws DateiLagerException {
      draft.content(hash, stored);
    }

    @Override
    public void put(ObjectPath path, FileMode mode, long size, ContentHash hash)
        throws DateiLagerException {
      draft.put(path, mode, size, hash);
    }

    @Override
    public void delete(ObjectPath path) throws DateiLagerException {
      draft.delete(path);
    }

    @Override
    public Optional<LivePack> livePack(ObjectPath packPath) throws DateiLagerException {
      loadingPack();
      return draft.livePack(packPath);
    }

    @Override
    public long livePackBytes(ObjectPath packPath) throws DateiLagerException {
      return draft.livePackBytes(packPath);
    }

    @Override
    public void replacePack(
        ObjectPath packPath, Optional<ContentHash> base, Optional<NewPack> replacement)
        throws DateiLagerException {
      draft.replacePack(packPath, base, replacement);
    }

    @Override
    public Stash stash(Blob bytes) throws DateiLagerException {
      return draft.stash(bytes);
    }

    @Override
    public Blob unstash(Stash stash) throws DateiLagerException {
      return draft.unstash(stash);
    }

    @Override
    public Outcome commit() throws DateiLagerException {
      committing();
      return draft.commit();
    }

    @Override
    public void close() {
      draft.close();
    }
  }
}
