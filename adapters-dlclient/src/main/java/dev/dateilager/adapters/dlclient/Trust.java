package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.Environment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whose certificates a client believes (design.md "TLS trust"). */
public sealed interface Trust {
  /**
   * The authorities in these places and no others.
   *
   * @param files PEM bundles, each of which must be there
   * @param directories of PEM files; what is none is passed over
   */
  record Authorities(List<Path> files, List<Path> directories) implements Trust {
    /** Copies the lists. */
    public Authorities {
      files = List.copyOf(files);
      directories = List.copyOf(directories);
    }
  }

  /** The system's bundle, as Go looks for it; the JDK's own where there is none. */
  record SystemBundle() implements Trust {}

  /** Everybody; made only by {@link #nobodyChecked}. */
  final class Everybody implements Trust {
    private Everybody() {}
  }

  /**
   * What a user asks for: his own authority, else what {@code SSL_CERT_FILE} and {@code
   * SSL_CERT_DIR} name, which take the place of the usual bundles as they do for Go; else the
   * system's.
   *
   * @param authority {@code --ca-cert}
   * @param environment the process's variables; empty values count as unset
   */
  static Trust of(Optional<Path> authority, Map<String, String> environment) {
    if (authority.isPresent()) {
      return new Authorities(List.of(authority.get()), List.of());
    }
    List<Path> files = paths(environment.getOrDefault("SSL_CERT_FILE", ""), false);
    List<Path> directories = paths(environment.getOrDefault("SSL_CERT_DIR", ""), true);
    return files.isEmpty() && directories.isEmpty()
        ? new SystemBundle()
        : new Authorities(files, directories);
  }

  /**
   * Believes whatever certificate comes ({@code DL_SKIP_SSL_VERIFICATION=1}): whoever is on the way
   * may then read the token. Says so in the log at each connection.
   *
   * @throws InvalidArgument outside development (I28)
   */
  static Trust nobodyChecked(Environment environment) throws InvalidArgument {
    if (!environment.isDevelopment()) {
      throw new InvalidArgument(
          "TLS certificates can be left unchecked in dev and test only, this is " + environment);
    }
    return new Everybody();
  }

  private static List<Path> paths(String value, boolean isList) {
    String[] names = isList ? value.split(":", -1) : new String[] {value};
    return Arrays.stream(names).filter(name -> !name.isEmpty()).map(Path::of).toList();
  }
}
