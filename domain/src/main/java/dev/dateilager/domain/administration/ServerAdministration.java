package dev.dateilager.domain.administration;

import dev.dateilager.domain.catalog.Inspection;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.Retention.Collected;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ProjectId;
import java.util.List;

/**
 * A DateiLager server, as an operator sees it (semantics.md §5, §7, §8). Every call needs an
 * admin's token. Safe for use by many threads.
 *
 * <p>Every method blocks until the server has answered, and throws the {@link DateiLagerException}
 * that the server's status means; what a failed call left undone is then undone, but for {@link
 * #collect}, which may have collected a part. A server that answers UNIMPLEMENTED is {@link
 * DateiLagerException.Unsupported}.
 */
public interface ServerAdministration {
  /** Every project with its latest version, in the server's order. */
  List<ProjectVersion> projects() throws DateiLagerException;

  /** Removes a project with all its versions; a project that is not there is no failure. */
  void delete(ProjectId project) throws DateiLagerException;

  /**
   * Makes {@code target} equal to {@code source} as of a version, as a new version of the target,
   * even if nothing differs. What only the target has is gone then.
   *
   * @param version of the source; one above its latest means the latest, 0 empties the target
   * @return the target's new version
   * @throws DateiLagerException.InvalidArgument if their pack patterns differ
   */
  long copy(ProjectId source, long version, ProjectId target) throws DateiLagerException;

  /** Makes a project what it was at {@code version}, and forgets everything after it. */
  void rollback(ProjectId project, long version) throws DateiLagerException;

  /**
   * Counts a project's objects, for which the server reads every pack of it.
   *
   * @throws DateiLagerException.NotFound if there is no such project
   */
  Inspection inspect(ProjectId project) throws DateiLagerException;

  /**
   * As {@link #projects}, to come back to by {@link #reset}.
   *
   * @throws DateiLagerException.Unsupported outside development and tests
   */
  List<ProjectVersion> snapshot() throws DateiLagerException;

  /**
   * Rolls each of these projects back to its version and deletes every other one; an empty list
   * empties the server, but for its cache versions.
   *
   * @throws DateiLagerException.Unsupported outside development and tests
   */
  void reset(List<ProjectVersion> states) throws DateiLagerException;

  /**
   * Removes what nobody can ask for any more.
   *
   * @return how much that was, and of which projects; no projects when contents alone were looked
   *     at
   */
  Collected collect(Collecting what) throws DateiLagerException;
}
