package dev.dateilager.app.program;

import dev.dateilager.app.cached.CachedSettings;
import dev.dateilager.app.cached.RunningCached;
import dev.dateilager.app.config.PeerSettings;
import dev.dateilager.app.config.Renewals;
import dev.dateilager.app.config.RenewedToken;
import dev.dateilager.app.config.ServingIdentity;
import dev.dateilager.app.config.Surroundings;
import dev.dateilager.app.config.ToldExpired;
import dev.dateilager.app.logging.Log;
import dev.dateilager.app.request.Identity;
import dev.dateilager.app.request.Request;
import dev.dateilager.app.tracing.Tracing;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.NodePath;
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
  private final Tracing tracing;

  CachedProgram(Surroundings surroundings, InstantSource clock, Log log, Tracing tracing) {
    this.surroundings = surroundings;
    this.clock = clock;
    this.log = log;
    this.tracing = tracing;
  }

  /** Serves until the process is told to end, which is a success. */
  void run(Request.RunCached request) throws DateiLagerException {
    FileNames.require();
    CachedSettings settings = settings(request);
    try (RunningCached cached = RunningCached.start(settings, log, tracing);
        var renewals = Renewals.start(log, cached.renewals())) {
      boolean heeded =
          HangUp.does(
              () -> {
                renewals.now();
                cached.refreshSoon();
              });
      if (!heeded) {
        log.warn("no SIGHUP here: 'cached refresh' has the server asked again");
      }
      log.info(
          "cached started",
          "dl.port",
          cached.port(),
          "healthz_port",
          cached.healthPort(),
          "dl.environment",
          settings.environment().name().toLowerCase(Locale.ROOT),
          "socket",
          settings.socket().map(Path::toString).orElse(""),
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

  private CachedSettings settings(Request.RunCached request) throws DateiLagerException {
    Path staging = request.staging().toAbsolutePath().normalize();
    var token = RenewedToken.find(surroundings);
    var upstream =
        PeerSettings.of(request.upstream(), token::value, surroundings, Optional.empty());
    return new CachedSettings(
        "",
        request.port(),
        request.healthPort(),
        surroundings.environment(),
        identity(request.identity()),
        upstream,
        surroundings.workers(),
        staging,
        request.wanted(),
        request.mode(),
        request.strict(),
        roots(request.allowedRoots(), staging),
        request.socket().isEmpty()
            ? Optional.of(surroundings.daemonSocket())
            : request.socket().filter(socket -> !socket.isEmpty()).map(Path::of),
        request.retention(),
        request.scrubBytesPerSecond(),
        token::times,
        clock);
  }

  private ServingIdentity identity(Identity given) throws DateiLagerException {
    var identity = ServingIdentity.of(given, "cached", surroundings, clock);
    return given.acceptsExpired() ? identity.withExpired(new ToldExpired(log, clock)) : identity;
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
