package dev.dateilager.adapters.postgres.embedded;

import dev.dateilager.adapters.postgres.files.FileTrouble;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The PostgreSQL programs of this machine's kind, unpacked below a data directory. They are
 * unpacked once; a whole unpacking or none is there, whenever the process is killed.
 *
 * @param home the directory that holds {@code bin}, {@code lib} and {@code share}
 */
public record Binaries(Path home) {
  /** Version of the programs that we carry. */
  public static final String VERSION = "18.6";

  /** Major version, which a cluster's files are bound to. */
  public static final String MAJOR = "18";

  /**
   * Unpacks the programs into {@code <data>/postgres-<version>} unless they are there. The caller
   * holds the {@link DataLock} of {@code data}.
   *
   * @throws Unsupported if we carry no programs for this platform
   */
  public static Binaries in(Path data) throws DateiLagerException {
    Path home = data.resolve("postgres-" + VERSION);
    try {
      if (!ProgramArchive.isWhole(home)) {
        String resource = resource(System.getProperty("os.name"), System.getProperty("os.arch"));
        try (InputStream archive = open(resource)) {
          ProgramArchive.unpack(archive, home);
        }
      }
      return new Binaries(home);
    } catch (IOException failed) {
      throw FileTrouble.of("could not unpack PostgreSQL into '%s'".formatted(home), failed);
    }
  }

  /** The name of the archive for a platform, as Java names it. */
  static String resource(String system, String architecture) throws Unsupported {
    String kind =
        switch (architecture) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> "";
        };
    if (kind.isEmpty() || !system.toLowerCase(Locale.ROOT).equals("linux")) {
      throw new Unsupported(
          "no embedded PostgreSQL for %s on %s; give a server's address with --dburi"
              .formatted(system, architecture));
    }
    return "postgres-linux-" + kind + ".txz";
  }

  private static InputStream open(String resource) throws IoFailed {
    InputStream archive = Binaries.class.getClassLoader().getResourceAsStream(resource);
    if (archive == null) {
      throw new IoFailed(
          "could not find '%s' on the class path".formatted(resource),
          new IOException("the jar with PostgreSQL's programs is missing"));
    }
    return archive;
  }

  /** The path of {@code postgres}, {@code initdb} or {@code pg_ctl}. */
  public String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }
}
