package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.Explanation;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodeCheck;
import dev.dateilager.domain.staging.NodeStatus;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PrepareReport;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.VerificationSink;
import dev.dateilager.domain.staging.VerifySummary;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A node's cache daemon as the edge calls it: {@code pb.Cached}, {@code dateilager.v1.Placements}
 * and {@code dateilager.v1.Daemon} (placements.proto, daemon.proto). Safe for use by many threads.
 *
 * <p>Every method checks the role that it is given before anything else, and then its paths, which
 * are as they came. What it throws becomes the call's status.
 */
public interface Node extends Populator {
  /**
   * Places the golden copy that is held now.
   *
   * @param mode absent for the daemon's own
   * @param strict whether to refuse rather than fall back; absent for the daemon's own
   * @return what stands there now
   */
  Placement place(Role role, String path, Optional<LinkMode> mode, Optional<Boolean> strict)
      throws DateiLagerException;

  /**
   * Takes a placement away.
   *
   * @return whether one stood there; if not, nothing was changed
   */
  boolean release(Role role, String path) throws DateiLagerException;

  /** Every placement that the daemon knows of, by path. */
  List<Placement> placements(Role role) throws DateiLagerException;

  /** What it holds and does now. */
  NodeStatus status(Role role) throws DateiLagerException;

  /** Asks the server for its newest cache version and changes over to it. */
  PrepareReport refresh(Role role) throws DateiLagerException;

  /**
   * Removes cache versions that are not to be kept.
   *
   * @param keep how many stay, not checked yet; absent for the daemon's own number
   * @param dryRun only tell what would go
   */
  PruneReport prune(Role role, OptionalInt keep, boolean dryRun) throws DateiLagerException;

  /**
   * Reads every golden file again. The thread is interrupted when nobody waits for it any more.
   *
   * @param repair put aside and fetch again what differs
   * @param sink takes findings as they are made; may block until the caller has room
   */
  VerifySummary verify(Role role, boolean repair, VerificationSink sink) throws DateiLagerException;

  /** Why a path is as it is. */
  Explanation explain(Role role, String path) throws DateiLagerException;

  /** What is wrong with the node, and how to mend it. */
  List<NodeCheck> diagnose(Role role) throws DateiLagerException;
}
