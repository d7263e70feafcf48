package dev.dateilager.app.cached;

import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.adapters.fs.NodeFiles;
import dev.dateilager.adapters.fs.NodeFilesSettings;
import dev.dateilager.adapters.grpc.GrpcEdge;
import dev.dateilager.app.lifetime.Lifetime;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.CacheDaemon;
import dev.dateilager.domain.staging.PrepareReport;
import java.time.Duration;
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
  private final PrepareReport prepared;
  private final MeteredCacheSource source;

  private RunningCached(
      Lifetime parts,
      GrpcEdge edge,
      HealthHttp health,
      PrepareReport prepared,
      MeteredCacheSource source) {
    this.parts = parts;
    this.edge = edge;
    this.health = health;
    this.prepared = prepared;
    this.source = source;
  }

  /**
   * Starts a daemon: opens its store, answers {@code /healthz}, brings the store to the server's
   * version (or takes what is on disk if the server is away, I11), and then takes calls.
   *
   * @throws DateiLagerException if nothing can be served, the store is another's, or a port is
   *     taken; nothing is left running
   */
  public static RunningCached start(CachedSettings settings) throws DateiLagerException {
    var parts = new Lifetime();
    try {
      NodeFiles files =
          parts.owns(
              NodeFiles.open(settings.staging(), NodeFilesSettings.below(settings.allowedRoots())));
      DateiLagerClient server = parts.owns(DateiLagerClient.connect(settings.upstream()));
      HealthHttp health =
          parts.owns(
              HealthHttp.start(
                  settings.host(), settings.healthPort(), "no cache version is loaded yet"));
      var source = new MeteredCacheSource(server.caches());
      CachedComponent component = DaggerCachedComponent.factory().create(settings, files, source);
      CacheDaemon daemon = component.daemon();
      PrepareReport prepared = daemon.prepare();
      GrpcEdge edge =
          GrpcEdge.startCached(component.edge(), component.verifier(), daemon::populate);
      health.report(Optional.empty()); // a version once loaded stays (I19)
      return new RunningCached(parts, edge, health, prepared, source);
    } catch (DateiLagerException | RuntimeException failure) {
      parts.close();
      throw failure;
    }
  }

  /** The port of {@code pb.Cached}. */
  public int port() {
    return edge.port();
  }

  /** The port of {@code /healthz}. */
  public int healthPort() {
    return health.port();
  }

  /** What it holds, and how that came. */
  public PrepareReport prepared() {
    return prepared;
  }

  /** Compressed bytes of the packs that were downloaded. */
  public long downloadedBytes() {
    return source.downloadedBytes();
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
