package dev.dateilager.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.dlclient.DateiLagerClient;
import dev.dateilager.app.wire.LocalServer;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.workspace.ObjectChange;
import dev.dateilager.domain.workspace.UpdateStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL hangs and is killed under a server that is being written to (I24, I26). */
@Timeout(300)
final class LostDatabaseIT {
  private static final int WRITERS = 4;
  private static final int LOSSES = 3;
  private static final Duration BOUND = Duration.ofSeconds(90); // answer patience, and some load

  private final ConcurrentLinkedQueue<String> health = new ConcurrentLinkedQueue<>();
  private final Logger healthLog =
      Logger.getLogger("dev.dateilager.adapters.grpc.DatabaseHealth"); // held, else forgotten
  private volatile boolean done;

  @TempDir private Path data;

  /** Sends file after file, each until it is acknowledged. */
  private final class Writer {
    private final DateiLagerClient client;
    private final ProjectId project;
    private volatile int acknowledged;
    private final List<DateiLagerException> failures = new ArrayList<>();
    private Duration longest = Duration.ZERO;

    Writer(DateiLagerClient client, ProjectId project) {
      this.client = client;
      this.project = project;
    }

    private ObjectChange file(int number) {
      return new ObjectChange.Put(
          new ObjectPath("f/" + number), FileMode.file(0644), Blob.utf8("content " + number));
    }

    Writer run() {
      while (!done) {
        long begin = System.nanoTime();
        try (UpdateStream update = client.projects().update(project)) {
          update.send(file(acknowledged + 1));
          long version = update.finish();
          assertThat(version).isEqualTo(acknowledged + 1); // I24: numbers rise by one
          acknowledged = (int) version;
        } catch (DateiLagerException failure) {
          failures.add(failure);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        longest = took.compareTo(longest) > 0 ? took : longest;
      }
      return this;
    }

    /** Everything acknowledged is there if sending it again changes nothing. */
    void verify() throws DateiLagerException {
      try (UpdateStream update = client.projects().update(project)) {
        for (int number = 1; number <= acknowledged; number++) {
          update.send(file(number));
        }
        assertThat(update.finish()).isEqualTo(acknowledged);
      }
    }
  }

  private static void signal(String name, List<Long> processes) throws Exception {
    var command = new ArrayList<>(List.of("kill", "-" + name));
    processes.forEach(process -> command.add(process.toString()));
    new ProcessBuilder(command).start().waitFor();
  }

  /** The postmaster of our own directory and its children, once it takes connections. */
  private List<Long> postgres() throws IOException {
    Path note = data.resolve("postgres/database/postmaster.pid");
    while (true) {
      if (Files.exists(note)) {
        List<String> lines = Files.readAllLines(note);
        if (lines.size() > 7 && lines.get(7).strip().equals("ready")) {
          ProcessHandle postmaster =
              ProcessHandle.of(Long.parseLong(lines.getFirst())).orElseThrow();
          var all = new ArrayList<>(List.of(postmaster.pid()));
          postmaster.children().map(ProcessHandle::pid).forEach(all::add);
          return all;
        }
      }
      Thread.onSpinWait();
    }
  }

  private void awaitHealth(String state) throws InterruptedException {
    long end = System.nanoTime() + BOUND.toNanos();
    while (health.stream().noneMatch(line -> line.startsWith("database is " + state))) {
      assertThat(System.nanoTime()).as("%s in %s", state, health).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20); // between two looks at what another thread does every second
    }
    health.clear();
  }

  private static void awaitProgress(List<Writer> writers) throws InterruptedException {
    List<Integer> before = writers.stream().map(writer -> writer.acknowledged).toList();
    long end = System.nanoTime() + BOUND.toNanos();
    for (int i = 0; i < writers.size(); i++) {
      while (writers.get(i).acknowledged < before.get(i) + 3) {
        assertThat(System.nanoTime()).as("writer %d goes on", i).isLessThan(end);
        TimeUnit.MILLISECONDS.sleep(20); // as above
      }
    }
  }

  private Handler listener() {
    return new Handler() {
      @Override
      public void publish(LogRecord entry) {
        health.add(entry.getMessage());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }

  @DisplayName(
      "I24, I26: no acknowledged update is lost, errors are UNAVAILABLE, health comes back")
  @Test
  void server_whosePostgresIsKilled_losesNothingAndComesBack() throws Exception {
    Handler listener = listener();
    healthLog.addHandler(listener);
    LocalServer local = LocalServer.start(data);
    try (DateiLagerClient client = local.client();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writers = new ArrayList<Writer>();
      for (int i = 1; i <= WRITERS; i++) {
        client.projects().createProject(new ProjectId(i), List.of(), Optional.empty());
        writers.add(new Writer(client, new ProjectId(i)));
      }
      List<Future<Writer>> running =
          writers.stream().map(writer -> threads.submit(writer::run)).toList();
      try {
        awaitHealth("SERVING");
        for (int loss = 0; loss < LOSSES; loss++) {
          awaitProgress(writers);
          List<Long> postgres = postgres();
          if (loss == 0) { // it goes away slowly once
            signal("STOP", postgres);
            awaitHealth("NOT_SERVING");
          }
          signal("KILL", postgres);
          if (loss == 0) {
            awaitHealth("SERVING");
          }
        }
        awaitProgress(writers);
      } finally {
        done = true;
      }

      for (Future<Writer> one : running) {
        Writer writer = one.get();
        assertThat(writer.failures)
            .allSatisfy(
                failure -> assertThat(failure).isInstanceOf(DateiLagerException.Unavailable.class));
        assertThat(writer.longest).isLessThan(BOUND);
        writer.verify();
      }
    } finally {
      local.server().close();
      healthLog.removeHandler(listener);
    }
  }
}
