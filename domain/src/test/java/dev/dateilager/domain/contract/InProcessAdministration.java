package dev.dateilager.domain.contract;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.administration.CacheAdministration;
import dev.dateilager.domain.administration.CachePlan;
import dev.dateilager.domain.administration.Collecting;
import dev.dateilager.domain.administration.ServerAdministration;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheUseSink;
import dev.dateilager.domain.catalog.Caches;
import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.catalog.ContentBudget;
import dev.dateilager.domain.catalog.Inspection;
import dev.dateilager.domain.catalog.PackCodec;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.Projects;
import dev.dateilager.domain.catalog.Reads;
import dev.dateilager.domain.catalog.Retention;
import dev.dateilager.domain.catalog.Retention.Collected;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The server's own use cases as an operator's client sees them, without a wire between. */
public final class InProcessAdministration implements ServerAdministration, CacheAdministration {
  private static final Role ADMIN = new Role.Admin();

  private final Projects projects;
  private final Reads reads;
  private final Retention retention;
  private final Caches caches;

  /** A server on this store. */
  public InProcessAdministration(CatalogStore store, PackCodec codec) {
    this.projects = new Projects(store);
    this.reads = new Reads(store, codec, Limits.DEFAULT, ContentBudget.quarterOf(1L << 30));
    this.retention = new Retention(store, new Random(1));
    this.caches = new Caches(store, ContentBudget.quarterOf(1L << 30));
  }

  @Override
  public List<ProjectVersion> projects() throws DateiLagerException {
    var listed = new ArrayList<ProjectVersion>();
    projects.list(ADMIN, listed::add);
    return listed;
  }

  @Override
  public void delete(ProjectId project) throws DateiLagerException {
    projects.delete(ADMIN, project);
  }

  @Override
  public long copy(ProjectId source, long version, ProjectId target) throws DateiLagerException {
    return projects.cloneTo(ADMIN, source, version, target);
  }

  @Override
  public void rollback(ProjectId project, long version) throws DateiLagerException {
    projects.rollback(ADMIN, project, version);
  }

  @Override
  public Inspection inspect(ProjectId project) throws DateiLagerException {
    return reads.inspect(ADMIN, project);
  }

  @Override
  public List<ProjectVersion> snapshot() throws DateiLagerException {
    var listed = new ArrayList<ProjectVersion>();
    projects.snapshot(ADMIN, listed::add);
    return listed;
  }

  @Override
  public void reset(List<ProjectVersion> states) throws DateiLagerException {
    projects.reset(ADMIN, states);
  }

  @Override
  public Collected collect(Collecting what) throws DateiLagerException {
    return switch (what) {
      case Collecting.OneProject one ->
          new Collected(
              retention.collectProject(
                  ADMIN, one.project(), one.keepVersions(), one.from().orElse(0)),
              List.of(one.project()));
      case Collecting.RandomProjects random ->
          retention.collectRandomProjects(
              ADMIN, random.percent(), random.keepVersions(), random.from().orElse(0));
      case Collecting.Contents contents ->
          new Collected(retention.collectContents(ADMIN, contents.percent()), List.of());
    };
  }

  @Override
  public CacheInfo create(CachePlan plan) throws DateiLagerException {
    return caches.create(
        ADMIN, plan.prefix(), plan.maxPacks().orElse(0), plan.maxBytes().orElse(0));
  }

  @Override
  public List<CacheInfo> list() throws DateiLagerException {
    return caches.list(ADMIN);
  }

  @Override
  public void inspect(Optional<CacheVersion> version, CacheUseSink sink)
      throws DateiLagerException {
    caches.inspect(ADMIN, version, sink);
  }

  @Override
  public CacheInfo retire(CacheVersion version, boolean force) throws DateiLagerException {
    return caches.retire(ADMIN, version, force);
  }
}
