package dev.dateilager.domain.catalog;

import dev.dateilager.domain.access.Access;
import dev.dateilager.domain.access.Operation;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Removes old versions, and contents that nobody uses any more (semantics.md §8). Safe for use by
 * many threads, beside updates and other collectors.
 *
 * <p>Works in many short transactions: what stops it leaves a part of the work done and nothing
 * wrong, and the same call goes on where it stopped. Contents whose rows went before it was stopped
 * are found by {@link #collectContents}.
 *
 * <p>A read of changes since a version older than those kept misses removals (oddity 11), and a
 * rollback to one misses objects: neither can be told from what is left.
 */
public final class Retention {
  /** How often a draw that picked no project is repeated. */
  static final int MOST_DRAWS = 5;

  private final CatalogStore store;
  private final RandomGenerator random;
  private final Sweep sweep;

  /**
   * @param store where projects and contents are kept
   * @param random draws samples
   */
  public Retention(CatalogStore store, RandomGenerator random) {
    this.store = store;
    this.random = random;
    this.sweep = new Sweep(store, random);
  }

  /**
   * What a collection came to.
   *
   * @param contents how many contents went
   * @param projects whose old versions went, in the order of their ids
   */
  public record Collected(long contents, List<ProjectId> projects) {
    /** Copies the list. */
    public Collected {
      projects = List.copyOf(projects);
    }
  }

  /**
   * Removes a project's rows that stopped at its latest version minus {@code keepVersions} or
   * before, then those of their contents that nobody uses.
   *
   * @param keepVersions at least 1
   * @param fromVersion only rows that began after it
   * @return how many contents went; 0 for a project that does not exist
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   * @throws InvalidArgument if {@code keepVersions} is below 1; nothing is removed
   */
  public long collectProject(Role role, ProjectId project, long keepVersions, long fromVersion)
      throws DateiLagerException {
    Access.require(role, Operation.GC_PROJECT);
    requireKept(keepVersions);
    return collect(project, keepVersions, fromVersion);
  }

  /**
   * Does as {@link #collectProject} for projects drawn by chance, each with the same probability;
   * draws again, a few times, if none was picked.
   *
   * @param percent 0–100, how many of the projects on average
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   * @throws InvalidArgument if {@code keepVersions} is below 1 or {@code percent} out of range;
   *     nothing is removed
   */
  public Collected collectRandomProjects(
      Role role, double percent, long keepVersions, long fromVersion) throws DateiLagerException {
    Access.require(role, Operation.GC_RANDOM_PROJECTS);
    requireKept(keepVersions);
    requirePercent(percent);
    List<ProjectId> drawn = List.of();
    for (int draw = 0; draw < MOST_DRAWS && drawn.isEmpty(); draw++) {
      drawn = draw(percent / 100);
    }
    long contents = 0;
    for (ProjectId project : drawn) {
      contents += collect(project, keepVersions, fromVersion);
    }
    return new Collected(contents, drawn);
  }

  /**
   * Removes contents that nobody uses, among a random part of all.
   *
   * @param percent 0–100, how many of the contents are looked at on average
   * @return how many went
   * @throws DateiLagerException.PermissionDenied unless {@code role} is admin
   * @throws InvalidArgument if {@code percent} is out of range; nothing is removed
   */
  public long collectContents(Role role, double percent) throws DateiLagerException {
    Access.require(role, Operation.GC_CONTENTS);
    requirePercent(percent);
    return sweep.part(percent / 100);
  }

  private static void requireKept(long keepVersions) throws InvalidArgument {
    if (keepVersions < 1) {
      throw new InvalidArgument("at least 1 version must be kept, not " + keepVersions);
    }
  }

  private static void requirePercent(double percent) throws InvalidArgument {
    if (!(percent >= 0 && percent <= 100)) { // nor not-a-number
      throw new InvalidArgument("a sample must be 0 to 100 percent, not " + percent);
    }
  }

  private List<ProjectId> draw(double probability) throws DateiLagerException {
    var drawn = new ArrayList<ProjectId>();
    try (CatalogSnapshot snapshot = store.snapshot()) {
      Optional<ProjectId> after = Optional.empty();
      List<ProjectVersion> some;
      do {
        some = snapshot.projects(after, Projects.LISTED_AT_ONCE);
        for (ProjectVersion project : some) {
          if (random.nextDouble() < probability) {
            drawn.add(project.id());
          }
          after = Optional.of(project.id());
        }
      } while (some.size() == Projects.LISTED_AT_ONCE);
    }
    return drawn;
  }

  private long collect(ProjectId project, long keepVersions, long fromVersion)
      throws DateiLagerException {
    long contents = 0;
    List<ContentHash> gone;
    do {
      gone = store.removeStopped(project, keepVersions, fromVersion, Sweep.AT_ONCE);
      if (!gone.isEmpty()) {
        contents += store.removeUnused(gone);
      }
    } while (gone.size() == Sweep.AT_ONCE);
    return contents;
  }
}
