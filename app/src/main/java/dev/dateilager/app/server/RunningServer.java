package dev.dateilager.app.server;

import dev.dateilager.adapters.grpc.EdgeSettings;
import dev.dateilager.adapters.grpc.EdgeWatch;
import dev.dateilager.adapters.grpc.GrpcEdge;
import dev.dateilager.adapters.postgres.DatabaseAddress;
import dev.dateilager.adapters.postgres.EmbeddedPostgres;
import dev.dateilager.adapters.postgres.PostgresCatalogStore;
import dev.dateilager.app.config.PrivateFiles;
import dev.dateilager.app.config.Renewals;
import dev.dateilager.app.health.HealthHttp;
import dev.dateilager.app.lifetime.Lifetime;
import dev.dateilager.app.logging.CallLines;
import dev.dateilager.app.logging.Log;
import dev.dateilager.app.request.Secret;
import dev.dateilager.app.tracing.Tracing;
import dev.dateilager.domain.model.DateiLagerException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A server that serves. Ends in one order: new calls are refused, health says not serving, calls
 * under way may finish, the rest is interrupted, and then the store and the database are closed.
 */
public final class RunningServer implements AutoCloseable {
  private static final int RESERVED_CONNECTIONS = 10; // of the database, for others than the pool

  private final Lifetime parts;
  private final GrpcEdge edge;
  private final HealthHttp health;
  private final int port;
  private final List<Renewals.Renewal> renewals;

  private RunningServer(
      Lifetime parts, GrpcEdge edge, HealthHttp health, List<Renewals.Renewal> renewals) {
    this.renewals = renewals;
    this.parts = parts;
    this.edge = edge;
    this.health = health;
    this.port = edge.port();
  }

  /**
   * Starts a server; it takes calls when this returns.
   *
   * @param log what it does and meets
   * @param tracing follows its calls; stays its owner's
   * @throws DateiLagerException if the database does not answer, has not our schema, or the port is
   *     taken; nothing is left running
   */
  public static RunningServer start(ServerSettings settings, Log log, Tracing tracing)
      throws DateiLagerException {
    var parts = new Lifetime();
    try {
      PrivateFiles.directory(settings.dataDirectory());
      PrivateFiles.directory(settings.spoolDirectory());
      var component = DaggerServerComponent.factory().create(settings, database(settings, parts));
      PostgresCatalogStore store = parts.owns(component.store());
      store.newestCache(); // asks for a sign of life, and for our schema
      var figures = new ServerFigures();
      HealthHttp health =
          parts.owns(
              HealthHttp.start(
                  settings.host(), settings.healthPort(), figures.figures(), "not started yet"));
      GrpcEdge edge =
          GrpcEdge.startServer(
              component.edge(),
              component.budget(),
              component.verifier(),
              component.useCases(),
              new EdgeWatch(new CallLines(log), figures.calls(), tracing.incoming()));
      figures.observe(store);
      figures.observe(component.budget(), edge::answerBytes, edge::intakeBytes);
      tellOfMessages(settings, component.edge(), log);
      figures.observe(new CacheSample(store, () -> edge.trouble().isEmpty(), System::nanoTime));
      health.follow(edge::trouble);
      return new RunningServer(
          parts,
          edge,
          health,
          settings.identity().renewals(edge::reloadTls, component.verifier()::renew));
    } catch (DateiLagerException | RuntimeException failure) {
      parts.close();
      throw failure;
    }
  }

  private static void tellOfMessages(ServerSettings settings, EdgeSettings edge, Log log) {
    if (edge.maxMessageBytes() < settings.most().messageBytes()) {
      log.warn(
          "the heap is too small for the longest messages of old clients, longer ones are refused;"
              + " give Java a larger one with -Xmx",
          "longest_bytes",
          edge.maxMessageBytes(),
          "wanted_bytes",
          settings.most().messageBytes());
    }
  }

  private static DatabaseAddress database(ServerSettings settings, Lifetime parts)
      throws DateiLagerException {
    Optional<Secret> uri = settings.database();
    if (uri.isPresent()) {
      return DatabaseAddress.parse(uri.get().value(), settings.databaseVariables());
    }
    return parts
        .owns(
            EmbeddedPostgres.start(
                settings.postgresDirectory(), settings.most().connections() + RESERVED_CONNECTIONS))
        .address();
  }

  /** The port it listens on, or did before it ended. */
  public int port() {
    return port;
  }

  /** The port of {@code /healthz} and {@code /metrics}. */
  public int healthPort() {
    return health.port();
  }

  /** What may change in the files that it lives by. */
  public List<Renewals.Renewal> renewals() {
    return renewals;
  }

  /**
   * Ends it.
   *
   * @param drain how long calls under way may go on
   */
  public void stop(Duration drain) {
    health.report(Optional.of("the server is ending"));
    try {
      edge.stop(drain);
    } finally {
      parts.close();
    }
  }

  /** Ends it without waiting for calls. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
