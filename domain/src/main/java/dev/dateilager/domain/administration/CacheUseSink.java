package dev.dateilager.domain.administration;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.model.DateiLagerException;

/**
 * Takes what is told of a cache version: its head once and first, then its packs, then the projects
 * that use any of them. A sink that throws ends the telling.
 */
public interface CacheUseSink {
  /** The version in numbers. */
  void head(CacheInfo cache) throws DateiLagerException;

  /** The next of its packs, in the version's own order. */
  void pack(PackUse pack) throws DateiLagerException;

  /** The next project that uses it, by id. */
  void project(ProjectUse project) throws DateiLagerException;
}
