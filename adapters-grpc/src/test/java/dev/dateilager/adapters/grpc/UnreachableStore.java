package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.ProjectId;
import java.time.Duration;
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
  public CacheInfo createCache(String prefix, int maxPacks) throws Unavailable {
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
