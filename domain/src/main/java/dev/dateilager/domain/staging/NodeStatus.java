package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a cache daemon holds and does at a moment.
 *
 * @param golden what is placed now; {@link GoldenCopy#NO_CACHE} if the server has none; absent
 *     before the first successful preparation
 * @param size how much that is
 * @param stale whether the server did not confirm it the last time it was asked
 * @param failure what went wrong in the last refresh; absent if nothing did
 * @param refreshedAt when the server was last asked; absent if it never was
 * @param refreshingSince when the server was asked whose answer or packs are still waited for;
 *     absent if none are
 * @param versions every version that stands whole in the store, newest first
 * @param placements placements that the daemon knows of
 * @param trash directories taken away whose files are still being deleted
 * @param space what is free on the store's file system
 * @param stagingPath where the store is
 * @param linkMode how files are placed
 * @param strict whether a placement fails rather than falls back
 * @param allowedRoots below which a request may place
 * @param startedAt when the daemon started
 */
public record NodeStatus(
    Optional<GoldenCopy> golden,
    GoldenSize size,
    boolean stale,
    Optional<DateiLagerException> failure,
    Optional<Instant> refreshedAt,
    Optional<Instant> refreshingSince,
    List<CacheVersion> versions,
    long placements,
    long trash,
    StoreSpace space,
    String stagingPath,
    LinkMode linkMode,
    boolean strict,
    List<NodePath> allowedRoots,
    Instant startedAt) {
  /** Copies the lists. */
  public NodeStatus {
    versions = List.copyOf(versions);
    allowedRoots = List.copyOf(allowedRoots);
  }
}
