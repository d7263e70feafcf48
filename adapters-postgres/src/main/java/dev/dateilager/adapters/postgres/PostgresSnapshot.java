package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheListing;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.ObjectRows;
import dev.dateilager.domain.catalog.PackUse;
import dev.dateilager.domain.catalog.ProjectState;
import dev.dateilager.domain.catalog.ProjectUse;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ProjectId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A read-only, repeatable-read transaction. */
final class PostgresSnapshot implements CatalogSnapshot {
  private final Connection connection;

  /**
   * @param connection inside its transaction; given back by {@link #close}
   */
  PostgresSnapshot(Connection connection) {
    this.connection = connection;
  }

  @Override
  public ProjectState project(ProjectId id) throws DateiLagerException {
    return read(
        "could not read project %s".formatted(id),
        () ->
            ProjectSql.find(connection, id, "")
                .orElseThrow(
                    () ->
                        new DateiLagerException.NotFound(
                            "project %s does not exist".formatted(id))));
  }

  @Override
  public List<ProjectVersion> projects(Optional<ProjectId> after, int most)
      throws DateiLagerException {
    return read("could not list projects", () -> ProjectSql.list(connection, after, most));
  }

  @Override
  public ObjectRows rows(RowQuery query) {
    return new PostgresRows(connection, query);
  }

  @Override
  public Map<ContentHash, Blob> contents(Collection<ContentHash> hashes)
      throws DateiLagerException {
    return read("could not read contents", () -> ContentSql.load(connection, hashes));
  }

  @Override
  public Map<ContentHash, Long> storedBytes(Collection<ContentHash> hashes)
      throws DateiLagerException {
    return read("could not read contents", () -> ContentSql.lengths(connection, hashes));
  }

  @Override
  public Set<ContentHash> cacheHashes(Collection<CacheVersion> versions)
      throws DateiLagerException {
    return read("could not read cache versions", () -> CacheSql.hashes(connection, versions));
  }

  @Override
  public Optional<CacheListing> cache(Optional<CacheVersion> wanted) throws DateiLagerException {
    return read("could not read a cache version", () -> CacheSql.find(connection, wanted));
  }

  @Override
  public List<CacheInfo> caches() throws DateiLagerException {
    return read("could not list cache versions", () -> CacheSql.list(connection));
  }

  @Override
  public long countRows(ProjectId project) throws DateiLagerException {
    return read(
        "could not count rows of project %s".formatted(project),
        () -> RetentionSql.countRows(connection, project));
  }

  @Override
  public List<ContentHash> contentHashes(Optional<ContentHash> after, int most)
      throws DateiLagerException {
    return read(
        "could not list contents", () -> RetentionSql.contentHashes(connection, after, most));
  }

  @Override
  public Map<ContentHash, PackUse> packUses(Collection<ContentHash> hashes)
      throws DateiLagerException {
    return read("could not see who uses packs", () -> CacheUseSql.packs(connection, hashes));
  }

  @Override
  public List<ProjectUse> projectUses(CacheVersion cache, Optional<ProjectId> after, int most)
      throws DateiLagerException {
    return read(
        "could not see who uses cache version %s".formatted(cache),
        () -> CacheUseSql.projects(connection, cache, after, most));
  }

  @Override
  public void close() {
    try (connection) {
      connection.rollback();
    } catch (SQLException broken) {
      return; // the pool throws a broken connection away; there was nothing to lose
    }
  }

  private interface Query<T> {
    T run() throws SQLException, DateiLagerException;
  }

  private static <T> T read(String what, Query<T> query) throws DateiLagerException {
    try {
      return query.run();
    } catch (SQLException failure) {
      throw SqlFailures.translate(what, failure);
    }
  }
}
