package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.TokenVerifier;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A gRPC server over TLS that serves the domain's use cases (wire.md): {@code pb.Fs} and {@code
 * dateilager.v1.Caches}, or {@code pb.Cached}; each beside the health service. Every call but a
 * health check needs a token.
 *
 * <p>It owns its threads and its port, and nothing of what it serves.
 */
public final class GrpcEdge implements AutoCloseable {
  private static final long LAST_SECONDS = 2;

  private final Server server;
  private final HealthStatusManager health;
  private final Optional<DatabaseHealth> databaseHealth;
  private final ActiveCalls active;
  private final ExecutorService threads;
  private final Transport transport;

  private GrpcEdge(
      Server server,
      HealthStatusManager health,
      Optional<DatabaseHealth> databaseHealth,
      ActiveCalls active,
      ExecutorService threads,
      Transport transport) {
    this.server = server;
    this.health = health;
    this.databaseHealth = databaseHealth;
    this.active = active;
    this.threads = threads;
    this.transport = transport;
  }

  /**
   * Starts a DateiLager server. {@code dateilager.server} of its health service tells whether the
   * database answers.
   *
   * @throws DateiLagerException.InvalidArgument if the TLS files cannot be used
   * @throws FailedPrecondition if the address cannot be listened on; nothing is left running
   */
  public static GrpcEdge startServer(
      EdgeSettings settings, TokenVerifier verifier, CatalogUseCases useCases)
      throws DateiLagerException {
    return start(settings, verifier, new Served.Files(useCases.asCatalog()));
  }

  /**
   * Starts the edge of a cache daemon.
   *
   * @throws DateiLagerException.InvalidArgument if the TLS files cannot be used
   * @throws FailedPrecondition if the address cannot be listened on; nothing is left running
   */
  public static GrpcEdge startCached(
      EdgeSettings settings, TokenVerifier verifier, Populator populator)
      throws DateiLagerException {
    return start(settings, verifier, new Served.Cached(populator));
  }

  private static GrpcEdge start(EdgeSettings settings, TokenVerifier verifier, Served served)
      throws DateiLagerException {
    return start(settings, new NettyTransport(), verifier, served, AccessLog.ofPlatform());
  }

  /** Starts on any transport, which is closed at the end, and if this fails. */
  static GrpcEdge start(
      EdgeSettings settings,
      Transport transport,
      TokenVerifier verifier,
      Served served,
      AccessLog accessLog)
      throws DateiLagerException {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("grpc-", 0).factory());
    var handlers = new Handlers(threads, settings.patience());
    var health = new HealthStatusManager();
    var active = new ActiveCalls();
    try {
      ServerBuilder<?> builder = transport.server(settings);
      served.services(handlers, settings.environment()).forEach(builder::addService);
      Server server =
          builder
              .executor(threads)
              .addService(health.getHealthService())
              .intercept(new TokenInterceptor(verifier))
              .intercept(new CallInterceptor(System::nanoTime, accessLog, active)) // outermost
              .build()
              .start();
      Optional<DatabaseHealth> databaseHealth =
          served.asked().map(catalog -> DatabaseHealth.start(catalog, health));
      return new GrpcEdge(server, health, databaseHealth, active, threads, transport);
    } catch (IOException refused) {
      transport.close();
      throw new FailedPrecondition(
          "cannot listen on %s:%d: %s".formatted(settings.host(), settings.port(), reason(refused)),
          refused);
    } catch (DateiLagerException | RuntimeException failure) {
      transport.close();
      throw failure;
    }
  }

  private static String reason(IOException refused) {
    Throwable cause = refused.getCause(); // netty's "Failed to bind" says less than its cause
    return String.valueOf(cause == null ? refused.getMessage() : cause.getMessage());
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /**
   * Stops: refuses new calls, tells watchers that it does not serve, waits for the calls under way,
   * and ends what is left. Afterwards nothing it started runs, but a handler that does not heed its
   * interruption. May be called again.
   *
   * @param grace how long to wait for calls under way
   */
  public void stop(Duration grace) {
    server.shutdown();
    databaseHealth.ifPresent(DatabaseHealth::close);
    health.enterTerminalState();
    try {
      active.awaitNone(grace);
      server.shutdownNow().awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
      threads.shutdownNow();
      threads.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException hurry) {
      server.shutdownNow();
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    transport.close();
  }

  /** Stops without waiting for calls. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
