package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.DateiLagerException;

/** Takes the projects of a list, one at a time. */
@FunctionalInterface
public interface ProjectSink {
  /**
   * Takes a project.
   *
   * @throws DateiLagerException to end the list, which fails with it
   */
  void accept(ProjectVersion project) throws DateiLagerException;
}
