package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.DateiLagerException;

/** Takes what a cache version holds and who uses it. */
public interface CacheUseSink {
  /**
   * Says which cache version it is; called once and first.
   *
   * @throws DateiLagerException to end the answer, which fails with it
   */
  void begin(CacheInfo cache) throws DateiLagerException;

  /**
   * Takes a pack of the version; all of them come before the projects, in the version's order.
   *
   * @throws DateiLagerException to end the answer, which fails with it
   */
  void pack(PackUse use) throws DateiLagerException;

  /**
   * Takes a project that uses packs of the version; they come in the order of their ids.
   *
   * @throws DateiLagerException to end the answer, which fails with it
   */
  void project(ProjectUse use) throws DateiLagerException;
}
