package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import java.util.Optional;

/** A DateiLager server, as a node's daemon sees it. Safe for use by many threads. */
public interface CacheSource {
  /**
   * Begins to download a cache version.
   *
   * @param wanted absent for the newest
   * @return the download; the caller closes it, which cancels what is still to come
   * @throws DateiLagerException.Unavailable if the server does not answer
   * @throws DateiLagerException.PermissionDenied if it does not accept the token
   */
  CacheDownload open(Optional<CacheVersion> wanted) throws DateiLagerException;
}
