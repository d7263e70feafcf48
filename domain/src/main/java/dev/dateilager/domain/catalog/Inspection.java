package dev.dateilager.domain.catalog;

/**
 * What a project holds, in numbers (semantics.md §5).
 *
 * @param latestVersion 0 for a project that was never updated
 * @param liveObjects how many objects a read of everything lists; those inside packs count one by
 *     one
 * @param totalRows how many rows all its versions have; a pack counts once a version that changed
 *     it
 */
public record Inspection(long latestVersion, long liveObjects, long totalRows) {}
