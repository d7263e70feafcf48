package dev.dateilager.app.request;

import dev.dateilager.domain.administration.CachePlan;
import dev.dateilager.domain.administration.Collecting;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What an operator has a server do with whole projects and cache versions; needs an admin. */
public sealed interface OperatorCall extends ClientCall {
  /** Print every project and its version. */
  record ListProjects() implements OperatorCall {}

  /**
   * Remove a project.
   *
   * @param project its number
   */
  record DeleteProject(ProjectId project) implements OperatorCall {}

  /**
   * Make a project equal to another.
   *
   * @param source whose objects it gets
   * @param version as of which; absent for the source's latest
   * @param target what is made equal
   */
  record CloneProject(ProjectId source, OptionalLong version, ProjectId target)
      implements OperatorCall {}

  /**
   * Make a project what it was.
   *
   * @param project its number
   * @param to the version that is its latest then
   */
  record Rollback(ProjectId project, long to) implements OperatorCall {}

  /**
   * Count a project's objects.
   *
   * @param project its number
   */
  record Inspect(ProjectId project) implements OperatorCall {}

  /** Print every project's version, to come back to. */
  record Snapshot() implements OperatorCall {}

  /**
   * Come back to a snapshot.
   *
   * @param states what it printed
   */
  record Reset(List<ProjectVersion> states) implements OperatorCall {
    /** Copies the list. */
    public Reset {
      states = List.copyOf(states);
    }
  }

  /**
   * Remove what nobody can ask for any more.
   *
   * @param what where to look for it
   */
  record Collect(Collecting what) implements OperatorCall {}

  /**
   * Make a cache version.
   *
   * @param plan of which packs
   */
  record CreateCache(CachePlan plan) implements OperatorCall {}

  /** Print every cache version. */
  record ListCaches() implements OperatorCall {}

  /**
   * Print what a cache version holds and who uses it.
   *
   * @param version absent for the newest
   */
  record InspectCache(Optional<CacheVersion> version) implements OperatorCall {}

  /**
   * Take a cache version away.
   *
   * @param version which
   * @param force even if it is the newest
   */
  record RetireCache(CacheVersion version, boolean force) implements OperatorCall {}
}
