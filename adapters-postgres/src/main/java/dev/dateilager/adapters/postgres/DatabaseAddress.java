package dev.dateilager.adapters.postgres;

import dev.dateilager.adapters.postgres.socket.UnixSocketFactory;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a database is and who connects to it. The password never shows: not in {@link #toString},
 * not in any message (I23).
 */
public final class DatabaseAddress {
  private final DatabaseUri uri;

  private DatabaseAddress(DatabaseUri uri) {
    this.uri = uri;
  }

  /**
   * Reads a URI as the Go server takes it: {@code
   * postgres://user:password@host:port/database?sslmode=require}.
   *
   * <p>What the URI leaves out comes from {@code environment} ({@code PGHOST}, {@code PGPORT},
   * {@code PGUSER}, {@code PGPASSWORD}, {@code PGDATABASE}, {@code PGSSLMODE}), then from the
   * defaults: localhost, 5432, the operating system's user, a database of the user's name, {@code
   * prefer}. More than one host may be given, separated by commas. A host that starts with {@code
   * /} is the directory of a UNIX socket. Parameters: {@code host}, {@code port}, {@code user},
   * {@code password}, {@code dbname}, {@code sslmode}, {@code sslrootcert}, {@code sslcert}, {@code
   * sslkey}, {@code connect_timeout} (seconds), {@code application_name}, {@code search_path},
   * {@code options}; those that only tune the Go client ({@code pool_…}, {@code statement_cache_…},
   * …) are ignored.
   *
   * @throws InvalidArgument if it cannot be read or has a parameter that is none of these
   */
  public static DatabaseAddress parse(String uri, Map<String, String> environment)
      throws InvalidArgument {
    return new DatabaseAddress(new DatabaseUriParser(environment).parse(uri));
  }

  /** The server that listens in {@code socketDirectory}, as a user who needs no password. */
  static DatabaseAddress local(Path socketDirectory, int port, String user, String database) {
    return new DatabaseAddress(
        new DatabaseUri(
            List.of(new DatabaseUri.Host(socketDirectory.toString(), port)),
            user,
            Optional.empty(),
            database,
            Map.of("sslmode", "disable")));
  }

  /** Whether it holds a password; one may be found in the driver's password file all the same. */
  public boolean hasPassword() {
    return uri.password().isPresent();
  }

  /** The same server and user, another database. */
  DatabaseAddress database(String name) {
    return new DatabaseAddress(
        new DatabaseUri(uri.hosts(), uri.user(), uri.password(), name, uri.parameters()));
  }

  /** Connections that wait as long as a statement takes: for migrations. */
  DataSource dataSource() {
    return dataSource(Duration.ofSeconds(10), Duration.ZERO);
  }

  /**
   * Connections that give up.
   *
   * @param connectPatience longest wait for a connection; the URI's {@code connect_timeout} goes
   *     before it
   * @param answerPatience longest silence of the server in an answer; zero for no limit
   */
  DataSource dataSource(Duration connectPatience, Duration answerPatience) {
    var source = new PGSimpleDataSource();
    source.setServerNames(
        uri.hosts().stream().map(DatabaseAddress::serverName).toArray(String[]::new));
    source.setPortNumbers(uri.hosts().stream().mapToInt(DatabaseUri.Host::port).toArray());
    source.setDatabaseName(uri.database());
    source.setUser(uri.user());
    uri.password().ifPresent(source::setPassword);
    uri.hosts()
        .getFirst()
        .socketFile()
        .ifPresent(
            file -> {
              source.setSocketFactory(UnixSocketFactory.class.getName());
              source.setSocketFactoryArg(file.toString());
            });
    int connectSeconds = wholeSeconds(connectPatience);
    source.setConnectTimeout(connectSeconds);
    source.setLoginTimeout(connectSeconds);
    source.setSocketTimeout(wholeSeconds(answerPatience));
    source.setTcpKeepAlive(true);
    source.setLogServerErrorDetail(false); // it would quote rows, and messages reach clients
    source.setGssEncMode(org.postgresql.jdbc.GSSEncMode.DISABLE.value);
    // -1: binary forms from the first execution on; as text, a content takes twice its bytes
    source.setPrepareThreshold(-1);
    uri.driverProperties().forEach(source::setProperty);
    return source;
  }

  private static String serverName(DatabaseUri.Host host) {
    return host.socketFile().isPresent() ? "localhost" : host.name();
  }

  private static int wholeSeconds(Duration duration) {
    return (int) Math.min(Integer.MAX_VALUE / 1000, (duration.toMillis() + 999) / 1000);
  }

  /** {@code user@host:port/database}. */
  @Override
  public String toString() {
    return uri.toString();
  }
}
