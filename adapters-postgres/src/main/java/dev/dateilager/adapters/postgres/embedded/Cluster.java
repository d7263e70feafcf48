package dev.dateilager.adapters.postgres.embedded;

import dev.dateilager.adapters.postgres.embedded.Program.Result;
import dev.dateilager.adapters.postgres.files.FileTrouble;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A database cluster's directory and the programs that may touch it. Made once, whole or not at
 * all.
 *
 * @param directory its real path, mode 0700
 * @param binaries of the cluster's major version
 * @param privilege as whom the binaries run
 */
record Cluster(Path directory, Binaries binaries, Privilege privilege) {
  /** The database's superuser, who needs no password on the socket in a 0700 directory. */
  static final String SUPERUSER = "postgres";

  private static final Duration MAKING = Duration.ofMinutes(2);

  /**
   * Finds or makes the cluster of a data directory.
   *
   * @param data its real path; the caller holds its {@link DataLock}
   * @throws FailedPrecondition if the cluster there is of another major version
   */
  static Cluster in(Path data) throws DateiLagerException {
    Binaries binaries = Binaries.in(data);
    Path directory = data.resolve("database");
    var cluster = new Cluster(directory, binaries, Privilege.choose(binaries, directory));
    try {
      if (Files.exists(directory)) {
        cluster.checkVersion();
        cluster.privilege.own(directory);
      } else {
        cluster.make(data.resolve("database.new"));
      }
      return cluster;
    } catch (IOException failed) {
      throw FileTrouble.of("could not prepare database '%s'".formatted(directory), failed);
    }
  }

  private void checkVersion() throws IOException, FailedPrecondition {
    String version = Files.readString(directory.resolve("PG_VERSION")).strip();
    if (!version.equals(Binaries.MAJOR)) {
      throw new FailedPrecondition(
          "database '%s' was made by PostgreSQL %s, this program brings %s: dump it with the old"
                  .formatted(directory, version, Binaries.MAJOR)
              + " one and restore it into a new data directory");
    }
  }

  private void make(Path work) throws IOException, DateiLagerException {
    ProgramArchive.removeTree(work); // of a start that was killed
    Files.createDirectory(
        work, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    privilege.own(work);
    Result made =
        run(
            MAKING,
            List.of(
                binaries.program("initdb"),
                "--pgdata=" + work,
                "--username=" + SUPERUSER,
                "--encoding=UTF8",
                "--no-locale",
                "--auth-local=trust",
                "--auth-host=reject",
                "--no-instructions",
                "--sync-method=syncfs")); // one call, not one for each of a thousand files
    if (!made.succeeded()) {
      ProgramArchive.removeTree(work);
      throw failure("could not make a database in '%s'".formatted(directory), made.output());
    }
    Files.move(work, directory, StandardCopyOption.ATOMIC_MOVE);
    ProgramArchive.force(binaries.home().resolve("..").normalize());
  }

  /** Runs one of the programs to its end. */
  Result run(Duration patience, List<String> program) {
    return Program.run(privilege.command(program), binaries.home(), patience);
  }

  /** What a server that runs, or one that died, noted about itself. */
  Optional<ServerNote> note() throws IOException {
    return ServerNote.read(directory.resolve("postmaster.pid"));
  }

  /** Says with the right type that a program of PostgreSQL failed. */
  static DateiLagerException failure(String what, String output) {
    String message = what + ": " + output;
    return output.contains("No space left on device") || output.contains("quota exceeded")
        ? new ResourceExhausted(message)
        : new FailedPrecondition(message);
  }
}
