package dev.dateilager.app.request;

import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import java.util.Optional;
import java.util.OptionalInt;

/** What an operator's command has a node's cache daemon do. */
public sealed interface NodeCall {
  /**
   * Place the cache.
   *
   * @param path where, as the daemon sees it
   * @param mode absent for the daemon's own
   * @param strict refuse rather than fall back; absent for the daemon's own
   */
  record Place(NodePath path, Optional<LinkMode> mode, Optional<Boolean> strict)
      implements NodeCall {}

  /**
   * Take a placement away.
   *
   * @param path where it is
   */
  record Release(NodePath path) implements NodeCall {}

  /** Show every placement. */
  record Placements() implements NodeCall {}

  /** Change over to the server's newest cache version. */
  record Refresh() implements NodeCall {}

  /** Show what the daemon holds. */
  record Status() implements NodeCall {}

  /**
   * Say why a path is as it is.
   *
   * @param path any
   */
  record Explain(NodePath path) implements NodeCall {}

  /**
   * Read every golden file again.
   *
   * @param repair fetch again what differs
   */
  record Verify(boolean repair) implements NodeCall {}

  /** Look for what is wrong with the node. */
  record Doctor() implements NodeCall {}

  /**
   * Remove cache versions that are not to be kept.
   *
   * @param keep how many stay; absent for the daemon's own number
   * @param dryRun only tell
   */
  record Prune(OptionalInt keep, boolean dryRun) implements NodeCall {}
}
