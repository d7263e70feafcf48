package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.ProjectId;
import java.util.List;

/**
 * A project as it stands in one snapshot (semantics.md §1).
 *
 * @param id its number
 * @param latestVersion 0 for a project that was never updated
 * @param packPatterns as stored, in order; empty when there are none
 */
public record ProjectState(ProjectId id, long latestVersion, List<String> packPatterns) {
  /** Copies the list. */
  public ProjectState {
    packPatterns = List.copyOf(packPatterns);
  }
}
