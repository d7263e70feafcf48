package dev.dateilager.app.command;

import dev.dateilager.app.request.Peer;
import dev.dateilager.app.request.Request;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of the cache daemon. */
final class CachedOptions {
  @Mixin private IdentityOptions identity;

  @Option(
      names = "--upstream-host",
      paramLabel = "HOST",
      description = "The server, as its certificate names it. Required.")
  private @Nullable String upstreamHost;

  @Option(
      names = "--upstream-port",
      paramLabel = "PORT",
      converter = Converters.ToPeerPort.class,
      defaultValue = "5051",
      description = "The server's port (default: 5051).")
  private int upstreamPort;

  @Option(
      names = "--headless-host",
      paramLabel = "HOST",
      description = "Dial this instead of --upstream-host; may be dns:///NAME.")
  private @Nullable String headlessHost;

  @Option(
      names = "--ca-cert",
      paramLabel = "FILE",
      description = "Certificates that may vouch for the server (PEM; default: the system's).")
  private @Nullable Path trusted;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      converter = Converters.ToPort.class,
      defaultValue = "5053",
      description = "gRPC port on all interfaces; 0 for any free one (default: 5053).")
  private int port;

  @Option(
      names = "--healthz-port",
      paramLabel = "PORT",
      converter = Converters.ToPort.class,
      defaultValue = "5054",
      description = "HTTP port of /healthz; 0 for any free one (default: 5054).")
  private int healthPort;

  @Option(
      names = "--staging-path",
      paramLabel = "DIR",
      description = "Where golden copies are kept: on the targets' mount. Required.")
  private @Nullable Path staging;

  @Option(
      names = "--cache-version",
      paramLabel = "N",
      defaultValue = "-1",
      description = "The cache version to hold (default: -1, the newest).")
  private long cacheVersion;

  @Option(
      names = "--link-mode",
      paramLabel = "MODE",
      converter = Converters.ToLinkMode.class,
      defaultValue = "auto",
      description = "How files are placed: auto, link, clone or copy (default: auto).")
  private LinkMode mode = LinkMode.AUTO;

  @Option(names = "--strict", description = "Refuse a placement rather than fall back.")
  private boolean strict;

  @Option(
      names = "--allow-root",
      paramLabel = "DIR",
      converter = Converters.ToNodePath.class,
      description =
          "Place on request only below DIR; repeatable. Default outside production: the staging"
              + " path's parent; in production: nowhere.")
  private @Nullable List<NodePath> allowedRoots;

  @Option(
      names = "--socket",
      paramLabel = "FILE",
      description =
          "Where 'cached status' and its like reach the daemon; empty for nowhere (default:"
              + " /run/dateilager/cached.sock, for others than root below XDG_RUNTIME_DIR).")
  private @Nullable String socket;

  @Option(
      names = "--keep",
      paramLabel = "N",
      defaultValue = "2",
      description = "Cache versions to keep on disk (default: 2).")
  private int keep;

  @Option(
      names = "--min-free-mib",
      paramLabel = "N",
      defaultValue = "256",
      description =
          "Fetch no new cache version while fewer MiB are free on the store's file system (default:"
              + " 256).")
  private long minFreeMib;

  @Option(
      names = "--scrub-mib-per-second",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "How fast golden files are read again in the background, and mended; 0 for never"
              + " (default: 16).")
  private long scrubMib;

  @Option(
      names = "--drain",
      paramLabel = "SPAN",
      converter = Converters.ToDuration.class,
      defaultValue = "20s",
      description = "How long calls under way may go on after the stop signal (default: 20s).")
  private Duration drain = Duration.ofSeconds(20);

  Request request(RequestCommand command) {
    new RequestCommand.Required()
        .flag("staging-path", staging)
        .flag("upstream-host", upstreamHost)
        .check(command);
    var upstream =
        new Peer(
            Objects.requireNonNull(upstreamHost),
            upstreamPort,
            Optional.ofNullable(headlessHost).filter(host -> !host.isEmpty()),
            Optional.ofNullable(trusted));
    return new Request.RunCached(
        command.logs(),
        upstream,
        port,
        healthPort,
        identity.identity(command),
        Objects.requireNonNull(staging),
        cacheVersion(cacheVersion, command),
        mode,
        strict,
        allowedRoots == null ? List.of() : allowedRoots,
        Optional.ofNullable(socket),
        retention(command),
        mebibytes("--scrub-mib-per-second", scrubMib, command),
        drain);
  }

  private Retention retention(RequestCommand command) {
    if (keep < 1) {
      throw command.wrong("--keep must be 1 or more, got " + keep);
    }
    return new Retention(keep, mebibytes("--min-free-mib", minFreeMib, command));
  }

  private static long mebibytes(String flag, long number, RequestCommand command) {
    if (number < 0 || number > Long.MAX_VALUE >> 20) {
      throw command.wrong(
          "%s must not be negative or beyond measure, got %d".formatted(flag, number));
    }
    return number << 20;
  }

  /** The version that an option names, -1 being the newest. */
  static Optional<CacheVersion> cacheVersion(long number, RequestCommand command) {
    if (number < CacheVersion.NONE) {
      throw command.wrong("cache version must be -1 or more, got " + number);
    }
    return number == CacheVersion.NONE ? Optional.empty() : Optional.of(new CacheVersion(number));
  }
}
