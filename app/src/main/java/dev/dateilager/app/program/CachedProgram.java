package dev.dateilager.app.program;

import dev.dateilager.app.cached.CachedSettings;
import dev.dateilager.app.cached.RunningCached;
import dev.dateilager.app.config.PeerSettings;
import dev.dateilager.app.config.ServingIdentity;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.config.TokenSource;
import dev.dateilager.app.logging.Log;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.request.Secret;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.PrepareReport;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code dateilager cached}. */
final class CachedProgram {
  private final Surroundings surroundings;
  private final InstantSource clock;
  private final Log log;

  CachedProgram(Surroundings surroundings, InstantSource clock, Log log) {
    this.surroundings = surroundings;
    this.clock = clock;
    this.log = log;
  }

  /** Serves until the process is told to end, which is a success. */
  void run(Request.RunCached request) throws DateiLagerException {
    FileNames.require();
    CachedSettings settings = settings(request);
    try (RunningCached cached = RunningCached.start(settings)) {
      tellPrepared(cached.prepared());
      log.info(
          "cached started",
          "dl.port",
          cached.port(),
          "healthz_port",
          cached.healthPort(),
          "dl.environment",
          settings.environment().name().toLowerCase(Locale.ROOT),
          "allowed_roots",
          settings.allowedRoots(),
          "certificate",
          settings.identity().tls().certificate());
      Serving.untilToldToEnd();
      log.info("cached stops", "drain", request.drain());
      cached.stop(request.drain());
    }
    log.info("cached stopped");
  }

  private void tellPrepared(PrepareReport report) {
    if (report.failure().isPresent()) {
      log.warn(
          "the server did not confirm the cache version, serving what is on disk",
          "dl.version",
          report.golden().wireVersion(),
          "error",
          String.valueOf(report.failure().get().getMessage()));
    } else {
      log.info(
          "cache prepared",
          "dl.version",
          report.golden().wireVersion(),
          "outcome",
          report.outcome().name().toLowerCase(Locale.ROOT),
          "packs",
          report.packs(),
          "dl.object_count",
          report.entries());
    }
  }

  private CachedSettings settings(Request.RunCached request) throws DateiLagerException {
    Path staging = request.staging().toAbsolutePath().normalize();
    var token = new Secret(TokenSource.find(surroundings));
    var upstream = PeerSettings.of(request.upstream(), token, surroundings, Optional.empty());
    return new CachedSettings(
        "",
        request.port(),
        request.healthPort(),
        surroundings.environment(),
        ServingIdentity.of(request.identity(), "cached", surroundings, clock),
        upstream,
        surroundings.workers(),
        staging,
        request.wanted(),
        request.mode(),
        request.strict(),
        roots(request.allowedRoots(), staging));
  }

  /** In development the staging path's parent is open to requests; in production nothing is. */
  private List<NodePath> roots(List<NodePath> given, Path staging) throws DateiLagerException {
    Path parent = staging.getParent();
    if (!given.isEmpty() || !surroundings.environment().isDevelopment() || parent == null) {
      return given;
    }
    return List.of(NodePath.parse(parent.toString()));
  }
}
