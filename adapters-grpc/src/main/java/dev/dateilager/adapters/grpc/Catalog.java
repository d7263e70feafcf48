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

/** The use cases of a server as its services call them; see {@link CatalogUseCases}. */
interface Catalog {
  void createProject(
      Role role, ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
      throws DateiLagerException;

  void deleteProject(Role role, ProjectId id) throws DateiLagerException;

  void listProjects(Role role, ProjectSink sink) throws DateiLagerException;

  long cloneProject(Role role, ProjectId source, long version, ProjectId target)
      throws DateiLagerException;

  void rollback(Role role, ProjectId id, long version) throws DateiLagerException;

  void snapshotProjects(Role role, ProjectSink sink) throws DateiLagerException;

  void reset(Role role, List<ProjectVersion> projects) throws DateiLagerException;

  Inspection inspect(Role role, ProjectId project) throws DateiLagerException;

  long collectProject(Role role, ProjectId project, long keepVersions, long fromVersion)
      throws DateiLagerException;

  Retention.Collected collectRandomProjects(
      Role role, double percent, long keepVersions, long fromVersion) throws DateiLagerException;

  long collectContents(Role role, double percent) throws DateiLagerException;

  Session update(Role role) throws DateiLagerException;

  void get(Role role, ReadRequest request, ObjectSink sink) throws DateiLagerException;

  long getUnary(Role role, ReadRequest request, long maxContentBytes, ObjectSink sink)
      throws DateiLagerException;

  void getCompress(Role role, ReadRequest request, Set<CacheVersion> caches, PartSink sink)
      throws DateiLagerException;

  void getCache(Role role, Optional<CacheVersion> wanted, CacheSink sink)
      throws DateiLagerException;

  void downloadCache(
      Role role, Optional<CacheVersion> wanted, Set<ContentHash> have, CacheSink sink)
      throws DateiLagerException;

  CacheInfo createCache(Role role, String prefix, long maxPacks, long maxBytes)
      throws DateiLagerException;

  void inspectCache(Role role, Optional<CacheVersion> wanted, CacheUseSink sink)
      throws DateiLagerException;

  CacheInfo retireCache(Role role, CacheVersion version, boolean evenNewest)
      throws DateiLagerException;

  List<CacheInfo> listCaches(Role role) throws DateiLagerException;

  void ping(Duration patience) throws DateiLagerException;

  /** One update under way. */
  interface Session extends AutoCloseable {
    void accept(ProjectId project, ObjectUpdate update) throws DateiLagerException;

    long finish() throws DateiLagerException;

    @Override
    void close();
  }
}
