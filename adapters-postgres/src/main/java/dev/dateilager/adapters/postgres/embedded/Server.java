package dev.dateilager.adapters.postgres.embedded;

import dev.dateilager.adapters.postgres.files.FileTrouble;
import dev.dateilager.domain.model.DateiLagerException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

/**
 * The server of a data directory, from lock to stop. A server process that dies in between is
 * started again, until {@link #close} (I26).
 *
 * <p>The data directory then holds {@code postgres.lock}, {@code postgres-<version>/}, {@code
 * database/}, {@code postgres.log} and mostly {@code socket/}.
 *
 * <p>Locks: this object's monitor guards {@link #postmaster} and {@link #closing}; while it is held
 * the server may be started or stopped, for nobody may see a half of either.
 */
public final class Server implements AutoCloseable {
  /** Part of its socket's name. */
  public static final int PORT = SocketDirectory.PORT;

  /** The user that may do everything. */
  public static final String SUPERUSER = Cluster.SUPERUSER;

  private static final Logger LOG = System.getLogger(Server.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  private final Path data;
  private final DataLock lock;
  private final Cluster cluster;
  private final Path sockets;
  private final int maxConnections;
  private final Duration patience;
  private final Thread watcher;
  private Postmaster postmaster;
  private boolean closing;

  private Server(
      Path data,
      DataLock lock,
      Cluster cluster,
      Path sockets,
      int maxConnections,
      Duration patience)
      throws DateiLagerException {
    this.data = data;
    this.lock = lock;
    this.cluster = cluster;
    this.sockets = sockets;
    this.maxConnections = maxConnections;
    this.patience = patience;
    this.postmaster = startPostmaster();
    this.watcher = Thread.ofVirtual().name("postgres-watcher").unstarted(this::watch);
  }

  /**
   * Starts the server.
   *
   * @param directory is made, 0700, if it is not there
   * @param maxConnections that it takes at a time
   * @param patience longest wait for it to be ready
   */
  public static Server start(Path directory, int maxConnections, Duration patience)
      throws DateiLagerException {
    Path data = realDirectory(directory);
    DataLock lock = DataLock.take(data);
    try {
      Cluster cluster = Cluster.in(data);
      Orphans.clear(cluster, Optional.empty());
      Path sockets = SocketDirectory.create(data);
      try {
        cluster.privilege().own(sockets);
        var server = new Server(data, lock, cluster, sockets, maxConnections, patience);
        server.watcher.start();
        return server;
      } catch (IOException | DateiLagerException failed) {
        SocketDirectory.discard(sockets);
        throw failed;
      }
    } catch (IOException failed) {
      throw giveBack(lock, FileTrouble.of("could not prepare '%s'".formatted(data), failed));
    } catch (DateiLagerException failed) {
      throw giveBack(lock, failed);
    }
  }

  /**
   * The directory of the socket of a server that takes connections in a data directory now, whoever
   * started it.
   */
  public static Optional<Path> running(Path directory) throws DateiLagerException {
    try {
      if (!Files.isDirectory(directory)) {
        return Optional.empty();
      }
      Path cluster = directory.toRealPath().resolve("database");
      Optional<ServerNote> note =
          ServerNote.read(cluster.resolve("postmaster.pid")).filter(ServerNote::ready);
      boolean lives =
          note.isPresent()
              && Survivors.of(cluster).stream()
                  .anyMatch(process -> process.pid() == note.get().pid());
      return lives ? note.get().socketDirectory() : Optional.empty();
    } catch (IOException failed) {
      throw FileTrouble.of("could not look at '%s'".formatted(directory), failed);
    }
  }

  private static DateiLagerException giveBack(DataLock lock, DateiLagerException failed) {
    try {
      lock.close();
    } catch (IOException alsoFailed) {
      failed.addSuppressed(alsoFailed);
    }
    return failed;
  }

  private static Path realDirectory(Path directory) throws DateiLagerException {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      return directory.toRealPath();
    } catch (IOException failed) {
      throw FileTrouble.of("could not make data directory '%s'".formatted(directory), failed);
    }
  }

  private Postmaster startPostmaster() throws DateiLagerException {
    return Postmaster.start(
        cluster, sockets, data.resolve("postgres.log"), maxConnections, patience);
  }

  private void watch() {
    try {
      while (true) {
        current().awaitEnd();
        Duration pause = FIRST_PAUSE;
        while (!startAgain()) {
          Thread.sleep(pause);
          pause =
              pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
                  ? pause.multipliedBy(2)
                  : LONGEST_PAUSE;
        }
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt(); // close() asked for the end
    }
  }

  private synchronized Postmaster current() {
    return postmaster;
  }

  private synchronized boolean startAgain() throws InterruptedException {
    if (closing) {
      throw new InterruptedException("closed");
    }
    LOG.log(Level.WARNING, "PostgreSQL in ''{0}'' ended by itself, starting it again", data);
    try {
      Orphans.clear(cluster, Optional.of(sockets));
      postmaster = startPostmaster();
      return true;
    } catch (DateiLagerException failed) {
      LOG.log(Level.ERROR, "could not start PostgreSQL again", failed);
      return false;
    }
  }

  /** The directory of its socket. */
  public Path sockets() {
    return sockets;
  }

  /** Part of its socket's name. */
  public int port() {
    return SocketDirectory.PORT;
  }

  /** The user that may do everything. */
  public String superuser() {
    return Cluster.SUPERUSER;
  }

  /** The process of the server that runs now. */
  public long pid() {
    return current().pid();
  }

  /**
   * Stops the server in an orderly way and gives the directory back; never fails. An interrupt does
   * not hurry it.
   */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    stop();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stop() {
    synchronized (this) {
      if (closing) {
        return;
      }
      closing = true;
      watcher.interrupt();
      postmaster.stop();
    }
    try (lock) {
      SocketDirectory.discard(sockets);
    } catch (IOException failed) {
      LOG.log(Level.WARNING, "could not tidy up in ''{0}''", data, failed);
    }
  }
}
