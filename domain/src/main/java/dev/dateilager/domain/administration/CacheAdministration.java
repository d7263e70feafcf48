package dev.dateilager.domain.administration;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheUseSink;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import java.util.List;
import java.util.Optional;

/**
 * The cache versions of a DateiLager server, as an operator sees them ({@code
 * dateilager.v1.Caches}). Making, inspecting and retiring need an admin's token. Safe for use by
 * many threads.
 *
 * <p>Every method blocks until the server has answered, and throws the {@link DateiLagerException}
 * that the server's status means; a failed call changes nothing. A Go server offers none of it:
 * {@link DateiLagerException.Unsupported}.
 */
public interface CacheAdministration {
  /** Makes a cache version of the packs used most. */
  CacheInfo create(CachePlan plan) throws DateiLagerException;

  /** Every cache version, newest first. */
  List<CacheInfo> list() throws DateiLagerException;

  /**
   * Tells what a cache version holds and who uses it.
   *
   * @param version absent for the newest
   * @throws DateiLagerException.NotFound if there is no such version, or none at all
   * @throws DateiLagerException.Corrupt if the answer is not whole, or not in its order; {@code
   *     sink} has then taken a part
   */
  void inspect(Optional<CacheVersion> version, CacheUseSink sink) throws DateiLagerException;

  /**
   * Takes a cache version away for good, so that a collection may take its packs.
   *
   * @param force whether the newest may be taken, too
   * @return what it held
   * @throws DateiLagerException.NotFound if there is no such version
   * @throws DateiLagerException.FailedPrecondition if it is the newest, and {@code force} is not
   *     set
   */
  CacheInfo retire(CacheVersion version, boolean force) throws DateiLagerException;
}
