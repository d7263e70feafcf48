package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.ProjectId;

/**
 * A project's use of a cache version.
 *
 * @param project which
 * @param packs how many of the version's packs are live in it, at least 1
 */
public record ProjectUse(ProjectId project, long packs) {}
