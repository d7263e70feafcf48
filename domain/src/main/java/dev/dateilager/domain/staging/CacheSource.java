package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import java.util.Optional;
import java.util.Set;

/** A DateiLager server, as a node's daemon sees it. Safe for use by many threads. */
public interface CacheSource {
  /**
   * Begins to download a cache version.
   *
   * @param wanted absent for the newest
   * @param have packs that the caller holds already: a server that can leaves them out; one that
   *     cannot sends them all the same
   * @return the download; the caller closes it, which cancels what is still to come
   * @throws DateiLagerException.Unavailable if the server does not answer
   * @throws DateiLagerException.PermissionDenied if it does not accept the token
   */
  CacheDownload open(Optional<CacheVersion> wanted, Set<ContentHash> have)
      throws DateiLagerException;
}
