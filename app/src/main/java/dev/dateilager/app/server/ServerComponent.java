package dev.dateilager.app.server;

import dagger.BindsInstance;
import dagger.Component;
import dev.dateilager.adapters.grpc.CatalogUseCases;
import dev.dateilager.adapters.grpc.EdgeSettings;
import dev.dateilager.adapters.postgres.DatabaseAddress;
import dev.dateilager.adapters.postgres.PostgresCatalogStore;
import dev.dateilager.app.config.RenewedVerifier;
import dev.dateilager.domain.catalog.ContentBudget;
import jakarta.inject.Singleton;

/** The wiring of a server. What it makes is made once, when it is first asked for. */
@Singleton
@Component(modules = ServerModule.class)
interface ServerComponent {
  /** To be closed last. */
  PostgresCatalogStore store();

  CatalogUseCases useCases();

  /** What all its reads together may hold. */
  ContentBudget budget();

  RenewedVerifier verifier();

  EdgeSettings edge();

  /** Makes the wiring. */
  @Component.Factory
  interface Factory {
    ServerComponent create(
        @BindsInstance ServerSettings settings, @BindsInstance DatabaseAddress database);
  }
}
