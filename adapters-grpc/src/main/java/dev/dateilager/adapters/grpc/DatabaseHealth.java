package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.DateiLagerException;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.protobuf.services.HealthStatusManager;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells the health service, as {@code dateilager.server}, whether the database answers: asked every
 * second, with 800 ms to answer (wire.md §7, I26). Unlike the Go server it asks at once.
 *
 * <p>One thread asks, so that a database that hangs is asked by no more than one. A change is
 * logged, once.
 */
final class DatabaseHealth implements AutoCloseable {
  /** The name under which it is told. */
  static final String SERVICE = "dateilager.server";

  private static final Logger LOG = System.getLogger(DatabaseHealth.class.getName());
  private static final Duration PATIENCE = Duration.ofMillis(800);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Catalog catalog;
  private final HealthStatusManager health;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("database-health").daemon().factory());
  private volatile Optional<String> trouble = Optional.of("the database was not asked yet");
  private ServingStatus last = ServingStatus.SERVICE_UNKNOWN; // touched by that thread alone

  private DatabaseHealth(Catalog catalog, HealthStatusManager health) {
    this.catalog = catalog;
    this.health = health;
  }

  /** Begins to ask. */
  static DatabaseHealth start(Catalog catalog, HealthStatusManager health) {
    return start(catalog, health, PERIOD);
  }

  static DatabaseHealth start(Catalog catalog, HealthStatusManager health, Duration period) {
    var told = new DatabaseHealth(catalog, health);
    var _ = told.thread.scheduleAtFixedRate(told::ask, 0, period.toNanos(), TimeUnit.NANOSECONDS);
    return told;
  }

  private void ask() {
    ServingStatus now;
    Optional<String> why;
    try {
      catalog.ping(PATIENCE);
      now = ServingStatus.SERVING;
      why = Optional.empty();
    } catch (DateiLagerException | RuntimeException failure) { // else it would never ask again
      now = ServingStatus.NOT_SERVING;
      why = Optional.of(String.valueOf(failure.getMessage()));
    }
    trouble = why;
    health.setStatus(SERVICE, now);
    if (now != last) {
      LOG.log(
          now == ServingStatus.SERVING ? Level.INFO : Level.WARNING,
          "database is " + now + why.map(reason -> ": " + reason).orElse(""));
      last = now;
    }
  }

  /** Why the database was of no use when last asked; absent if it answered. */
  Optional<String> trouble() {
    return trouble;
  }

  /** Asks no more. What is being asked is interrupted. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
