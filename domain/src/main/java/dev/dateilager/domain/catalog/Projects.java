package dev.dateilager.domain.catalog;

import dev.dateilager.domain.access.Access;
import dev.dateilager.domain.access.Operation;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ProjectId;
import java.util.List;
import java.util.Optional;

/** Makes, deletes and lists projects (semantics.md §5). Safe for use by many threads. */
public final class Projects {
  static final int LISTED_AT_ONCE = 1000;

  private final CatalogStore store;

  /**
   * @param store where projects are kept
   */
  public Projects(CatalogStore store) {
    this.store = store;
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
   * Hands on every project of one snapshot, in the order of their ids; a bounded number of them is
   * in memory at once (I24, I27).
   *
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   */
  public void list(Role role, ProjectSink sink) throws DateiLagerException {
    Access.require(role, Operation.LIST_PROJECTS);
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
