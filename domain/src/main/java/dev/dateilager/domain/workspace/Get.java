package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.util.OptionalLong;

/** Lists a project's objects (client.md §4), one after the other. */
public final class Get {
  private final ProjectSource source;

  /** Lists from {@code source}. */
  public Get(ProjectSource source) {
    this.source = source;
  }

  /**
   * Hands every object to {@code sink}.
   *
   * @param query which paths
   * @param from absent for 0; any other number adds removals
   * @param to absent for the latest version
   * @throws DateiLagerException.InvalidArgument if the query's parts do not fit together
   * @throws DateiLagerException as the server's status says, or as {@code sink} throws
   */
  public void get(
      ProjectId project,
      ObjectQuery query,
      OptionalLong from,
      OptionalLong to,
      ProjectSource.ObjectSink sink)
      throws DateiLagerException {
    query.validate();
    source.get(project, from, to, query, sink);
  }
}
