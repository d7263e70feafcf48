package dev.dateilager.adapters.postgres.embedded;

import dev.dateilager.adapters.postgres.files.FileTrouble;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Clears away what a daemon that was killed left running or lying in a cluster. The caller holds
 * the {@link DataLock}, so whatever runs there belongs to nobody any more.
 */
final class Orphans {
  private static final Duration FAST_STOP = Duration.ofSeconds(30);
  private static final Duration LAST_STOP = Duration.ofSeconds(5);
  private static final Duration GLANCE = Duration.ofMillis(20);

  private Orphans() {}

  /**
   * Stops a server that lives on, and removes the note of one that does not.
   *
   * @param sockets the directory that the next server will use, too; absent if there is none yet
   * @throws FailedPrecondition if a process cannot be got rid of
   */
  static void clear(Cluster cluster, Optional<Path> sockets) throws DateiLagerException {
    try {
      if (!Survivors.of(cluster.directory()).isEmpty()) {
        stop(cluster);
      }
      removeNote(cluster, sockets);
    } catch (IOException failed) {
      throw FileTrouble.of(
          "could not tidy up after the last server in '%s'".formatted(cluster.directory()), failed);
    }
  }

  private static void stop(Cluster cluster) throws IOException, FailedPrecondition {
    cluster.run(
        FAST_STOP,
        List.of(
            cluster.binaries().program("pg_ctl"),
            "stop",
            "--mode=fast",
            "--no-wait",
            "--pgdata=" + cluster.directory()));
    if (goneWithin(FAST_STOP, cluster.directory())) {
      return;
    }
    // without its parent a server process ends by itself; what is left now hangs
    for (ProcessHandle survivor : Survivors.of(cluster.directory())) {
      survivor.destroyForcibly();
    }
    if (!goneWithin(LAST_STOP, cluster.directory())) {
      throw new FailedPrecondition(
          "the last server in '%s' does not stop: end processes %s"
              .formatted(
                  cluster.directory(),
                  Survivors.of(cluster.directory()).stream().map(ProcessHandle::pid).toList()));
    }
  }

  private static boolean goneWithin(Duration patience, Path directory) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!Survivors.of(directory).isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  /**
   * Removes {@code postmaster.pid}: the server would refuse to start while its number is taken, be
   * it by a stranger or by the dead one itself, unreaped. Nobody lives in the directory, and the
   * server looks for shared memory in use without that file, too.
   */
  private static void removeNote(Cluster cluster, Optional<Path> sockets) throws IOException {
    Path note = cluster.directory().resolve("postmaster.pid");
    var last = cluster.note().flatMap(ServerNote::socketDirectory);
    Files.deleteIfExists(note);
    if (last.isPresent()) {
      if (last.equals(sockets)) {
        SocketDirectory.empty(last.get());
      } else {
        SocketDirectory.discard(last.get());
      }
    }
  }

  /** A short wait between two looks; an interrupt ends it and stays visible. */
  static void pause() {
    try {
      Thread.sleep(GLANCE);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
