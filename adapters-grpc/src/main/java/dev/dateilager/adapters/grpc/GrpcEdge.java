package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.access.TokenVerifier;
import dev.dateilager.domain.catalog.ContentBudget;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import io.grpc.BindableService;
import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerInterceptor;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A gRPC server over TLS that serves the domain's use cases (wire.md): {@code pb.Fs} and {@code
 * dateilager.v1.Caches}, or {@code pb.Cached}, {@code dateilager.v1.Placements} and {@code
 * dateilager.v1.Daemon}; each beside the health service. Every call but a health check needs a
 * token. A cache daemon may be reached by a UNIX-domain socket, too, without one (I28).
 *
 * <p>It owns its threads, its port and its socket, and nothing of what it serves.
 */
public final class GrpcEdge implements AutoCloseable {
  private static final long LAST_SECONDS = 2;

  /** Of messages that are smaller than what they unpack to (wire.md §1, I21). */
  private static final DecompressorRegistry UNCOMPRESSED =
      DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, true);

  private static final Duration LAST_CALLS = Duration.ofMillis(500); // a long way there and back

  private final List<Server> servers;
  private final HealthStatusManager health;
  private final Optional<DatabaseHealth> databaseHealth;
  private final ActiveCalls active;
  private final Answers answers;
  private final Intake intake;
  private final ExecutorService threads;
  private final List<Door> doors;
  private final TlsFiles tls;

  /**
   * A way in.
   *
   * @param transport what is listened on
   * @param authority tells who comes that way
   */
  record Door(Transport transport, ServerInterceptor authority) {}

  private GrpcEdge(
      List<Server> servers,
      HealthStatusManager health,
      Optional<DatabaseHealth> databaseHealth,
      ActiveCalls active,
      Answers answers,
      Intake intake,
      ExecutorService threads,
      List<Door> doors,
      TlsFiles tls) {
    this.servers = servers;
    this.health = health;
    this.databaseHealth = databaseHealth;
    this.active = active;
    this.answers = answers;
    this.intake = intake;
    this.threads = threads;
    this.doors = doors;
    this.tls = tls;
  }

  /**
   * Starts a DateiLager server. {@code dateilager.server} of its health service tells whether the
   * database answers.
   *
   * @param budget what contents may hold in memory, those that updates bring as well
   * @throws DateiLagerException.InvalidArgument if the TLS files cannot be used
   * @throws FailedPrecondition if the address cannot be listened on; nothing is left running
   */
  public static GrpcEdge startServer(
      EdgeSettings settings,
      ContentBudget budget,
      TokenVerifier verifier,
      CatalogUseCases useCases,
      EdgeWatch watch)
      throws DateiLagerException {
    var served = new Served.Files(useCases.asCatalog(), budget);
    return start(settings, new NettyTransport(), verifier, served, watch);
  }

  /**
   * Starts the edge of a cache daemon: one set of services, handlers and limits, reached over TLS
   * with a token, and by a socket without one. The directory of the socket is made if it is absent,
   * and stays; a socket that nobody listens on any more is replaced.
   *
   * @param socket where root and this process's own user act as admin; absolute, in a directory of
   *     its own that is of mode 0700; absent for nowhere
   * @throws DateiLagerException.InvalidArgument if the TLS files cannot be used
   * @throws FailedPrecondition if the address or the socket cannot be listened on, or the socket's
   *     directory is not as it must be; nothing is left running
   */
  public static GrpcEdge startCached(
      EdgeSettings settings,
      TokenVerifier verifier,
      Node node,
      Optional<Path> socket,
      EdgeWatch watch)
      throws DateiLagerException {
    var doors = new ArrayList<Door>();
    if (socket.isPresent()) {
      doors.add(socketDoor(socket.get()));
    }
    doors.addFirst(new Door(new NettyTransport(), new TokenInterceptor(verifier)));
    return start(settings, doors, new Served.Daemon(node), watch);
  }

  /** The way in by a socket. */
  static Door socketDoor(Path socket) throws FailedPrecondition {
    return new Door(SocketTransport.at(AdminSocket.prepare(socket)), new SocketInterceptor());
  }

  /** Starts on any transport, which is closed at the end, and if this fails. */
  static GrpcEdge start(
      EdgeSettings settings,
      Transport transport,
      TokenVerifier verifier,
      Served served,
      EdgeWatch watch)
      throws DateiLagerException {
    return start(
        settings, List.of(new Door(transport, new TokenInterceptor(verifier))), served, watch);
  }

  /**
   * Opens doors to one set of handlers; their transports are closed at the end, and if this fails.
   */
  static GrpcEdge start(EdgeSettings settings, List<Door> doors, Served served, EdgeWatch watch)
      throws DateiLagerException {
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("grpc-", 0).factory());
    var answers = Answers.ofProcess(settings.maxMessageBytes());
    var intake = new Intake(settings.intakeBytes());
    var limit = new CallLimit(settings.callsPerRole());
    var handlers =
        new Handlers(threads, Patience.of(settings.patience(), served::isMemoryScarce), answers);
    var health = new HealthStatusManager();
    var active = new ActiveCalls();
    var servers = new ArrayList<Server>();
    try {
      var services =
          new ArrayList<BindableService>(served.services(handlers, settings.environment()));
      services.add(health.getHealthService());
      var meter = new StreamMeter(watch.meter(), methods(services), System::nanoTime);
      for (Door door : doors) {
        ServerBuilder<?> builder = door.transport().server(settings);
        services.forEach(builder::addService);
        Server server =
            builder
                .executor(threads)
                .decompressorRegistry(UNCOMPRESSED)
                .addStreamTracerFactory(meter)
                .addStreamTracerFactory(intake)
                .intercept(limit)
                .intercept(door.authority())
                .intercept(new CallInterceptor(System::nanoTime, watch, active)) // outermost
                .build();
        servers.add(server);
        listen(server, door.transport(), settings);
      }
      Optional<DatabaseHealth> databaseHealth =
          served.asked().map(catalog -> DatabaseHealth.start(catalog, health));
      return new GrpcEdge(
          List.copyOf(servers),
          health,
          databaseHealth,
          active,
          answers,
          intake,
          threads,
          List.copyOf(doors),
          settings.tls());
    } catch (DateiLagerException | RuntimeException failure) {
      servers.forEach(Server::shutdownNow);
      doors.forEach(door -> door.transport().close());
      throw failure;
    }
  }

  private static Set<String> methods(List<BindableService> services) {
    return services.stream()
        .flatMap(service -> service.bindService().getMethods().stream())
        .map(method -> method.getMethodDescriptor().getFullMethodName())
        .collect(Collectors.toSet());
  }

  private static void listen(Server server, Transport transport, EdgeSettings settings)
      throws FailedPrecondition {
    try {
      server.start();
      transport.listening();
    } catch (IOException refused) {
      throw new FailedPrecondition(
          "cannot listen on %s: %s".formatted(transport.where(settings), reason(refused)), refused);
    }
  }

  private static String reason(IOException refused) {
    Throwable cause = refused.getCause(); // netty's "Failed to bind" says less than its cause
    return String.valueOf(cause == null ? refused.getMessage() : cause.getMessage());
  }

  /** Why the database was of no use when last asked; absent if it was, or if there is none. */
  public Optional<String> trouble() {
    return databaseHealth.flatMap(DatabaseHealth::trouble);
  }

  /** Bytes of memory that unary answers hold now. */
  public long answerBytes() {
    return answers.heldBytes();
  }

  /** Bytes of memory that messages hold which are on their way in, or not dealt with. */
  public long intakeBytes() {
    return intake.heldBytes();
  }

  /** The TCP port it listens on. */
  public int port() {
    return servers.getFirst().getPort();
  }

  /**
   * Shows connections from now on the certificate that is in the TLS files now; those that are open
   * keep theirs.
   *
   * @throws DateiLagerException.InvalidArgument if the files cannot be used, do not belong together
   *     or the certificate is over; what was shown before stays
   */
  public void reloadTls() throws DateiLagerException {
    for (Door door : doors) {
      door.transport().reloadTls(tls);
    }
  }

  /**
   * Stops: refuses new calls, tells watchers that it does not serve, waits for the calls under way,
   * and ends what is left. Afterwards nothing it started runs, but a handler that does not heed its
   * interruption. May be called again.
   *
   * @param grace how long to wait for calls under way
   */
  public void stop(Duration grace) {
    servers.forEach(Server::shutdown);
    databaseHealth.ifPresent(DatabaseHealth::close);
    health.enterTerminalState();
    try {
      drain(grace.toNanos());
      servers.forEach(Server::shutdownNow);
      for (Server server : servers) {
        server.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
      }
      threads.shutdownNow();
      threads.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException hurry) {
      servers.forEach(Server::shutdownNow);
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
    doors.forEach(door -> door.transport().close());
  }

  /**
   * Waits for the calls under way, and for those that were on their way when new ones were refused:
   * whoever sent one learns of the stop a moment later, and until then may rely on an answer.
   * Connections without a watcher of health end by themselves then, which ends that moment.
   */
  private void drain(long graceNanos) throws InterruptedException {
    long end = System.nanoTime() + graceNanos;
    if (!active.awaitNone(Duration.ofNanos(graceNanos))) {
      return;
    }
    long moment = Math.min(LAST_CALLS.toNanos(), graceNanos);
    for (Server server : servers) {
      server.awaitTermination(moment, TimeUnit.NANOSECONDS);
    }
    active.awaitNone(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
  }

  /** Stops without waiting for calls. */
  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
