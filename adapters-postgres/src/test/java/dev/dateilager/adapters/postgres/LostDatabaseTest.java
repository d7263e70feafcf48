package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.catalog.ObjectRows;
import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.contract.PlainPackCodec;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.model.VersionRange;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A database that dies, hangs or is too busy is UNAVAILABLE in bounded time (I26). */
@Timeout(180)
@ExtendWith(TestDatabase.Resolver.class)
final class LostDatabaseTest {
  private static final ProjectId P1 = new ProjectId(1);
  private static final RowQuery EVERYTHING =
      new RowQuery(P1, new VersionRange(0, Long.MAX_VALUE), ObjectQuery.prefix(""), false);

  private final TestDatabase shared;
  private final Path temporary;

  LostDatabaseTest(TestDatabase shared, @TempDir Path temporary) {
    this.shared = shared;
    this.temporary = temporary;
  }

  @BeforeEach
  void empty() throws Exception {
    shared.empty();
  }

  private PostgresCatalogStore open(DatabaseAddress address, int connections, Duration toAnswer) {
    return PostgresCatalogStore.open(
        address,
        StoreSettings.withSpool(temporary)
            .withMaxConnections(connections)
            .withPatience(Duration.ofSeconds(1), toAnswer),
        new PlainPackCodec(),
        new Random(1));
  }

  private static void createAndList(CatalogStore store, long id) throws DateiLagerException {
    store.createProject(new ProjectId(id), List.of(), Optional.empty());
    try (CatalogSnapshot snapshot = store.snapshot()) {
      assertThat(snapshot.project(new ProjectId(id)).latestVersion()).isZero();
    }
  }

  /** Asks until the database is back; the time-out of the test bounds it. */
  private static void awaitBack(CatalogStore store) throws DateiLagerException {
    while (true) {
      try {
        store.ping(Duration.ofSeconds(5));
        return;
      } catch (Unavailable notYet) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void store_whoseServerIsKilled_isUnavailableAndComesBackByItself() throws Exception {
    Path data = temporary.resolve("n".repeat(100)); // with a socket among the temporary files
    shared.lendPrograms(data);
    try (var server = EmbeddedPostgres.start(data);
        PostgresCatalogStore store = open(server.address(), 4, Duration.ofSeconds(20))) {
      createAndList(store, 1);
      try (CatalogSnapshot snapshot = store.snapshot();
          ObjectRows rows = snapshot.rows(EVERYTHING)) {
        ProcessHandle postmaster = ProcessHandle.of(server.pid()).orElseThrow();
        List<ProcessHandle> all = postmaster.children().toList();
        postmaster.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);

        assertThatThrownBy(rows::next).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> snapshot.project(P1)).isInstanceOf(Unavailable.class);
      }

      awaitBack(store);
      createAndList(store, 2);
      try (CatalogSnapshot snapshot = store.snapshot()) {
        assertThat(snapshot.project(P1).latestVersion()).isZero(); // what was committed is there
      }
    }
  }

  @Test
  void store_whoseBackendsWereEnded_goesOnWithoutAnError() throws Exception {
    try (PostgresCatalogStore store = open(shared.server().address(), 4, Duration.ofSeconds(20))) {
      createAndList(store, 1);
      shared.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
              + " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");

      createAndList(store, 2); // nothing was under way, so nobody need know
      awaitBack(shared.store());
    }
  }

  @Test
  void store_whoseServerIsNotThere_isUnavailable() {
    DatabaseAddress nowhere = DatabaseAddress.local(temporary, 5432, "postgres", "dl");
    try (PostgresCatalogStore store = open(nowhere, 2, Duration.ofSeconds(2))) {
      assertThatThrownBy(store::snapshot).isInstanceOf(Unavailable.class);
      assertThatThrownBy(() -> store.draft(P1)).isInstanceOf(Unavailable.class);
      assertThatThrownBy(() -> store.ping(Duration.ofMillis(100))).isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void store_withoutAFreeConnection_isUnavailable() throws Exception {
    try (PostgresCatalogStore store = open(shared.server().address(), 1, Duration.ofSeconds(20))) {
      try (CatalogSnapshot only = store.snapshot()) {
        assertThatThrownBy(store::snapshot).isInstanceOf(Unavailable.class);
        assertThat(only.caches()).isEmpty();
      }
      createAndList(store, 1);
    }
  }

  @Test
  void store_thatWaitsForALock_givesUpInTime() throws Exception {
    try (PostgresCatalogStore store = open(shared.server().address(), 2, Duration.ofMillis(500));
        Connection holder = shared.source().getConnection();
        Statement statement = holder.createStatement()) {
      createAndList(store, 1);
      holder.setAutoCommit(false);
      statement.execute("SELECT * FROM dl.projects FOR UPDATE");

      assertThatThrownBy(() -> store.createProject(new ProjectId(2), List.of(), Optional.of(P1)))
          .isInstanceOf(Unavailable.class);

      holder.rollback();
      createAndList(store, 2); // nothing was left behind
    }
  }

  @Test
  void store_whoseServerHangs_isUnavailable() throws Exception {
    Path data = temporary.resolve("data");
    shared.lendPrograms(data);
    try (var server = EmbeddedPostgres.start(data);
        PostgresCatalogStore store = open(server.address(), 2, Duration.ofSeconds(1));
        CatalogSnapshot snapshot = store.snapshot()) {
      List<Long> processes =
          Stream.concat(
                  Stream.of(server.pid()),
                  ProcessHandle.of(server.pid()).orElseThrow().children().map(ProcessHandle::pid))
              .toList();
      try {
        signal("STOP", processes);
        assertThatThrownBy(() -> snapshot.project(P1)).isInstanceOf(Unavailable.class);
        assertThatThrownBy(() -> store.ping(Duration.ofMillis(300)))
            .isInstanceOf(Unavailable.class);
      } finally {
        signal("CONT", processes);
      }
      awaitBack(store);
    }
  }

  private static void signal(String name, List<Long> processes) throws Exception {
    for (Long process : processes) {
      new ProcessBuilder("sh", "-c", "kill -" + name + " " + process).start().waitFor();
    }
  }

  @Test
  void reader_thatIsInterrupted_isCancelled() throws Exception {
    var outcome = new AtomicReference<Throwable>();
    var reading = new CountDownLatch(1);
    try (Connection holder = shared.source().getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("LOCK dl.projects");
      Thread reader =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (CatalogSnapshot snapshot = shared.store().snapshot()) {
                      reading.countDown();
                      var _ = snapshot.project(P1);
                    } catch (DateiLagerException ended) {
                      outcome.set(ended);
                    }
                  });
      reading.await();
      reader.interrupt();
      reader.join();
    }

    assertThat(outcome.get()).isInstanceOf(Cancelled.class);
    awaitBack(shared.store());
  }
}
