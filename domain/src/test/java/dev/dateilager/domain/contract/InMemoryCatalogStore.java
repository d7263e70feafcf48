package dev.dateilager.domain.contract;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.AlreadyExists;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.ProjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A catalogue in memory with the semantics of the real one. Safe for use by many threads: the state
 * is one immutable value, replaced under this object's lock; contents go only under it, and a
 * snapshot keeps those that it began with.
 */
public final class InMemoryCatalogStore implements CatalogStore, CatalogSeeds {
  private final Map<ContentHash, Blob> contents = new ConcurrentHashMap<>();
  private volatile State state = new State(Map.of(), new TreeMap<>());
  private long lastCache;

  /** An empty one. */
  public InMemoryCatalogStore() {}

  /**
   * Everything but the contents.
   *
   * @param projects by id
   * @param caches hashes by version; never changed
   */
  record State(Map<ProjectId, Project> projects, TreeMap<Long, List<ContentHash>> caches) {
    Project project(ProjectId id) throws NotFound {
      Project project = projects.get(id);
      if (project == null) {
        throw new NotFound("project %s does not exist".formatted(id));
      }
      return project;
    }

    State with(ProjectId id, Project project) {
      var changed = new HashMap<>(projects);
      changed.put(id, project);
      return new State(Map.copyOf(changed), caches);
    }

    State without(ProjectId id) {
      var changed = new HashMap<>(projects);
      var _ = changed.remove(id);
      return new State(Map.copyOf(changed), caches);
    }
  }

  /**
   * A project with its rows.
   *
   * @param latest version
   * @param patterns in order
   * @param rows of all versions, in order of insertion
   */
  record Project(long latest, List<String> patterns, List<StoredRow> rows) {
    Project {
      patterns = List.copyOf(patterns);
      rows = List.copyOf(rows);
    }
  }

  @Override
  public synchronized void createProject(
      ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
      throws DateiLagerException {
    if (state.projects().containsKey(id)) {
      throw new AlreadyExists("project id %s already exists".formatted(id));
    }
    var project = new Project(0, packPatterns, List.of());
    if (template.isPresent()) {
      Project model = state.project(template.get());
      if (!model.patterns().equals(packPatterns)) {
        throw new InvalidArgument(
            "project %s has other pack patterns than its template %s"
                .formatted(id, template.get()));
      }
      var live = model.rows().stream().filter(StoredRow::isLive).map(row -> row.in(id)).toList();
      project = new Project(model.latest(), packPatterns, live);
    }
    state = state.with(id, project);
  }

  @Override
  public synchronized void deleteProject(ProjectId id) {
    state = state.without(id);
  }

  @Override
  public synchronized long cloneProject(ProjectId source, long version, ProjectId target)
      throws DateiLagerException {
    Project from = state.project(source);
    Project to = state.project(target);
    if (!from.patterns().equals(to.patterns())) {
      throw new InvalidArgument(
          "project %s has other pack patterns than project %s".formatted(target, source));
    }
    long next = to.latest() + 1;
    List<StoredRow> wanted = new ArrayList<>();
    for (StoredRow row : from.rows()) {
      if (row.isLiveAt(version)) {
        wanted.removeIf(twin -> twin.path().equals(row.path()));
        wanted.add(row);
      }
    }
    var rows = new NextRows(target, next, to.rows());
    for (StoredRow row : to.rows()) {
      if (row.isLive() && wanted.stream().noneMatch(row::isSameObject)) {
        rows.stop(row.path(), row::equals);
      }
    }
    for (StoredRow row : wanted) {
      if (!rows.holds(row.path(), row.hash(), row.mode())) {
        rows.insert(row.path(), row.mode(), row.size(), row.packed(), row.hash());
      }
    }
    state = state.with(target, new Project(next, to.patterns(), rows.all()));
    return next;
  }

  @Override
  public synchronized void rollback(ProjectId id, long version) throws DateiLagerException {
    if (state.projects().containsKey(id)) {
      state = state.with(id, back(id, state.project(id), version));
    }
  }

  private static Project back(ProjectId id, Project project, long version) throws InvalidArgument {
    if (version > project.latest()) {
      throw new InvalidArgument(
          "project %s is at version %d, below %d".formatted(id, project.latest(), version));
    }
    List<StoredRow> rows =
        project.rows().stream()
            .filter(row -> row.start() <= version)
            .map(row -> row.isLiveAt(version) ? row.live() : row)
            .toList();
    return new Project(version, project.patterns(), rows);
  }

  @Override
  public synchronized void reset(List<ProjectVersion> projects) throws DateiLagerException {
    var kept = new HashMap<ProjectId, Project>();
    for (ProjectVersion project : projects) {
      Project present = state.projects().get(project.id());
      if (present != null) {
        kept.put(project.id(), back(project.id(), present, project.latestVersion()));
      }
    }
    state = new State(Map.copyOf(kept), state.caches());
  }

  @Override
  public synchronized List<ContentHash> removeStopped(
      ProjectId id, long keepVersions, long startedAfter, int most) throws DateiLagerException {
    Project project = state.projects().get(id);
    if (project == null) {
      return List.of();
    }
    List<StoredRow> gone =
        project.rows().stream()
            .filter(row -> row.stop().isPresent())
            .filter(row -> row.stop().getAsLong() <= project.latest() - keepVersions)
            .filter(row -> row.start() > startedAfter)
            .limit(most)
            .toList();
    List<StoredRow> rest = project.rows().stream().filter(row -> !gone.contains(row)).toList();
    state = state.with(id, new Project(project.latest(), project.patterns(), rest));
    return gone.stream().map(StoredRow::hash).toList();
  }

  @Override
  public synchronized long removeUnused(Collection<ContentHash> hashes) {
    var used = new HashSet<ContentHash>();
    state
        .projects()
        .values()
        .forEach(project -> project.rows().forEach(row -> used.add(row.hash())));
    state.caches().values().forEach(used::addAll);
    return Set.copyOf(hashes).stream()
        .filter(hash -> !used.contains(hash) && contents.remove(hash) != null)
        .count();
  }

  @Override
  public synchronized CatalogSnapshot snapshot() {
    return new InMemorySnapshot(state, Map.copyOf(contents));
  }

  @Override
  public UpdateDraft draft(ProjectId project) throws DateiLagerException {
    var _ = state.project(project);
    return new InMemoryDraft(this, project);
  }

  /** The content under the hash; absent if there is none. */
  Optional<Blob> content(ContentHash hash) {
    return Optional.ofNullable(contents.get(hash));
  }

  /** Stores a content unless what is there is right, or cannot be seen to be wrong. */
  void store(ContentHash hash, Blob stored) {
    contents.merge(
        hash,
        stored,
        (present, more) ->
            ContentHash.of(more).equals(hash) && !ContentHash.of(present).equals(hash)
                ? more
                : present);
  }

  Project project(ProjectId id) throws NotFound {
    return state.project(id);
  }

  /** Changes a project as one transaction. */
  synchronized UpdateDraft.Outcome change(ProjectId id, Change change) throws DateiLagerException {
    Change.Result result = change.apply(state.project(id));
    result.project().ifPresent(project -> state = state.with(id, project));
    return result.outcome();
  }

  /** What happens under the project's lock. */
  interface Change {
    Result apply(Project project) throws DateiLagerException;

    /**
     * What came of it.
     *
     * @param outcome for the caller
     * @param project to be stored; absent if nothing changed
     */
    record Result(UpdateDraft.Outcome outcome, Optional<Project> project) {}
  }

  @Override
  public synchronized CacheInfo createCache(String prefix, int maxPacks, long maxBytes) {
    Map<ContentHash, Long> uses =
        state.projects().values().stream()
            .flatMap(project -> project.rows().stream())
            .filter(row -> row.isLive() && row.packed() && row.path().startsWith(prefix))
            .collect(Collectors.groupingBy(StoredRow::hash, Collectors.counting()));
    List<ContentHash> mostUsedFirst =
        uses.entrySet().stream()
            .filter(use -> contents.containsKey(use.getKey()))
            .sorted(
                Map.Entry.<ContentHash, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .toList();
    var hashes = new ArrayList<ContentHash>();
    long left = maxBytes;
    for (ContentHash hash : mostUsedFirst) {
      long length = contents.getOrDefault(hash, Blob.EMPTY).length();
      if (hashes.size() < maxPacks && length <= left) {
        hashes.add(hash);
        left -= length;
      }
    }
    var caches = new TreeMap<>(state.caches());
    caches.put(++lastCache, List.copyOf(hashes));
    state = new State(state.projects(), caches);
    return info(lastCache, hashes, contents);
  }

  @Override
  public synchronized CacheInfo retireCache(CacheVersion version, boolean evenNewest)
      throws DateiLagerException {
    List<ContentHash> hashes = state.caches().get(version.value());
    if (hashes == null) {
      throw new NotFound("cache version %s does not exist".formatted(version));
    }
    if (version.value() == state.caches().lastKey() && !evenNewest) {
      throw new FailedPrecondition("cache version %s is the newest".formatted(version));
    }
    var caches = new TreeMap<>(state.caches());
    caches.remove(version.value());
    state = new State(state.projects(), caches);
    return info(version.value(), hashes, contents);
  }

  static CacheInfo info(long version, List<ContentHash> hashes, Map<ContentHash, Blob> contents) {
    long bytes =
        hashes.stream().mapToLong(hash -> contents.getOrDefault(hash, Blob.EMPTY).length()).sum();
    return new CacheInfo(new CacheVersion(version), hashes.size(), bytes);
  }

  @Override
  public void ping(Duration patience) {
    // memory always answers
  }

  @Override
  public void insertRow(StoredRow row) throws NotFound {
    edit(
        row.project(),
        project -> {
          var rows = new ArrayList<>(project.rows());
          rows.add(row);
          return new Project(project.latest(), project.patterns(), rows);
        });
  }

  @Override
  public void setLatest(ProjectId id, long version) throws NotFound {
    edit(id, project -> new Project(version, project.patterns(), project.rows()));
  }

  private synchronized void edit(ProjectId id, Function<Project, Project> edit) throws NotFound {
    state = state.with(id, edit.apply(state.project(id)));
  }

  @Override
  public void insertContent(ContentHash hash, Blob stored) {
    contents.put(hash, stored);
  }

  @Override
  public void removeContent(ContentHash hash) {
    contents.remove(hash);
  }

  @Override
  public long countRows(ProjectId project) {
    Project found = state.projects().get(project);
    return found == null ? 0 : found.rows().size();
  }
}
