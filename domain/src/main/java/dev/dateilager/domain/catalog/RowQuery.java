package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.model.VersionRange;

/**
 * What {@link CatalogSnapshot#rows} is asked for (semantics.md §4.1).
 *
 * @param project whose rows
 * @param range which versions
 * @param objects which paths; validated before
 * @param packsAround whether packed rows count too that may hold the wanted path inside them: those
 *     whose path, taken as a directory, is an ancestor of the query's path or the path itself
 *     (oddity 6). Ignores and subpaths are not applied to such a row.
 */
public record RowQuery(
    ProjectId project, VersionRange range, ObjectQuery objects, boolean packsAround) {}
