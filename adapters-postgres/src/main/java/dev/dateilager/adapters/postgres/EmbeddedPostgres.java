package dev.dateilager.adapters.postgres;

import dev.dateilager.adapters.postgres.embedded.Server;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * A real PostgreSQL of our own, kept in a directory, reached by a UNIX socket only, with the schema
 * of schema.md in database {@code dl}.
 *
 * <p>What was committed survives every end of this process, of the server and of the machine. After
 * a kill the next start stops what was left running and recovers by itself. A server that dies
 * while this object lives is started again. One process at a time uses a directory.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  /** Connections the server takes unless told otherwise. */
  public static final int DEFAULT_MAX_CONNECTIONS = 100;

  private static final String DATABASE = "dl";
  private static final Duration START = Duration.ofMinutes(2); // a recovery may be long

  private final Server server;
  private final DatabaseAddress address;

  private EmbeddedPostgres(Server server) {
    this.server = server;
    this.address =
        DatabaseAddress.local(server.sockets(), server.port(), server.superuser(), DATABASE);
  }

  /** As {@link #start(Path, int)} with {@link #DEFAULT_MAX_CONNECTIONS}. */
  public static EmbeddedPostgres start(Path data) throws DateiLagerException {
    return start(data, DEFAULT_MAX_CONNECTIONS);
  }

  /**
   * Starts the server and brings its schema up to date.
   *
   * @param data a directory for this alone; made with mode 0700 if it is not there
   * @param maxConnections that the server takes at a time; a few more than the pool holds
   * @throws Unsupported if we have no PostgreSQL for this platform
   * @throws FailedPrecondition if another process uses the directory, if its database is of another
   *     major version, or if root finds no way to run PostgreSQL as somebody else
   */
  public static EmbeddedPostgres start(Path data, int maxConnections) throws DateiLagerException {
    var postgres = new EmbeddedPostgres(Server.start(data, maxConnections, START));
    try {
      postgres.prepare();
      return postgres;
    } catch (DateiLagerException | RuntimeException failed) {
      postgres.close();
      throw failed;
    }
  }

  /**
   * The address of a server that somebody else runs in {@code data} at this moment: it is ours to
   * use, not to stop.
   *
   * @return absent if none runs there
   * @throws DateiLagerException if that cannot be found out
   */
  public static Optional<DatabaseAddress> running(Path data) throws DateiLagerException {
    return Server.running(data)
        .map(sockets -> DatabaseAddress.local(sockets, Server.PORT, Server.SUPERUSER, DATABASE));
  }

  private void prepare() throws DateiLagerException {
    createDatabase(DATABASE);
    Migrations.apply(address);
  }

  /** Makes a database unless there is one of this name, which must be a plain word. */
  void createDatabase(String name) throws DateiLagerException {
    try (Connection connection = address.database("postgres").dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      try (ResultSet found =
          statement.executeQuery("SELECT 1 FROM pg_database WHERE datname = '" + name + "'")) {
        if (found.next()) {
          return;
        }
      }
      statement.execute("CREATE DATABASE " + name);
    } catch (SQLException failed) {
      throw SqlFailures.translate("could not make database '%s'".formatted(name), failed);
    }
  }

  /** Where it is reached; the same as long as this object lives. */
  public DatabaseAddress address() {
    return address;
  }

  /** The process of the server that runs now. */
  public long pid() {
    return server.pid();
  }

  /** Stops the server in an orderly way; never fails. Close what uses it before. */
  @Override
  public void close() {
    server.close();
  }
}
