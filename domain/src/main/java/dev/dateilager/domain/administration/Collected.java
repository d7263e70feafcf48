package dev.dateilager.domain.administration;

import dev.dateilager.domain.model.ProjectId;
import java.util.List;

/**
 * What a garbage collection did.
 *
 * @param contents how many contents it removed
 * @param projects which projects it looked at; none when contents alone were collected
 */
public record Collected(long contents, List<ProjectId> projects) {
  /** Copies the list. */
  public Collected {
    projects = List.copyOf(projects);
  }
}
