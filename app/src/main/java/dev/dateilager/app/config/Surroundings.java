package dev.dateilager.app.config;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.Environment;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a process finds around it, as values, so that a test can surround it with something else.
 * The variables hold secrets: no text form shows them (I23).
 */
public final class Surroundings {
  /** The variable that names the file of settings. */
  public static final String CONFIG_FILE = "DATEILAGER_CONFIG";

  private static final String ENVIRONMENT = "DL_ENV";
  private static final Set<String> TRACE_CONTEXT = Set.of("TRACEPARENT", "TRACESTATE", "BAGGAGE");
  private final Map<String, String> variables;
  private final Path home;
  private final boolean superuser;

  /**
   * @param variables the environment's
   * @param home the user's directory
   * @param superuser whether the user is root
   */
  public Surroundings(Map<String, String> variables, Path home, boolean superuser) {
    this.variables = Map.copyOf(variables);
    this.home = home;
    this.superuser = superuser;
  }

  /** What is really there. */
  public static Surroundings ofProcess() {
    String user = System.getProperty("user.name", "");
    return new Surroundings(
        System.getenv(), Path.of(System.getProperty("user.home", "/")), user.equals("root"));
  }

  /** The same with one variable set, or taken away. */
  public Surroundings with(String name, @Nullable String value) {
    var changed = new HashMap<>(variables);
    if (value == null) {
      changed.remove(name);
    } else {
      changed.put(name, value);
    }
    return new Surroundings(changed, home, superuser);
  }

  /** Names alone (I23). */
  @Override
  public String toString() {
    return "Surroundings" + new TreeSet<>(variables.keySet());
  }

  /** All of them, for what reads them by itself; holds secrets. */
  Map<String, String> variables() {
    return variables;
  }

  /** A variable; absent if it is not set or empty. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  /**
   * Where this runs ({@code DL_ENV}). Nothing said means production: what is for development only
   * must be asked for.
   *
   * @throws InvalidArgument for a name that is none of dev, test and prod
   */
  public Environment environment() throws InvalidArgument {
    String name = variable(ENVIRONMENT).orElse("prod");
    return Environment.named(name)
        .orElseThrow(
            () ->
                new InvalidArgument(
                    "%s must be dev, test or prod, is '%s'".formatted(ENVIRONMENT, name)));
  }

  /**
   * A count from a variable. As the Go program does, silently the default if it is unset, no
   * positive decimal number, or above {@code most} (wire.md §5).
   */
  public int positive(String name, int otherwise, int most) {
    try {
      int value = Integer.parseInt(variable(name).orElse(""));
      return value > 0 && value <= most ? value : otherwise;
    } catch (NumberFormatException noNumber) {
      return otherwise;
    }
  }

  /** Most connections to the database ({@code DL_MAX_POOL_SIZE}). */
  public int maxConnections() {
    return positive("DL_MAX_POOL_SIZE", 60, 10_000);
  }

  /** Longest message in bytes ({@code DL_MAX_MESSAGE_SIZE_MB}, R9). */
  public int maxMessageBytes() {
    return positive("DL_MAX_MESSAGE_SIZE_MB", 400, (Integer.MAX_VALUE >> 20)) << 20;
  }

  /** Calls of one role at a time ({@code DL_MAX_CALLS_PER_ROLE}, R9). */
  public int callsPerRole() {
    return positive("DL_MAX_CALLS_PER_ROLE", 1000, 1_000_000);
  }

  /** Parallel workers of a client ({@code DL_WRITE_WORKERS}), at least 1 (client.md oddity 15). */
  public int workers() {
    int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    return positive("DL_WRITE_WORKERS", half, 1024);
  }

  /**
   * Whether certificates are to be believed unseen ({@code DL_SKIP_SSL_VERIFICATION}, I28).
   *
   * @throws InvalidArgument if it is asked for in production
   */
  public boolean skipsVerification() throws InvalidArgument {
    boolean skips = variable("DL_SKIP_SSL_VERIFICATION").equals(Optional.of("1"));
    if (skips && !environment().isDevelopment()) {
      throw new InvalidArgument(
          "DL_SKIP_SSL_VERIFICATION=1 needs DL_ENV=dev or test; trust a certificate with --ca-cert"
              + " instead");
    }
    return skips;
  }

  /** What fills in the parts that a database URI leaves out; holds a secret. */
  public Map<String, String> databaseVariables() {
    var found = new HashMap<>(variables);
    found.keySet().removeIf(name -> !name.startsWith("PG"));
    return found;
  }

  /** The file of this user's settings, which may be missing. */
  public Path configFile() {
    Optional<Path> named = variable(CONFIG_FILE).map(Path::of);
    if (named.isPresent()) {
      return named.get();
    }
    Path base =
        superuser
            ? Path.of("/etc")
            : variable("XDG_CONFIG_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute) // else to be ignored
                .orElseGet(() -> home.resolve(".config"));
    return base.resolve("dateilager").resolve("dateilager.properties");
  }

  /** What says how and as part of what to trace; holds secrets. */
  public Map<String, String> tracingVariables() {
    var found = new HashMap<>(variables);
    found.keySet().removeIf(name -> !name.startsWith("OTEL_") && !TRACE_CONTEXT.contains(name));
    return found;
  }

  /** Where this user's data belongs when no other place is named. */
  public Path dataDirectory() {
    Optional<Path> chosen =
        variable("XDG_DATA_HOME").map(Path::of).filter(Path::isAbsolute); // else to be ignored
    if (chosen.isPresent()) {
      return chosen.get().resolve("dateilager");
    }
    return superuser
        ? Path.of("/var/lib/dateilager")
        : home.resolve(".local").resolve("share").resolve("dateilager");
  }

  /** Where a node's cache daemon and its operators meet when no other place is named (I28). */
  public Path daemonSocket() {
    if (superuser) {
      return Path.of("/run/dateilager/cached.sock");
    }
    return variable("XDG_RUNTIME_DIR")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .map(runtime -> runtime.resolve("dateilager"))
        .orElseGet(() -> dataDirectory().resolve("run"))
        .resolve("cached.sock");
  }
}
