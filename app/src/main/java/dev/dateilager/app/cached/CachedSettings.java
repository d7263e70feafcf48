package dev.dateilager.app.cached;

import dev.dateilager.adapters.dlclient.ClientSettings;
import dev.dateilager.app.config.ServingIdentity;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.Environment;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Retention;
import dev.dateilager.domain.staging.TokenTimes;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How a cache daemon runs.
 *
 * @param host the address to listen on; empty for all
 * @param port of {@code pb.Cached}; 0 for any free one
 * @param healthPort of {@code /healthz}; 0 for any free one
 * @param environment opens what is for development only
 * @param identity certificate and token keys
 * @param upstream the server and the token for it
 * @param workers packs unpacked at a time, at least 1
 * @param staging where packs are kept; absolute
 * @param wanted the cache version to hold; absent for the newest
 * @param mode how files are placed
 * @param strict whether to refuse rather than weaken
 * @param allowedRoots below which a request may place
 * @param socket where operators' commands reach it; absent for nowhere
 * @param retention how much the store may hold
 * @param scrubBytesPerSecond how fast golden files are read again in the background; 0 for never
 * @param token what the token for the server says now
 * @param clock the node's
 */
public record CachedSettings(
    String host,
    int port,
    int healthPort,
    Environment environment,
    ServingIdentity identity,
    ClientSettings upstream,
    int workers,
    Path staging,
    Optional<CacheVersion> wanted,
    LinkMode mode,
    boolean strict,
    List<NodePath> allowedRoots,
    Optional<Path> socket,
    Retention retention,
    long scrubBytesPerSecond,
    Supplier<TokenTimes> token,
    InstantSource clock) {
  /** Copies the list. */
  public CachedSettings {
    allowedRoots = List.copyOf(allowedRoots);
  }
}
