package dev.dateilager.domain.administration;

import dev.dateilager.domain.model.ProjectId;

/**
 * How much a project holds (semantics.md §5).
 *
 * @param project its number
 * @param latestVersion 0 for a project that was never updated
 * @param liveObjects objects of the latest version, those in packs one by one
 * @param totalRows rows of all versions; a pack counts 1 for each version of it
 */
public record ProjectFigures(
    ProjectId project, long latestVersion, long liveObjects, long totalRows) {}
