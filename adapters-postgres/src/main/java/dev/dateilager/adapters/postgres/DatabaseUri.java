package dev.dateilager.adapters.postgres;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postgresql.PGProperty;

/**
 * The parts of a database URI.
 *
 * @param hosts at least one
 * @param user who connects
 * @param password absent if the server is to ask for none, or it is in the driver's password file
 * @param database its name
 * @param parameters of the URI's query, those that are not parts of this record; known names only
 */
record DatabaseUri(
    List<Host> hosts,
    String user,
    Optional<String> password,
    String database,
    Map<String, String> parameters) {
  DatabaseUri {
    hosts = List.copyOf(hosts);
    parameters = Map.copyOf(parameters);
  }

  /**
   * One server.
   *
   * @param name host name or address, or the directory of a UNIX socket, which starts with a slash
   * @param port 1–65535; part of the name of a UNIX socket's file, too
   */
  record Host(String name, int port) {
    Optional<Path> socketFile() {
      return name.startsWith("/")
          ? Optional.of(Path.of(name, ".s.PGSQL." + port))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }
  }

  /** The parameters in the driver's names. */
  Map<PGProperty, String> driverProperties() {
    var properties = new EnumMap<PGProperty, String>(PGProperty.class);
    copy("application_name", PGProperty.APPLICATION_NAME, properties);
    copy("search_path", PGProperty.CURRENT_SCHEMA, properties);
    copy("options", PGProperty.OPTIONS, properties);
    copy("connect_timeout", PGProperty.CONNECT_TIMEOUT, properties);
    copy("connect_timeout", PGProperty.LOGIN_TIMEOUT, properties);
    if (hosts.getFirst().socketFile().isPresent()) {
      properties.put(PGProperty.SSL_MODE, "disable"); // as libpq: never on a UNIX socket
      return properties;
    }
    copy("sslcert", PGProperty.SSL_CERT, properties);
    copy("sslkey", PGProperty.SSL_KEY, properties);
    String mode = parameters.getOrDefault("sslmode", "prefer");
    Optional<String> authority =
        Optional.ofNullable(parameters.get("sslrootcert")).filter(file -> !file.equals("system"));
    authority.ifPresent(file -> properties.put(PGProperty.SSL_ROOT_CERT, file));
    if (mode.equals("require") && authority.isPresent()) {
      mode = "verify-ca"; // as libpq and pgx: a named authority is there to be used
    }
    if (mode.startsWith("verify-") && authority.isEmpty()) {
      // as pgx: the system's authorities; the driver would look for ~/.postgresql/root.crt
      properties.put(PGProperty.SSL_FACTORY, "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    properties.put(PGProperty.SSL_MODE, mode);
    return properties;
  }

  private void copy(String name, PGProperty property, Map<PGProperty, String> properties) {
    String value = parameters.get(name);
    if (value != null) {
      properties.put(property, value);
    }
  }

  /** Without the password and the parameters (I23). */
  @Override
  public String toString() {
    return hosts.stream()
        .map(Host::toString)
        .collect(Collectors.joining(",", user + "@", "/" + database));
  }
}
