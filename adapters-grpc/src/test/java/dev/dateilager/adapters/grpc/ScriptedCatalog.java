package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheSink;
import dev.dateilager.domain.catalog.CacheUseSink;
import dev.dateilager.domain.catalog.Inspection;
import dev.dateilager.domain.catalog.ObjectSink;
import dev.dateilager.domain.catalog.ObjectUpdate;
import dev.dateilager.domain.catalog.PartSink;
import dev.dateilager.domain.catalog.ProjectSink;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.catalog.Retention;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ProjectId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A catalog that does what a test says, method by method; what it does not say answers nothing. */
class ScriptedCatalog implements Catalog {
  @Override
  public void createProject(
      Role role, ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
      throws DateiLagerException {}

  @Override
  public void deleteProject(Role role, ProjectId id) throws DateiLagerException {}

  @Override
  public void listProjects(Role role, ProjectSink sink) throws DateiLagerException {}

  @Override
  public long cloneProject(Role role, ProjectId source, long version, ProjectId target)
      throws DateiLagerException {
    return 0;
  }

  @Override
  public void rollback(Role role, ProjectId id, long version) throws DateiLagerException {}

  @Override
  public void snapshotProjects(Role role, ProjectSink sink) throws DateiLagerException {}

  @Override
  public void reset(Role role, List<ProjectVersion> projects) throws DateiLagerException {}

  @Override
  public Inspection inspect(Role role, ProjectId project) throws DateiLagerException {
    return new Inspection(0, 0, 0);
  }

  @Override
  public long collectProject(Role role, ProjectId project, long keepVersions, long fromVersion)
      throws DateiLagerException {
    return 0;
  }

  @Override
  public Retention.Collected collectRandomProjects(
      Role role, double percent, long keepVersions, long fromVersion) throws DateiLagerException {
    return new Retention.Collected(0, List.of());
  }

  @Override
  public long collectContents(Role role, double percent) throws DateiLagerException {
    return 0;
  }

  @Override
  public Session update(Role role) throws DateiLagerException {
    return new ScriptedSession();
  }

  @Override
  public void get(Role role, ReadRequest request, ObjectSink sink) throws DateiLagerException {}

  @Override
  public long getUnary(Role role, ReadRequest request, long maxContentBytes, ObjectSink sink)
      throws DateiLagerException {
    return 0;
  }

  @Override
  public void getCompress(Role role, ReadRequest request, Set<CacheVersion> caches, PartSink sink)
      throws DateiLagerException {}

  @Override
  public void getCache(Role role, Optional<CacheVersion> wanted, CacheSink sink)
      throws DateiLagerException {}

  @Override
  public void downloadCache(
      Role role, Optional<CacheVersion> wanted, Set<ContentHash> have, CacheSink sink)
      throws DateiLagerException {}

  @Override
  public CacheInfo createCache(Role role, String prefix, long maxPacks, long maxBytes)
      throws DateiLagerException {
    return new CacheInfo(new CacheVersion(1), maxPacks, prefix.length() + maxBytes);
  }

  @Override
  public void inspectCache(Role role, Optional<CacheVersion> wanted, CacheUseSink sink)
      throws DateiLagerException {}

  @Override
  public CacheInfo retireCache(Role role, CacheVersion version, boolean evenNewest)
      throws DateiLagerException {
    return new CacheInfo(version, evenNewest ? 1 : 0, 0);
  }

  @Override
  public List<CacheInfo> listCaches(Role role) throws DateiLagerException {
    return List.of();
  }

  @Override
  public void ping(Duration patience) throws DateiLagerException {}

  /** One whose updates all go to this session. */
  static Catalog updating(Session session) {
    return new ScriptedCatalog() {
      @Override
      public Session update(Role role) {
        return session;
      }
    };
  }

  /** A session that answers −1. */
  static class ScriptedSession implements Session {
    @Override
    public void accept(ProjectId project, ObjectUpdate update) throws DateiLagerException {}

    @Override
    public long finish() throws DateiLagerException {
      return -1;
    }

    @Override
    public void close() {}
  }
}
