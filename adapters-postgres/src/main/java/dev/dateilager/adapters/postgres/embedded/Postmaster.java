package dev.dateilager.adapters.postgres.embedded;

import dev.dateilager.adapters.postgres.files.FileTrouble;
import dev.dateilager.domain.model.DateiLagerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One run of the server, as a child of this process. */
final class Postmaster {
  private static final Duration STOPPING = Duration.ofSeconds(30);
  private static final int MOST_LOG_SHOWN = 2_000;

  private final Cluster cluster;
  private final Process process;

  private Postmaster(Cluster cluster, Process process) {
    this.cluster = cluster;
    this.process = process;
  }

  /**
   * Starts the server and waits until it takes connections; it may have a crash to recover from.
   *
   * @param sockets where it listens; nowhere else
   * @param log the file its messages go to; the former one is kept beside it
   */
  static Postmaster start(
      Cluster cluster, Path sockets, Path log, int maxConnections, Duration patience)
      throws DateiLagerException {
    try {
      if (Files.exists(log)) {
        Files.move(
            log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
      }
      Files.createFile(
          log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Process process =
          Program.builder(
                  cluster.privilege().command(command(cluster, sockets, maxConnections)),
                  cluster.binaries().home())
              .redirectOutput(log.toFile())
              .start();
      process.getOutputStream().close();
      var postmaster = new Postmaster(cluster, process);
      postmaster.awaitReady(patience, log);
      return postmaster;
    } catch (IOException failed) {
      throw FileTrouble.of(
          "could not start PostgreSQL in '%s'".formatted(cluster.directory()), failed);
    }
  }

  private static List<String> command(Cluster cluster, Path sockets, int maxConnections) {
    var command = new ArrayList<String>();
    command.add(cluster.binaries().program("postgres"));
    command.addAll(List.of("-D", cluster.directory().toString()));
    for (String setting :
        List.of(
            "listen_addresses=", // the socket only
            "port=" + SocketDirectory.PORT,
            "unix_socket_directories=" + sockets,
            "unix_socket_permissions=0700",
            "max_connections=" + maxConnections,
            "fsync=on",
            "synchronous_commit=on",
            "full_page_writes=on",
            "max_parallel_workers_per_gather=0", // they need more of /dev/shm than containers have
            "jit=off",
            "log_checkpoints=off",
            "log_min_error_statement=panic")) { // statements hold tenants' paths
      command.addAll(List.of("-c", setting));
    }
    return command;
  }

  private void awaitReady(Duration patience, Path log) throws IOException, DateiLagerException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      if (!process.isAlive()) {
        throw Cluster.failure(
            "PostgreSQL did not start in '%s'".formatted(cluster.directory()), endOf(log));
      }
      Optional<ServerNote> note = cluster.note();
      if (note.isPresent() && note.get().pid() == process.pid() && note.get().ready()) {
        return;
      }
      if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
        process.destroyForcibly();
        throw Cluster.failure(
            "PostgreSQL was not ready in '%s' within %s".formatted(cluster.directory(), patience),
            endOf(log));
      }
      Orphans.pause();
    }
  }

  private static String endOf(Path log) throws IOException {
    try {
      String text = Files.readString(log, StandardCharsets.UTF_8).strip();
      return text.substring(Math.max(0, text.length() - MOST_LOG_SHOWN));
    } catch (NoSuchFileException none) {
      return "no log";
    }
  }

  long pid() {
    return process.pid();
  }

  /** Waits for its end, whoever brings it about. */
  void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** Ends it: open transactions are rolled back, all is written. Never fails, but may kill. */
  void stop() {
    cluster.run(
        STOPPING,
        List.of(
            cluster.binaries().program("pg_ctl"),
            "stop",
            "--mode=fast",
            "--no-wait",
            "--pgdata=" + cluster.directory()));
    try {
      if (!process.waitFor(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly(); // it recovers at its next start
      }
    } catch (InterruptedException stop) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
