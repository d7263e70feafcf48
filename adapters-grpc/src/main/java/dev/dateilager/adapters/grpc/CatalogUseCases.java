package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheSink;
import dev.dateilager.domain.catalog.CacheUseSink;
import dev.dateilager.domain.catalog.Caches;
import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.catalog.Inspection;
import dev.dateilager.domain.catalog.ObjectSink;
import dev.dateilager.domain.catalog.ObjectUpdate;
import dev.dateilager.domain.catalog.PartSink;
import dev.dateilager.domain.catalog.ProjectSink;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.Projects;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.catalog.Reads;
import dev.dateilager.domain.catalog.Retention;
import dev.dateilager.domain.catalog.UpdateSession;
import dev.dateilager.domain.catalog.Updates;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ProjectId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a server serves.
 *
 * @param projects makes, clones, deletes and lists projects, and takes them back
 * @param updates takes updates
 * @param reads reads and counts projects
 * @param caches makes cache versions, hands them out, inspects and retires them
 * @param retention removes old versions and unused contents
 * @param store is asked for signs of life, which the health service tells on
 */
public record CatalogUseCases(
    Projects projects,
    Updates updates,
    Reads reads,
    Caches caches,
    Retention retention,
    CatalogStore store) {

  /** The same, as the services call it. */
  Catalog asCatalog() {
    return new Catalog() {
      @Override
      public void createProject(
          Role role, ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
          throws DateiLagerException {
        projects.create(role, id, packPatterns, template);
      }

      @Override
      public void deleteProject(Role role, ProjectId id) throws DateiLagerException {
        projects.delete(role, id);
      }

      @Override
      public void listProjects(Role role, ProjectSink sink) throws DateiLagerException {
        projects.list(role, sink);
      }

      @Override
      public long cloneProject(Role role, ProjectId source, long version, ProjectId target)
          throws DateiLagerException {
        return projects.cloneTo(role, source, version, target);
      }

      @Override
      public void rollback(Role role, ProjectId id, long version) throws DateiLagerException {
        projects.rollback(role, id, version);
      }

      @Override
      public void snapshotProjects(Role role, ProjectSink sink) throws DateiLagerException {
        projects.snapshot(role, sink);
      }

      @Override
      public void reset(Role role, List<ProjectVersion> wanted) throws DateiLagerException {
        projects.reset(role, wanted);
      }

      @Override
      public Inspection inspect(Role role, ProjectId project) throws DateiLagerException {
        return reads.inspect(role, project);
      }

      @Override
      public long collectProject(Role role, ProjectId project, long keepVersions, long fromVersion)
          throws DateiLagerException {
        return retention.collectProject(role, project, keepVersions, fromVersion);
      }

      @Override
      public Retention.Collected collectRandomProjects(
          Role role, double percent, long keepVersions, long fromVersion)
          throws DateiLagerException {
        return retention.collectRandomProjects(role, percent, keepVersions, fromVersion);
      }

      @Override
      public long collectContents(Role role, double percent) throws DateiLagerException {
        return retention.collectContents(role, percent);
      }

      @Override
      public Session update(Role role) throws DateiLagerException {
        return session(updates.begin(role));
      }

      @Override
      public void get(Role role, ReadRequest request, ObjectSink sink) throws DateiLagerException {
        reads.get(role, request, sink);
      }

      @Override
      public long getUnary(Role role, ReadRequest request, long maxContentBytes, ObjectSink sink)
          throws DateiLagerException {
        return reads.getUnary(role, request, maxContentBytes, sink);
      }

      @Override
      public void getCompress(Role role, ReadRequest request, Set<CacheVersion> held, PartSink sink)
          throws DateiLagerException {
        reads.getCompress(role, request, held, sink);
      }

      @Override
      public void getCache(Role role, Optional<CacheVersion> wanted, CacheSink sink)
          throws DateiLagerException {
        caches.get(role, wanted, sink);
      }

      @Override
      public void downloadCache(
          Role role, Optional<CacheVersion> wanted, Set<ContentHash> have, CacheSink sink)
          throws DateiLagerException {
        caches.download(role, wanted, have, sink);
      }

      @Override
      public CacheInfo createCache(Role role, String prefix, long maxPacks, long maxBytes)
          throws DateiLagerException {
        return caches.create(role, prefix, maxPacks, maxBytes);
      }

      @Override
      public void inspectCache(Role role, Optional<CacheVersion> wanted, CacheUseSink sink)
          throws DateiLagerException {
        caches.inspect(role, wanted, sink);
      }

      @Override
      public CacheInfo retireCache(Role role, CacheVersion version, boolean evenNewest)
          throws DateiLagerException {
        return caches.retire(role, version, evenNewest);
      }

      @Override
      public List<CacheInfo> listCaches(Role role) throws DateiLagerException {
        return caches.list(role);
      }

      @Override
      public void ping(Duration patience) throws DateiLagerException {
        store.ping(patience);
      }
    };
  }

  private static Catalog.Session session(UpdateSession session) {
    return new Catalog.Session() {
      @Override
      public void accept(ProjectId project, ObjectUpdate update) throws DateiLagerException {
        session.accept(project, update);
      }

      @Override
      public long finish() throws DateiLagerException {
        return session.finish();
      }

      @Override
      public void close() {
        session.close();
      }
    };
  }
}
