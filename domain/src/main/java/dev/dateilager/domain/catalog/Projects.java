package dev.dateilager.domain.catalog;

import dev.dateilager.domain.access.Access;
import dev.dateilager.domain.access.Operation;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ProjectId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes, clones, deletes and lists projects, and takes them back (semantics.md §5, §7). Safe for
 * use by many threads.
 */
public final class Projects {
  static final int LISTED_AT_ONCE = 1000;

  private final CatalogStore store;
  private final Sweep sweep;

  /**
   * @param store where projects are kept
   */
  public Projects(CatalogStore store) {
    this.store = store;
    this.sweep = new Sweep(store, RandomGenerator.getDefault()); // draws nothing: it takes all
  }

  /**
   * Adds a project at version 0, or as a copy of its template's live objects.
   *
   * @param patterns RE2 expressions; empty strings are left out (lessons.md 23)
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   * @throws InvalidArgument if a pattern does not compile, or the template has other patterns
   * @throws DateiLagerException.AlreadyExists if the id is taken
   * @throws DateiLagerException.NotFound if there is no such template; nothing is changed in any of
   *     these cases
   */
  public void create(Role role, ProjectId id, List<String> patterns, Optional<ProjectId> template)
      throws DateiLagerException {
    Access.require(role, Operation.NEW_PROJECT);
    List<String> real = patterns.stream().filter(pattern -> !pattern.isEmpty()).toList();
    for (String pattern : real) {
      if (pattern.indexOf('\0') >= 0) {
        throw new InvalidArgument(
            "pack pattern '%s' holds a NUL".formatted(pattern.replace("\0", "\\0")));
      }
    }
    PackPatterns.compile(real);
    store.createProject(id, real, template);
  }

  /**
   * Removes a project with all its versions, whether or not it exists; contents stay until a
   * collector finds that nobody has them.
   *
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   */
  public void delete(Role role, ProjectId id) throws DateiLagerException {
    Access.require(role, Operation.DELETE_PROJECT);
    store.deleteProject(id);
  }

  /**
   * Makes a project equal to what another one held at a version (semantics.md §7): what only the
   * target has goes.
   *
   * @param version of the source, at least 0; at 0 it held nothing, above its latest it holds what
   *     it holds now
   * @return the target's new version, its latest + 1 also when nothing was different
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   * @throws InvalidArgument if the two have not the same patterns, or the version is negative
   * @throws DateiLagerException.NotFound if one of them does not exist (oddity 18); nothing is
   *     changed in any of these cases
   */
  public long cloneTo(Role role, ProjectId source, long version, ProjectId target)
      throws DateiLagerException {
    Access.require(role, Operation.CLONE_TO_PROJECT);
    requireVersion(source, version);
    return store.cloneProject(source, version, target);
  }

  /**
   * Takes a project back to what it held at a version, which becomes its latest; later versions are
   * gone for ever, and their contents stay until a collector finds that nobody has them. Does
   * nothing if there is no such project (wire.md §8).
   *
   * @param version 0 up to the latest; 0 empties the project
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   * @throws InvalidArgument if the version is out of range (oddity 21); nothing is changed
   */
  public void rollback(Role role, ProjectId id, long version) throws DateiLagerException {
    Access.require(role, Operation.ROLLBACK);
    requireVersion(id, version);
    store.rollback(id, version);
  }

  private static void requireVersion(ProjectId id, long version) throws InvalidArgument {
    if (version < 0) {
      throw new InvalidArgument(
          "project %s can have no version %d: it must be at least 0".formatted(id, version));
    }
  }

  /**
   * Hands on what {@link #reset} brings back, as {@link #list} does.
   *
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   */
  public void snapshot(Role role, ProjectSink sink) throws DateiLagerException {
    Access.require(role, Operation.SNAPSHOT);
    handOn(sink);
  }

  /**
   * Takes each listed project back to its version and removes every other one; without any listed,
   * removes all and then every content that no cache version lists. For development and tests
   * (wire.md §8), which the edge sees to.
   *
   * @param projects those that do not exist are passed over
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   * @throws InvalidArgument if one is listed twice, or its version is negative or above its latest;
   *     nothing is changed
   */
  public void reset(Role role, List<ProjectVersion> projects) throws DateiLagerException {
    Access.require(role, Operation.RESET);
    var seen = new HashSet<ProjectId>();
    for (ProjectVersion project : projects) {
      requireVersion(project.id(), project.latestVersion());
      if (!seen.add(project.id())) {
        throw new InvalidArgument("project %s is listed twice".formatted(project.id()));
      }
    }
    store.reset(projects);
    if (projects.isEmpty()) {
      var _ = sweep.all();
    }
  }

  /**
   * Hands on every project of one snapshot, in the order of their ids; a bounded number of them is
   * in memory at once (I24, I27).
   *
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   */
  public void list(Role role, ProjectSink sink) throws DateiLagerException {
    Access.require(role, Operation.LIST_PROJECTS);
    handOn(sink);
  }

  private void handOn(ProjectSink sink) throws DateiLagerException {
    try (CatalogSnapshot snapshot = store.snapshot()) {
      Optional<ProjectId> after = Optional.empty();
      List<ProjectVersion> some;
      do {
        some = snapshot.projects(after, LISTED_AT_ONCE);
        for (ProjectVersion project : some) {
          sink.accept(project);
          after = Optional.of(project.id());
        }
      } while (some.size() == LISTED_AT_ONCE);
    }
  }
}
