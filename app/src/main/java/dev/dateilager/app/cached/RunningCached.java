package dev.dateilager.app.cached;

import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.adapters.fs.NodeFiles;
import dev.dateilager.adapters.fs.NodeFilesSettings;
import dev.dateilager.adapters.grpc.EdgeWatch;
import dev.dateilager.adapters.grpc.GrpcEdge;
import dev.dateilager.app.config.Renewals;
import dev.dateilager.app.health.HealthHttp;
import dev.dateilager.app.lifetime.Lifetime;
import dev.dateilager.app.logging.CallLines;
import dev.dateilager.app.logging.Log;
import dev.dateilager.app.metrics.CallFigures;
import dev.dateilager.app.tracing.Tracing;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.staging.CacheDaemon;
import dev.dateilager.domain.staging.NodeStatus;
import dev.dateilager.domain.staging.PrepareReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A cache daemon that holds a cache version and places it. Ends in one order: new calls are
 * refused, health says not serving, placements under way may finish, the rest is interrupted, and
 * then the store is given back.
 */
public final class RunningCached implements AutoCloseable {
  private final Lifetime parts;
  private final GrpcEdge edge;
  private final HealthHttp health;
  private final Upkeep upkeep;
  private final CacheDaemon daemon;
  private final PrepareReport prepared;
  private final List<Renewals.Renewal> renewals;

  private RunningCached(
      Lifetime parts,
      GrpcEdge edge,
      HealthHttp health,
      Upkeep upkeep,
      CacheDaemon daemon,
      PrepareReport prepared,
      List<Renewals.Renewal> renewals) {
    this.renewals = renewals;
    this.parts = parts;
    this.edge = edge;
    this.health = health;
    this.upkeep = upkeep;
    this.daemon = daemon;
    this.prepared = prepared;
  }

  /**
   * Starts a daemon: opens its store, answers {@code /healthz} and calls, and holds what stands on
   * disk, so that it is ready whatever the server does (R6, I11, I19), and asks the server then.
   * Only where nothing stands it waits for the server's version.
   *
   * @param log what it does and meets
   * @param tracing follows its calls; stays its owner's
   * @throws DateiLagerException if nothing can be served, the store is another's, or a port is
   *     taken; nothing is left running
   */
  public static RunningCached start(CachedSettings settings, Log log, Tracing tracing)
      throws DateiLagerException {
    var parts = new Lifetime();
    try {
      NodeFiles files =
          parts.owns(
              NodeFiles.open(settings.staging(), NodeFilesSettings.below(settings.allowedRoots())));
      refusePortable(settings, files);
      DateiLagerClient server =
          parts.owns(DateiLagerClient.connect(settings.upstream(), tracing.outgoing()));
      var metrics = new NodeMetrics();
      HealthHttp health =
          parts.owns(
              HealthHttp.start(
                  settings.host(),
                  settings.healthPort(),
                  metrics.figures(),
                  "no cache version is loaded yet"));
      CachedComponent component =
          DaggerCachedComponent.factory().create(settings, files, server.caches());
      CacheDaemon daemon = component.daemon();
      metrics.observe(() -> status(daemon, log));
      var upkeep = parts.owns(new Upkeep(daemon, metrics, log, settings.scrubBytesPerSecond()));
      GrpcEdge edge =
          parts.owns(
              GrpcEdge.startCached(
                  component.edge(),
                  component.verifier(),
                  new DaemonNode(daemon, metrics, log),
                  settings.socket(),
                  new EdgeWatch(
                      new CallLines(log),
                      CallFigures.in(metrics.figures().registry()),
                      tracing.incoming())));
      PrepareReport prepared = prepare(daemon, metrics, log, upkeep);
      health.follow(() -> trouble(daemon));
      upkeep.start();
      return new RunningCached(
          parts,
          edge,
          health,
          upkeep,
          daemon,
          prepared,
          settings.identity().renewals(edge::reloadTls, component.verifier()::renew));
    } catch (DateiLagerException | RuntimeException failure) {
      parts.close();
      throw failure;
    }
  }

  /** A version once loaded stays, unless damage takes it and it cannot be fetched again (I19). */
  private static Optional<String> trouble(CacheDaemon daemon) {
    return daemon.isReady() ? Optional.empty() : Optional.of("no whole cache version is left");
  }

  /** threats.md §7: as root beside tenants only by descriptors. */
  private static void refusePortable(CachedSettings settings, NodeFiles files)
      throws DateiLagerException {
    if (!settings.environment().isDevelopment() && !files.probe().system().raceProof()) {
      throw new FailedPrecondition(
          "the kernel's file calls are not available here, and files reached by paths are not safe"
              + " beside workloads: run on Linux (x86-64 or aarch64), or with DL_ENV=dev");
    }
  }

  private static PrepareReport prepare(
      CacheDaemon daemon, NodeMetrics metrics, Log log, Upkeep upkeep) throws DateiLagerException {
    Optional<PrepareReport> onDisk = daemon.prepareFromDisk();
    if (onDisk.isPresent()) {
      log.info(
          "serving the cache version on disk, asking the server",
          "dl.version",
          onDisk.get().golden().wireVersion());
      upkeep.refreshSoon();
      return onDisk.get();
    }
    PrepareReport report = daemon.prepare();
    metrics.refreshed(report);
    Upkeep.tell(log, report);
    return report;
  }

  private static Optional<NodeStatus> status(CacheDaemon daemon, Log log) {
    try {
      return Optional.of(daemon.status());
    } catch (DateiLagerException unclear) {
      log.warn("cannot tell what is held", "error", String.valueOf(unclear.getMessage()));
      return Optional.empty();
    }
  }

  /** The port of {@code pb.Cached}. */
  public int port() {
    return edge.port();
  }

  /** The port of {@code /healthz} and {@code /metrics}. */
  public int healthPort() {
    return health.port();
  }

  /** What it held first, and how that came. */
  public PrepareReport prepared() {
    return prepared;
  }

  /** What it holds now. */
  public NodeStatus status() throws DateiLagerException {
    return daemon.status();
  }

  /** What may change in the files that it lives by. */
  public List<Renewals.Renewal> renewals() {
    return renewals;
  }

  /** Has the server asked for its newest version soon; returns at once. */
  public void refreshSoon() {
    upkeep.refreshSoon();
  }

  /**
   * Ends it.
   *
   * @param drain how long placements under way may go on
   */
  public void stop(Duration drain) {
    health.report(Optional.of("the daemon is ending"));
    try {
      edge.stop(drain);
    } finally {
      parts.close();
    }
  }

  /** Ends it without waiting for calls. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
