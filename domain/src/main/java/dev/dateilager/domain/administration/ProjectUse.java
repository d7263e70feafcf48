package dev.dateilager.domain.administration;

import dev.dateilager.domain.model.ProjectId;

/**
 * A project that uses a cache version.
 *
 * @param project which
 * @param packs how many of the version's packs are live in it, at least 1
 */
public record ProjectUse(ProjectId project, long packs) {}
