package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.ProjectId;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A store whose database cannot be reached. */
final class UnreachableStore implements CatalogStore {
  @Override
  public void createProject(ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
      throws Unavailable {
    throw unreachable();
  }

  @Override
  public void deleteProject(ProjectId id) throws Unavailable {
    throw unreachable();
  }

  @Override
  public CatalogSnapshot snapshot() throws Unavailable {
    throw unreachable();
  }

  @Override
  public UpdateDraft draft(ProjectId project) throws Unavailable {
    throw unreachable();
  }

  @Override
  public long cloneProject(ProjectId source, long version, ProjectId target) throws Unavailable {
    throw unreachable();
  }

  @Override
  public void rollback(ProjectId id, long version) throws Unavailable {
    throw unreachable();
  }

  @Override
  public void reset(List<ProjectVersion> projects) throws Unavailable {
    throw unreachable();
  }

  @Override
  public List<ContentHash> removeStopped(
      ProjectId project, long keepVersions, long startedAfter, int most) throws Unavailable {
    throw unreachable();
  }

  @Override
  public long removeUnused(Collection<ContentHash> hashes) throws Unavailable {
    throw unreachable();
  }

  @Override
  public CacheInfo createCache(String prefix, int maxPacks, long maxBytes) throws Unavailable {
    throw unreachable();
  }

  @Override
  public CacheInfo retireCache(CacheVersion version, boolean evenNewest) throws Unavailable {
    throw unreachable();
  }

  @Override
  public void ping(Duration patience) throws Unavailable {
    throw unreachable();
  }

  private static Unavailable unreachable() {
    return new Unavailable("the database does not answer");
  }
}
