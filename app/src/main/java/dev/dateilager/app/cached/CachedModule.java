package dev.dateilager.app.cached;

import dagger.Module;
import dagger.Provides;
import dev.dateilager.adapters.archive.S2TarCodec;
import dev.dateilager.adapters.fs.NodeFiles;
import dev.dateilager.adapters.grpc.EdgeSettings;
import dev.dateilager.app.config.MessageLimits;
import dev.dateilager.app.config.RenewedVerifier;
import dev.dateilager.domain.staging.CacheDaemon;
import dev.dateilager.domain.staging.CacheSource;
import dev.dateilager.domain.staging.DaemonSettings;
import dev.dateilager.domain.staging.NodeSenses;
import dev.dateilager.domain.staging.PackContents;
import jakarta.inject.Singleton;

/** How the parts of a cache daemon are made. */
@Module
final class CachedModule {
  private CachedModule() {}

  @Provides
  static PackContents contents(CachedSettings settings) {
    var codec = new S2TarCodec(MessageLimits.of(settings.upstream().maxMessageBytes()));
    return codec::open;
  }

  @Provides
  @Singleton
  static CacheDaemon daemon(
      CachedSettings settings, NodeFiles files, CacheSource source, PackContents contents) {
    return new CacheDaemon(
        source,
        files.store(),
        files.placer(),
        contents,
        new DaemonSettings(
            settings.environment(),
            settings.allowedRoots(),
            settings.wanted(),
            settings.mode(),
            settings.strict(),
            settings.workers(),
            settings.retention()),
        new NodeSenses(files.probe(), settings.token(), settings.clock()));
  }

  @Provides
  @Singleton
  static RenewedVerifier verifier(CachedSettings settings) {
    return new RenewedVerifier(settings.identity(), settings.clock());
  }

  @Provides
  static EdgeSettings edge(CachedSettings settings) {
    return EdgeSettings.of(settings.port(), settings.identity().tls())
        .withHost(settings.host())
        .withEnvironment(settings.environment());
  }
}
