package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.PlacementReport;

/** Places a node's golden copy: {@code CacheDaemon.populate} as the edge calls it. */
@FunctionalInterface
public interface Populator {
  /**
   * Places it.
   *
   * @param role who asks; checked here
   * @param path as it came, not checked yet
   * @throws DateiLagerException as wire.md §3 orders its causes
   */
  PlacementReport populate(Role role, String path) throws DateiLagerException;
}
