package dev.dateilager.adapters.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The PostgreSQL that this machine happens to have, of whatever version, on a socket of its own.
 */
final class SystemPostgres implements AutoCloseable {
  private static final Path PLACE = Path.of("/usr/lib/postgresql");
  private static final int NOBODY = 65534;

  private final Path directory;
  private final Process process;

  private SystemPostgres(Path directory, Process process) {
    this.directory = directory;
    this.process = process;
  }

  /** Starts it; where there is none the test is skipped, and says so. */
  static SystemPostgres startOrSkip() throws Exception {
    Optional<Path> programs = programs();
    if (programs.isEmpty()) {
      System.err.println("NOT RUN: no PostgreSQL below " + PLACE + " to move a database to");
      Assumptions.abort("no other PostgreSQL");
    }
    Path directory = Files.createTempDirectory("dl-other-pg-");
    boolean root = System.getProperty("user.name", "").equals("root");
    if (root) {
      Files.setAttribute(directory, "unix:uid", NOBODY);
    }
    Path data = directory.resolve("data");
    Path initdb = programs.orElseThrow().resolve("initdb");
    Process made =
        command(
                root,
                List.of(initdb.toString(), "-D", data.toString(), "-U", "postgres", "-E", "UTF8"),
                List.of("-A", "trust", "--no-locale", "--no-sync"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (made.waitFor() != 0) {
      throw new IOException("initdb failed");
    }
    Process server =
        command(
                root,
                List.of(programs.orElseThrow().resolve("postgres").toString(), "-D"),
                List.of(data.toString(), "-h", "", "-k", directory.toString(), "-F"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var postgres = new SystemPostgres(directory, server);
    postgres.awaitReady();
    return postgres;
  }

  private static Optional<Path> programs() throws IOException {
    if (!Files.isDirectory(PLACE)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(PLACE)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .findFirst();
    }
  }

  private static ProcessBuilder command(boolean root, List<String> program, List<String> more) {
    var command = new ArrayList<String>();
    if (root) {
      String nobody = Integer.toString(NOBODY);
      command.addAll(
          List.of("setpriv", "--reuid=" + nobody, "--regid=" + nobody, "--clear-groups"));
    }
    command.addAll(program);
    command.addAll(more);
    return new ProcessBuilder(command).directory(Path.of("/").toFile());
  }

  private void awaitReady() throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (true) {
      try (var connection = address("postgres").dataSource().getConnection()) {
        connection.isValid(5);
        return;
      } catch (SQLException notYet) {
        if (!process.isAlive() || System.nanoTime() > end) {
          close();
          throw notYet;
        }
        Thread.sleep(50); // between two looks at a server that starts
      }
    }
  }

  DatabaseAddress address(String database) {
    return DatabaseAddress.local(directory, 5432, "postgres", database);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException hurry) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    TestDatabase.remove(directory);
  }
}
