package dev.dateilager.app.cached;

import dagger.BindsInstance;
import dagger.Component;
import dev.dateilager.adapters.fs.NodeFiles;
import dev.dateilager.adapters.grpc.EdgeSettings;
import dev.dateilager.app.config.RenewedVerifier;
import dev.dateilager.domain.staging.CacheDaemon;
import dev.dateilager.domain.staging.CacheSource;
import jakarta.inject.Singleton;

/** The wiring of a cache daemon. What it makes is made once, when it is first asked for. */
@Singleton
@Component(modules = CachedModule.class)
interface CachedComponent {
  CacheDaemon daemon();

  RenewedVerifier verifier();

  EdgeSettings edge();

  /** Makes the wiring. */
  @Component.Factory
  interface Factory {
    CachedComponent create(
        @BindsInstance CachedSettings settings,
        @BindsInstance NodeFiles files,
        @BindsInstance CacheSource source);
  }
}
