package dev.dateilager.app.server;

import dagger.Binds;
import dagger.Module;
import dagger.Provides;
import dev.dateilager.adapters.archive.S2TarCodec;
import dev.dateilager.adapters.grpc.CatalogUseCases;
import dev.dateilager.adapters.grpc.EdgeSettings;
import dev.dateilager.adapters.postgres.DatabaseAddress;
import dev.dateilager.adapters.postgres.PostgresCatalogStore;
import dev.dateilager.adapters.postgres.StoreSettings;
import dev.dateilager.app.config.MessageLimits;
import dev.dateilager.app.config.RenewedVerifier;
import dev.dateilager.domain.catalog.Caches;
import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.catalog.ContentBudget;
import dev.dateilager.domain.catalog.PackCodec;
import dev.dateilager.domain.catalog.Projects;
import dev.dateilager.domain.catalog.Reads;
import dev.dateilager.domain.catalog.Retention;
import dev.dateilager.domain.catalog.Updates;
import dev.dateilager.domain.model.Limits;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** How the parts of a server are made. */
@Module
interface ServerModule {

  @Provides
  static Limits limits(ServerSettings settings) {
    return MessageLimits.of(settings.most().messageBytes());
  }

  @Provides
  @Singleton
  static PackCodec codec(Limits limits) {
    return new S2TarCodec(limits);
  }

  @Provides
  @Singleton
  static PostgresCatalogStore postgres(
      ServerSettings settings, DatabaseAddress database, PackCodec codec) {
    return PostgresCatalogStore.open(
        database,
        StoreSettings.withSpool(settings.spoolDirectory())
            .withMaxConnections(settings.most().connections()),
        codec,
        RandomGenerator.getDefault());
  }

  @Binds
  CatalogStore store(PostgresCatalogStore postgres);

  @Provides
  @Singleton
  static ContentBudget budget() {
    return ContentBudget.quarterOf(Runtime.getRuntime().maxMemory());
  }

  @Provides
  @Singleton
  static CatalogUseCases useCases(
      CatalogStore store, PackCodec codec, Limits limits, ContentBudget budget) {
    return new CatalogUseCases(
        new Projects(store),
        new Updates(store, codec, limits, budget),
        new Reads(store, codec, limits, budget),
        new Caches(store, budget),
        new Retention(store, RandomGenerator.getDefault()),
        store);
  }

  @Provides
  @Singleton
  static RenewedVerifier verifier(ServerSettings settings) {
    return new RenewedVerifier(settings.identity(), InstantSource.system());
  }

  @Provides
  static EdgeSettings edge(ServerSettings settings, ContentBudget budget) {
    // what could never be dealt with is refused by its header, before any of it is read
    int messageBytes = (int) Math.min(settings.most().messageBytes(), budget.bytes());
    return EdgeSettings.of(settings.port(), settings.identity().tls())
        .withHost(settings.host())
        .withEnvironment(settings.environment())
        .withMaxMessageBytes(messageBytes)
        .withCallsPerRole(settings.most().callsPerRole());
  }
}
