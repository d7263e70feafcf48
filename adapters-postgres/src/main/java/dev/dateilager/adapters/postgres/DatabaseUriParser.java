package dev.dateilager.adapters.postgres;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads database URIs as pgx, the Go server's driver, does. Messages quote nothing of a URI that
 * may be part of the password (I23).
 */
final class DatabaseUriParser {
  private static final Pattern FORM =
      Pattern.compile(
          "postgres(?:ql)?://(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?"
              + "(?<hosts>[^@/?#]*)(?:/(?<database>[^?#@]*))?(?:\\?(?<query>[^#]*))?");
  private static final Pattern HOST =
      Pattern.compile("(?:\\[(?<six>[^\\]]*)\\]|(?<name>[^:\\[\\]]*))(?::(?<port>[0-9]*))?");

  /** Such a password is taken for another part, which therefore is never quoted. */
  private static final String MISREAD = "; is a / ? # @ or : of the password not percent-encoded?";

  private static final Set<String> SSL_MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  /** Passed on to the driver. */
  private static final Set<String> KNOWN =
      Set.of(
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "connect_timeout",
          "application_name",
          "search_path",
          "options");

  /** Parts of the address that may be parameters, too. */
  private static final Set<String> PARTS = Set.of("host", "port", "user", "password", "dbname");

  /** They tune the Go client and mean nothing here. */
  private static final Pattern IGNORED =
      Pattern.compile(
          "pool_.*|statement_cache_(?:capacity|mode)|description_cache_capacity"
              + "|default_query_exec_mode|sslsni|min_(?:read|write)_buffer_size");

  private final Map<String, String> environment;

  DatabaseUriParser(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  DatabaseUri parse(String uri) throws InvalidArgument {
    Matcher parts = FORM.matcher(uri);
    if (!parts.matches()) {
      throw new InvalidArgument(
          "database URI cannot be read, expected postgres://user:password@host:port/database"
              + " with special characters percent-encoded");
    }
    Map<String, String> query = query(Optional.ofNullable(parts.group("query")).orElse(""));
    var parameters = new HashMap<String, String>();
    environmentValue("PGSSLMODE").ifPresent(mode -> parameters.put("sslmode", mode));
    for (Map.Entry<String, String> parameter : query.entrySet()) {
      String name = parameter.getKey();
      if (KNOWN.contains(name)) {
        parameters.put(name, parameter.getValue());
      } else if (!PARTS.contains(name) && !IGNORED.matcher(name).matches()) {
        throw new InvalidArgument(
            name.matches("[a-z_]{1,40}")
                ? "database URI has an unknown parameter '%s'".formatted(name)
                : "database URI has an unknown parameter" + MISREAD);
      }
    }
    check(parameters);
    String user =
        part(query, "user", parts.group("user"), "PGUSER", System.getProperty("user.name", ""));
    String database = part(query, "dbname", parts.group("database"), "PGDATABASE", user);
    String password = part(query, "password", parts.group("password"), "PGPASSWORD", "");
    return new DatabaseUri(
        hosts(query, parts.group("hosts")),
        user,
        password.isEmpty() ? Optional.empty() : Optional.of(password),
        database,
        parameters);
  }

  private static void check(Map<String, String> parameters) throws InvalidArgument {
    String mode = parameters.getOrDefault("sslmode", "prefer");
    if (!SSL_MODES.contains(mode)) {
      throw new InvalidArgument(
          "database URI has sslmode '%s', expected one of %s"
              .formatted(mode, String.join(", ", SSL_MODES.stream().sorted().toList())));
    }
    String patience = parameters.getOrDefault("connect_timeout", "0");
    if (!patience.matches("[0-9]{1,6}")) {
      throw new InvalidArgument(
          "database URI has connect_timeout '%s', expected whole seconds".formatted(patience));
    }
  }

  /** A parameter goes before the URI's own part, and that before the environment, as in pgx. */
  private String part(
      Map<String, String> query,
      String name,
      @org.jspecify.annotations.Nullable String inUri,
      String variable,
      String fallback)
      throws InvalidArgument {
    String parameter = query.getOrDefault(name, "");
    if (!parameter.isEmpty()) {
      return parameter;
    }
    if (inUri != null && !inUri.isEmpty()) {
      return decode(inUri);
    }
    return environmentValue(variable).orElse(fallback);
  }

  private Optional<String> environmentValue(String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(value -> !value.isEmpty());
  }

  private List<DatabaseUri.Host> hosts(Map<String, String> query, String authority)
      throws InvalidArgument {
    int defaultPort = port(query.getOrDefault("port", environmentValue("PGPORT").orElse("5432")));
    String names = query.getOrDefault("host", "");
    if (!names.isEmpty()) { // plain names here, without brackets and ports
      var hosts = new ArrayList<DatabaseUri.Host>();
      int uriPort = defaultPort;
      Matcher only = HOST.matcher(authority);
      if (only.matches() && only.group("port") != null && !only.group("port").isEmpty()) {
        uriPort = port(only.group("port"));
      }
      for (String name : names.split(",", -1)) {
        hosts.add(new DatabaseUri.Host(name, uriPort));
      }
      return single(hosts);
    }
    var hosts = new ArrayList<DatabaseUri.Host>();
    for (String text : authority.split(",", -1)) {
      Matcher host = HOST.matcher(text);
      if (!host.matches()) {
        throw new InvalidArgument("database URI has a host that cannot be read" + MISREAD);
      }
      String six = host.group("six");
      String name = six != null ? six : decode(host.group("name"));
      String port = host.group("port");
      hosts.add(
          new DatabaseUri.Host(
              name.isEmpty() ? environmentValue("PGHOST").orElse("localhost") : name,
              port == null || port.isEmpty() ? defaultPort : port(port)));
    }
    return single(hosts);
  }

  private static List<DatabaseUri.Host> single(List<DatabaseUri.Host> hosts)
      throws InvalidArgument {
    if (hosts.size() > 1 && hosts.stream().anyMatch(host -> host.socketFile().isPresent())) {
      throw new InvalidArgument("database URI names a UNIX socket beside other hosts");
    }
    return hosts;
  }

  private static int port(String text) throws InvalidArgument {
    if (text.matches("[0-9]{1,5}")) {
      int port = Integer.parseInt(text);
      if (port >= 1 && port <= 65535) {
        return port;
      }
    }
    throw new InvalidArgument("database URI has a port that is not within 1 to 65535" + MISREAD);
  }

  private static Map<String, String> query(String text) throws InvalidArgument {
    var query = new HashMap<String, String>();
    for (String pair : text.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        query.put(
            decode(equals < 0 ? pair : pair.substring(0, equals)),
            equals < 0 ? "" : decode(pair.substring(equals + 1).replace("+", "%20")));
      }
    }
    return query;
  }

  private static String decode(String text) throws InvalidArgument {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      // the cause would quote the text
      throw new InvalidArgument("database URI has a malformed percent-encoding");
    }
  }
}
