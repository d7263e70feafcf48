package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.staging.Explanation;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodeCheck;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.VerificationSink;
import dev.dateilager.domain.staging.VerifySummary;
import dev.dateilager.proto.v1.DaemonGrpc;
import dev.dateilager.proto.v1.DiagnoseRequest;
import dev.dateilager.proto.v1.ExplainRequest;
import dev.dateilager.proto.v1.ListPlacementsRequest;
import dev.dateilager.proto.v1.PlaceRequest;
import dev.dateilager.proto.v1.PlacementsGrpc;
import dev.dateilager.proto.v1.PruneRequest;
import dev.dateilager.proto.v1.RefreshRequest;
import dev.dateilager.proto.v1.ReleaseRequest;
import dev.dateilager.proto.v1.StatusRequest;
import dev.dateilager.proto.v1.VerifyRequest;
import dev.dateilager.proto.v1.VerifyResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A node's {@code cached}, over {@code dateilager.v1.Placements} and {@code dateilager.v1.Daemon}.
 * Paths are those of the daemon's file system. Safe for use by many threads.
 *
 * <p>Every call throws the {@link DateiLagerException} that the daemon's status means, {@link
 * Corrupt} if the answer makes no sense, and {@link DateiLagerException.Unsupported} if the daemon
 * has no such call.
 */
public final class DaemonClient {
  /** More than a node can hold: each is a directory of a workload. */
  private static final int MAX_PLACEMENTS = 1_000_000;

  private final Server server;

  DaemonClient(Server server) {
    this.server = server;
  }

  /**
   * Places the golden copy.
   *
   * @param mode absent for the daemon's own
   * @param strict whether to refuse rather than fall back; absent for the daemon's own
   */
  public Placement place(NodePath path, Optional<LinkMode> mode, Optional<Boolean> strict)
      throws DateiLagerException {
    var request = PlaceRequest.newBuilder().setPath(path.value());
    mode.ifPresent(wanted -> request.setMode(wanted.label()));
    strict.ifPresent(request::setStrict);
    return NodeWire.placement(server.unary(PlacementsGrpc.getPlaceMethod(), request.build()));
  }

  /**
   * Takes a placement away.
   *
   * @return whether one stood there
   */
  public boolean release(NodePath path) throws DateiLagerException {
    var request = ReleaseRequest.newBuilder().setPath(path.value()).build();
    return server.unary(PlacementsGrpc.getReleaseMethod(), request).getReleased();
  }

  /** Every placement that the daemon knows of, by path. */
  public List<Placement> placements() throws DateiLagerException {
    var placements = new ArrayList<Placement>();
    try (var call =
        server.download(
            PlacementsGrpc.getListPlacementsMethod(), ListPlacementsRequest.getDefaultInstance())) {
      for (var next = call.read(); next.isPresent(); next = call.read()) {
        if (placements.size() == MAX_PLACEMENTS) {
          throw new ResourceExhausted(
              "the daemon told over %d placements".formatted(MAX_PLACEMENTS));
        }
        placements.add(NodeWire.placement(next.get()));
      }
    }
    return List.copyOf(placements);
  }

  /** What the daemon holds and does now. */
  public NodeState status() throws DateiLagerException {
    return NodeWire.state(
        server.unary(DaemonGrpc.getStatusMethod(), StatusRequest.getDefaultInstance()));
  }

  /** Has the daemon change over to its server's newest cache version; returns when it has. */
  public Refreshed refresh() throws DateiLagerException {
    return NodeWire.refreshed(
        server.unary(DaemonGrpc.getRefreshMethod(), RefreshRequest.getDefaultInstance()));
  }

  /**
   * Removes cache versions that are not to be kept.
   *
   * @param keep how many stay; absent for the daemon's own number
   * @param dryRun only tell what would go
   */
  public PruneReport prune(OptionalLong keep, boolean dryRun) throws DateiLagerException {
    var request = PruneRequest.newBuilder().setDryRun(dryRun);
    keep.ifPresent(request::setKeep);
    return NodeWire.pruned(server.unary(DaemonGrpc.getPruneMethod(), request.build()));
  }

  /**
   * Has the daemon read every golden file again; an interruption ends that.
   *
   * @param repair put aside and fetch again what differs
   * @param sink takes findings as they are made; what it throws ends the call
   */
  public VerifySummary verify(boolean repair, VerificationSink sink) throws DateiLagerException {
    var request = VerifyRequest.newBuilder().setRepair(repair).build();
    try (var call = server.download(DaemonGrpc.getVerifyMethod(), request)) {
      for (var next = call.read(); next.isPresent(); next = call.read()) {
        VerifyResponse message = next.get();
        switch (message.getPartCase()) {
          case FINDING -> NodeWire.find(message.getFinding(), sink);
          case SUMMARY -> {
            if (call.read().isPresent()) {
              throw new Corrupt("the daemon went on after the summary of a verification");
            }
            return NodeWire.summary(message.getSummary());
          }
          case PART_NOT_SET -> throw new Corrupt("the daemon sent an empty message");
        }
      }
      throw new Corrupt("the daemon ended a verification without a summary");
    }
  }

  /** Why a path is as it is. */
  public Explanation explain(NodePath path) throws DateiLagerException {
    var request = ExplainRequest.newBuilder().setPath(path.value()).build();
    return NodeWire.explanation(server.unary(DaemonGrpc.getExplainMethod(), request));
  }

  /** What is wrong with the node, and how to mend it. */
  public List<NodeCheck> diagnose() throws DateiLagerException {
    return NodeWire.checks(
        server.unary(DaemonGrpc.getDiagnoseMethod(), DiagnoseRequest.getDefaultInstance()));
  }
}
