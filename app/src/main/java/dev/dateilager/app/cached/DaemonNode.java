package dev.dateilager.app.cached;

import dev.dateilager.adapters.grpc.Node;
import dev.dateilager.app.logging.Log;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.CacheDaemon;
import dev.dateilager.domain.staging.Explanation;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodeCheck;
import dev.dateilager.domain.staging.NodeStatus;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PlacementReport;
import dev.dateilager.domain.staging.PrepareReport;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.VerificationSink;
import dev.dateilager.domain.staging.VerifySummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The daemon as the edge calls it; what it does is counted and logged here. */
final class DaemonNode implements Node {
  private final CacheDaemon daemon;
  private final NodeMetrics metrics;
  private final Log log;

  DaemonNode(CacheDaemon daemon, NodeMetrics metrics, Log log) {
    this.daemon = daemon;
    this.metrics = metrics;
    this.log = log;
  }

  @Override
  public PlacementReport populate(Role role, String path) throws DateiLagerException {
    return placed(() -> daemon.populate(role, path));
  }

  @Override
  public Placement place(Role role, String path, Optional<LinkMode> mode, Optional<Boolean> strict)
      throws DateiLagerException {
    return Placement.of(placed(() -> daemon.place(role, path, mode, strict)), daemon.now());
  }

  private interface Placing {
    PlacementReport place() throws DateiLagerException;
  }

  private PlacementReport placed(Placing placing) throws DateiLagerException {
    boolean done = false;
    try {
      PlacementReport report = placing.place();
      done = true;
      metrics.placed(report);
      log.info(
          "placed",
          "dl.directory",
          report.target(),
          "dl.version",
          report.wireVersion(),
          "mode",
          report.mode().label(),
          "linked",
          report.linked(),
          "cloned",
          report.cloned(),
          "copied",
          report.copied(),
          "why",
          why(report),
          "took_ms",
          report.took().toMillis());
      return report;
    } finally {
      if (!done) {
        metrics.placementFailed();
      }
    }
  }

  private static String why(PlacementReport report) {
    return report.why().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(met -> met.getKey().label() + "=" + met.getValue())
        .collect(Collectors.joining(","));
  }

  @Override
  public boolean release(Role role, String path) throws DateiLagerException {
    boolean done = false;
    try {
      boolean released = daemon.release(role, path);
      done = true;
      metrics.released(released);
      log.info("released", "dl.directory", path, "was_placed", released);
      return released;
    } finally {
      if (!done) {
        metrics.releaseFailed();
      }
    }
  }

  @Override
  public List<Placement> placements(Role role) throws DateiLagerException {
    return daemon.placements(role);
  }

  @Override
  public NodeStatus status(Role role) throws DateiLagerException {
    return daemon.status(role);
  }

  @Override
  public PrepareReport refresh(Role role) throws DateiLagerException {
    boolean done = false;
    try {
      PrepareReport report = daemon.refresh(role);
      done = true;
      metrics.refreshed(report);
      Upkeep.tell(log, report);
      return report;
    } finally {
      if (!done) {
        metrics.refreshFailed();
      }
    }
  }

  @Override
  public PruneReport prune(Role role, OptionalInt keep, boolean dryRun) throws DateiLagerException {
    PruneReport report = daemon.prune(role, keep, dryRun);
    log.info(
        "pruned",
        "dry_run",
        dryRun,
        "versions",
        report.removed(),
        "packs",
        report.packs(),
        "bytes",
        report.size().bytes());
    return report;
  }

  @Override
  public VerifySummary verify(Role role, boolean repair, VerificationSink sink)
      throws DateiLagerException {
    VerifySummary summary = daemon.verify(role, repair, sink);
    metrics.scrubbed(summary);
    return summary;
  }

  @Override
  public Explanation explain(Role role, String path) throws DateiLagerException {
    return daemon.explain(role, path);
  }

  @Override
  public List<NodeCheck> diagnose(Role role) throws DateiLagerException {
    return daemon.diagnose(role);
  }
}
