package dev.dateilager.domain.staging;

import java.util.Optional;

/**
 * What a cache daemon holds at a moment.
 *
 * @param golden what is placed now; {@link GoldenCopy#NO_CACHE} if the server has none; absent
 *     before the first successful preparation
 * @param size how much that is
 * @param stale whether the server did not confirm it in the last preparation
 * @param placements placements that succeeded since the start
 */
public record DaemonStatus(
    Optional<GoldenCopy> golden, GoldenSize size, boolean stale, long placements) {}
