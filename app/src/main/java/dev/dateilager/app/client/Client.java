package dev.dateilager.app.client;

import dev.dateilager.adapters.dlclient.ClientSettings;
import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.adapters.dlclient.OutgoingCalls;
import dev.dateilager.adapters.dlclient.Populated;
import dev.dateilager.app.request.ClientCall;
import dev.dateilager.domain.administration.CacheAdministration;
import dev.dateilager.domain.administration.ServerAdministration;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.workspace.FetchCache;
import dev.dateilager.domain.workspace.NameMatcher;
import dev.dateilager.domain.workspace.ProjectSource;
import dev.dateilager.domain.workspace.RebuildRequest;
import dev.dateilager.domain.workspace.RebuildResult;
import dev.dateilager.domain.workspace.Update;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What each client command does, without its words. Connects at the first call. Every method throws
 * the {@link DateiLagerException} that says why it could not be done.
 */
public final class Client implements AutoCloseable {
  private final DateiLagerClient server;
  private final ClientComponent component;
  private final ClientWork work;
  private final Transfer transfer;

  private Client(
      DateiLagerClient server, ClientComponent component, ClientWork work, Transfer transfer) {
    this.server = server;
    this.component = component;
    this.work = work;
    this.transfer = transfer;
  }

  /**
   * A client of a server or a daemon, whose transfers nobody watches.
   *
   * @throws InvalidArgument if the certificates that are to be believed cannot be read
   */
  public static Client connect(ClientSettings settings, int workers) throws InvalidArgument {
    return connect(settings, workers, Transfer.UNWATCHED, OutgoingCalls.UNFOLLOWED);
  }

  /**
   * A client of a server or a daemon.
   *
   * @param transfer is told how far what it sends and receives is
   * @param calls is told of each call
   * @throws InvalidArgument if the certificates that are to be believed cannot be read
   */
  public static Client connect(
      ClientSettings settings, int workers, Transfer transfer, OutgoingCalls calls)
      throws InvalidArgument {
    var work = new ClientWork(workers, settings.maxMessageBytes());
    var server = DateiLagerClient.connect(settings, calls);
    return new Client(
        server, DaggerClientComponent.factory().create(server, work, transfer), work, transfer);
  }

  /** {@code client new}. */
  public void createProject(ClientCall.NewProject call) throws DateiLagerException {
    server.projects().createProject(call.project(), call.packPatterns(), call.template());
  }

  /**
   * {@code client update}.
   *
   * @param leftOut is told what no project can hold
   */
  public Update.Result update(ClientCall.Update call, WorkspaceTree.LeftOut leftOut)
      throws DateiLagerException {
    try (WorkspaceTree tree = component.files().open(directory(call.directory()))) {
      return component
          .update()
          .update(
              tree,
              new Update.Request(
                  call.project(), call.subpaths(), work.workers(), leftOut, transfer::expect));
    }
  }

  /** {@code client get}, one object after the other. */
  public void get(ClientCall.Get call, ProjectSource.ObjectSink sink) throws DateiLagerException {
    component.get().get(call.project(), call.query(), call.from(), call.to(), sink);
  }

  /** {@code client get --write}; how many objects were written. */
  public long export(ClientCall.Get call, Path target) throws DateiLagerException {
    call.query().validate();
    try (WorkspaceTree tree = component.files().open(target)) {
      return component.export().export(tree, call.project(), call.from(), call.to(), call.query());
    }
  }

  /** {@code client rebuild}. */
  public RebuildResult rebuild(ClientCall.Rebuild call) throws DateiLagerException {
    NameMatcher matcher = NameMatcher.of(call.include().orElse(""), call.exclude().orElse(""));
    call.query().validate();
    try (WorkspaceTree tree = component.files().open(directory(call.directory()))) {
      return component
          .rebuild()
          .rebuild(
              tree,
              new RebuildRequest(
                  call.project(),
                  call.query().path(),
                  call.to(),
                  call.query().ignores(),
                  call.query().subpaths(),
                  component.files().cacheDirectory(call.cache().map(Path::toString).orElse("")),
                  matcher,
                  call.summarize(),
                  work.workers()));
    }
  }

  /** {@code client getcache}. */
  public FetchCache.Result getCache(ClientCall.GetCache call) throws DateiLagerException {
    return component
        .fetchCache()
        .fetch(component.files().cacheFolder(call.path()), call.version(), work.workers());
  }

  /** {@code client getcached}; the peer must be a daemon. */
  public Populated getCached(ClientCall.GetCached call) throws DateiLagerException {
    return server.populate(call.path());
  }

  /** The server's projects as a whole. */
  public ServerAdministration administration() {
    return server.administration();
  }

  /** The server's cache versions. */
  public CacheAdministration cacheVersions() {
    return server.cacheAdministration();
  }

  private static Path directory(Optional<Path> given) {
    return given.orElse(Path.of("")); // empty means the working directory (oddity 22)
  }

  /** Ends the connection. */
  @Override
  public void close() {
    server.close();
  }
}
