package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a read asks for (semantics.md §2, §4).
 *
 * @param project whose objects
 * @param from exclusive lower version; absent means 0: everything, without removals
 * @param to inclusive upper version; absent means the latest
 * @param queries which paths; without any the answer is empty
 */
public record ReadRequest(
    ProjectId project, OptionalLong from, OptionalLong to, List<ObjectQuery> queries) {
  /** Copies the list. */
  public ReadRequest {
    queries = List.copyOf(queries);
  }
}
