package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.StoreSpace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code cached} says that it holds and does.
 *
 * @param version what is placed now; that of {@link GoldenCopy#NO_CACHE} if its server has none;
 *     absent before one is held
 * @param packs packs of that version
 * @param size how much it is
 * @param stale whether the server did not confirm it the last time it was asked
 * @param failure why the last refresh failed; absent if it did not
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
public record NodeState(
    Optional<CacheVersion> version,
    long packs,
    GoldenSize size,
    boolean stale,
    Optional<String> failure,
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
  public NodeState {
    versions = List.copyOf(versions);
    allowedRoots = List.copyOf(allowedRoots);
  }
}
