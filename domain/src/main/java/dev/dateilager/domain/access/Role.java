package dev.dateilager.domain.access;

import dev.dateilager.domain.model.ProjectId;

/** Who a verified token speaks for (auth.md §1). */
public sealed interface Role {
  /** May do everything. */
  record Admin() implements Role {
    @Override
    public String toString() {
      return "admin";
    }
  }

  /**
   * May read and update one project, and fetch caches.
   *
   * @param id the only project
   */
  record Project(ProjectId id) implements Role {
    @Override
    public String toString() {
      return "project " + id;
    }
  }

  /** May fetch caches and nothing else: what node daemons hold. */
  record SharedReader() implements Role {
    @Override
    public String toString() {
      return "shared-reader";
    }
  }
}
