package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.catalog.PackCodec;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.AlreadyExists;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.ProjectId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The catalogue in PostgreSQL, in the schema that {@link Migrations} makes. Go servers may work on
 * the same database: an update of a project is coordinated by the lock of the project's row alone
 * (schema.md §4).
 */
public final class PostgresCatalogStore implements CatalogStore, AutoCloseable {
  private final Database database;
  private final StoreSettings settings;
  private final StoredForm form;
  private final ContentStore contents;

  private PostgresCatalogStore(Database database, StoreSettings settings, PackCodec codec) {
    this.database = database;
    this.settings = settings;
    this.form = new StoredForm(codec);
    this.contents = new ContentStore(database, form);
  }

  /**
   * Opens the store; connects when it is first used, so that a database which is down now may come
   * later (I26).
   *
   * @param codec reads stored contents where only their digest tells what they are
   * @param random spreads repetitions of transactions
   */
  public static PostgresCatalogStore open(
      DatabaseAddress address, StoreSettings settings, PackCodec codec, RandomGenerator random) {
    return new PostgresCatalogStore(new Database(address, settings, random), settings, codec);
  }

  @Override
  public void createProject(ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
      throws DateiLagerException {
    database.transaction(
        "could not create project %s".formatted(id),
        connection -> {
          try {
            ProjectSql.create(connection, id, packPatterns, template);
            return id;
          } catch (SQLException failure) {
            if (SqlFailures.isDuplicate(failure, "projects_pkey")) {
              throw new AlreadyExists("project id %s already exists".formatted(id));
            }
            throw failure;
          }
        });
  }

  @Override
  public void deleteProject(ProjectId id) throws DateiLagerException {
    database.transaction(
        "could not delete project %s".formatted(id),
        connection -> {
          ProjectSql.delete(connection, id);
          return id;
        });
  }

  @Override
  public long cloneProject(ProjectId source, long version, ProjectId target)
      throws DateiLagerException {
    return database.transaction(
        "could not clone project %s to project %s".formatted(source, target),
        connection -> HistorySql.copy(connection, source, version, target));
  }

  @Override
  public void rollback(ProjectId id, long version) throws DateiLagerException {
    database.transaction(
        "could not take project %s back to version %d".formatted(id, version),
        connection -> {
          HistorySql.rollBack(connection, id, version);
          return id;
        });
  }

  @Override
  public void reset(List<ProjectVersion> projects) throws DateiLagerException {
    database.transaction(
        "could not reset the catalogue",
        connection -> {
          HistorySql.reset(connection, projects);
          return projects;
        });
  }

  @Override
  public List<ContentHash> removeStopped(
      ProjectId project, long keepVersions, long startedAfter, int most)
      throws DateiLagerException {
    return database.transaction(
        "could not remove old rows of project %s".formatted(project),
        connection ->
            RetentionSql.removeStopped(connection, project, keepVersions, startedAfter, most));
  }

  @Override
  public long removeUnused(Collection<ContentHash> hashes) throws DateiLagerException {
    return database.transaction(
        "could not remove unused contents",
        connection -> RetentionSql.removeUnused(connection, hashes));
  }

  @Override
  public CatalogSnapshot snapshot() throws DateiLagerException {
    return new PostgresSnapshot(database.snapshot());
  }

  @Override
  public UpdateDraft draft(ProjectId project) throws DateiLagerException {
    database.statements(
        "could not read project %s".formatted(project),
        connection ->
            ProjectSql.find(connection, project, "")
                .orElseThrow(() -> new NotFound("project %s does not exist".formatted(project))));
    return new PostgresDraft(
        project, database, contents, form, new DraftSpool(settings.spoolDirectory()));
  }

  @Override
  public CacheInfo createCache(String prefix, int maxPacks, long maxBytes)
      throws DateiLagerException {
    return database.transaction(
        "could not create a cache version",
        connection -> {
          CacheVersion version = CacheSql.create(connection, prefix, maxPacks, maxBytes);
          return CacheSql.info(connection, version)
              .orElseThrow(() -> new IllegalStateException("it was inserted just now"));
        });
  }

  @Override
  public CacheInfo retireCache(CacheVersion version, boolean evenNewest)
      throws DateiLagerException {
    return database.transaction(
        "could not retire cache version %s".formatted(version),
        connection -> CacheSql.retire(connection, version, evenNewest));
  }

  @Override
  public void ping(Duration patience) throws DateiLagerException {
    new Ping(database).await(patience);
  }

  /** What its connections do now, and have done. */
  public StoreFigures figures() {
    return database.figures();
  }

  /** Closes every connection, also those in use. */
  @Override
  public void close() {
    database.close();
  }
}
