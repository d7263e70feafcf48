package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.ProjectId;

/**
 * A project in a list of all (semantics.md §5).
 *
 * @param id its number
 * @param latestVersion 0 for a project that was never updated
 */
public record ProjectVersion(ProjectId id, long latestVersion) {}
