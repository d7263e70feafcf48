package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.administration.CacheAdministration;
import dev.dateilager.domain.administration.CachePlan;
import dev.dateilager.domain.administration.ServerAdministration;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.staging.CacheSource;
import dev.dateilager.domain.workspace.ProjectSource;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Deadline;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A client of a DateiLager server, or of a node's {@code cached} (wire.md). Safe for use by many
 * threads. Connects at the first call; a server that cannot be reached shows only then.
 *
 * <p>Every call throws the {@link DateiLagerException} that the server's status means.
 */
public final class DateiLagerClient implements AutoCloseable {
  private final Runnable disconnect;
  private final Server server;
  private final RemoteCaches caches;

  private DateiLagerClient(Server server, Runnable disconnect) {
    this.disconnect = disconnect;
    this.server = server;
    this.caches = new RemoteCaches(server);
  }

  /**
   * A client of the server that the settings name.
   *
   * @throws InvalidArgument if the certificates that are to be believed cannot be read
   */
  public static DateiLagerClient connect(ClientSettings settings) throws InvalidArgument {
    return connect(settings, OutgoingCalls.UNFOLLOWED);
  }

  /**
   * The same, with calls that are followed.
   *
   * @param calls is told of each
   * @throws InvalidArgument if the certificates that are to be believed cannot be read
   */
  public static DateiLagerClient connect(ClientSettings settings, OutgoingCalls calls)
      throws InvalidArgument {
    Connection connection = Connection.to(settings);
    return new DateiLagerClient(server(settings, connection.channel(), calls), connection::close);
  }

  /**
   * A client of the {@code cached} that listens on a socket of this machine, in plain text and
   * without a token: the kernel tells the daemon who calls (I28).
   *
   * @param socket where it listens
   * @param timeout as {@link ClientSettings#timeout}
   */
  public static DateiLagerClient connect(
      UnixDomainSocketAddress socket, Optional<Duration> timeout) {
    Connection connection = Connection.to(socket);
    return new DateiLagerClient(
        new Server(
            connection.channel(),
            timeout.map(DateiLagerClient::end),
            Connection.MAX_BYTES,
            ClientSettings.DEFAULT_PATIENCE),
        connection::close);
  }

  /** A client over any channel, which stays its owner's. */
  static DateiLagerClient over(ClientSettings settings, Channel channel) {
    return over(settings, channel, OutgoingCalls.UNFOLLOWED);
  }

  static DateiLagerClient over(ClientSettings settings, Channel channel, OutgoingCalls calls) {
    return new DateiLagerClient(server(settings, channel, calls), () -> {});
  }

  private static Server server(ClientSettings settings, Channel channel, OutgoingCalls calls) {
    return new Server(
        ClientInterceptors.intercept(
            channel, new TokenSender(settings.token()), new CallFollower(calls)),
        settings.timeout().map(DateiLagerClient::end),
        settings.maxMessageBytes(),
        settings.patience());
  }

  private static Deadline end(Duration timeout) {
    return Deadline.after(timeout.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The server's projects. */
  public ProjectSource projects() {
    return new RemoteProjects(server);
  }

  /** The server's cache versions, to be downloaded. */
  public CacheSource caches() {
    return caches;
  }

  /** The server's projects as a whole, for an operator. */
  public ServerAdministration administration() {
    return new RemoteAdministration(server);
  }

  /** The server's cache versions, for an operator. */
  public CacheAdministration cacheAdministration() {
    return new RemoteCacheAdministration(server);
  }

  /** As {@link CacheAdministration#create} with a limit of packs alone. */
  public CacheInfo createCache(String prefix, int maxPacks) throws DateiLagerException {
    return cacheAdministration().create(CachePlan.ofPacks(prefix, maxPacks));
  }

  /** As {@link CacheAdministration#list}. */
  public List<CacheInfo> listCaches() throws DateiLagerException {
    return cacheAdministration().list();
  }

  /**
   * Asks a {@code cached} to place its golden copy.
   *
   * @param path on the daemon's file system, not the caller's
   */
  public Populated populate(String path) throws DateiLagerException {
    return new RemoteDaemon(server).populate(path);
  }

  /** Calls the server only to see what comes of it; never fails. */
  public Reached checkup() {
    return new Checkup(server).look();
  }

  /** The {@code cached} that this is a client of. */
  public DaemonClient daemon() {
    return new DaemonClient(server);
  }

  /** Ends every call under way and the connection; never fails. */
  @Override
  public void close() {
    disconnect.run();
  }
}
