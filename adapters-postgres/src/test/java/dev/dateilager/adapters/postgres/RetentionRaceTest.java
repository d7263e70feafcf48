package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.contract.CatalogSeeds;
import dev.dateilager.domain.contract.UseCaseFixture;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.tasks.Tasks;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Collectors beside those who name contents again (I25, semantics.md oddity 12). What a collector
 * must not take is asked of the database itself: no state of it may hold a row or a cache version
 * whose content is not there.
 */
@Timeout(300)
@ExtendWith(TestDatabase.Resolver.class)
final class RetentionRaceTest extends UseCaseFixture {
  private static final long SECONDS = Long.getLong("dateilager.seconds", 4);
  private static final int WRITERS = 4;
  private static final int TEXTS = 6;

  private static final String ROWS_WITHOUT_CONTENT =
      """
      SELECT o.project, o.path, o.start_version FROM dl.objects AS o
      LEFT JOIN dl.contents AS c ON c.hash = o.hash WHERE c.hash IS NULL
      """;
  private static final String CACHED_WITHOUT_CONTENT =
      """
      SELECT v.version, u.h1 FROM dl.cache_versions AS v CROSS JOIN LATERAL unnest(v.hashes) AS u
      LEFT JOIN dl.contents AS c ON c.hash = ROW(u.h1, u.h2)::hash WHERE c.hash IS NULL
      """;

  private final TestDatabase database;

  RetentionRaceTest(TestDatabase database) {
    this.database = database;
  }

  @BeforeEach
  void empty() throws Exception {
    database.empty();
  }

  @Override
  protected CatalogStore store() {
    return database.store();
  }

  @Override
  protected CatalogSeeds seeds() {
    return database.seeds();
  }

  // One interleaving at a time

  private ContentHash put(UpdateDraft draft, String path, String text) throws Exception {
    Blob content = Blob.utf8(text);
    ContentHash hash = ContentHash.of(content);
    draft.content(hash, codec.compress(content));
    draft.put(new ObjectPath(path), FileMode.file(0644), content.length(), hash);
    return hash;
  }

  private static void lock(Connection connection, ContentHash hash, String how)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT FROM dl.contents WHERE hash = ROW(?, ?)::hash FOR " + how)) {
      statement.setObject(1, Hashes.firstHalf(hash));
      statement.setObject(2, Hashes.secondHalf(hash));
      assertThat(statement.executeQuery().next()).isTrue();
    }
  }

  @Test
  void removeUnused_passesOverWhatAnUpdateHolds_withoutWaiting() throws Exception {
    ContentHash held = plainContent("held");
    ContentHash free = plainContent("free");
    try (Connection update = database.source().getConnection()) {
      update.setAutoCommit(false);
      lock(update, held, "KEY SHARE");
      assertThat(store().removeUnused(List.of(held, free))).isEqualTo(1);
      update.rollback();
    }
    assertThat(store().removeUnused(List.of(held, free))).isEqualTo(1);
  }

  @Test
  void commit_thatMeetsACollector_waitsAndStoresAgainWhatWent() throws Exception {
    project(P1, 0);
    try (UpdateDraft draft = store().draft(P1);
        Connection collector = database.source().getConnection();
        var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      ContentHash hash = put(draft, "a", "wanted again");
      store().draft(P1).close();
      collector.setAutoCommit(false);
      // big enough a draft would have stored it by now; this one is stored by its commit at first
      seeds().insertContent(hash, codec.compress(Blob.utf8("wanted again")));
      lock(collector, hash, "UPDATE");
      var outcome = thread.submit(draft::commit);
      while (database.rows("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'").isEmpty()
          && !outcome.isDone()) {
        TimeUnit.MILLISECONDS.sleep(5); // until it waits for the collector
      }
      assertThat(outcome.isDone()).isFalse();
      try (Statement statement = collector.createStatement()) {
        assertThat(statement.executeUpdate("DELETE FROM dl.contents")).isEqualTo(1);
      }
      collector.commit();
      assertThat(outcome.get(60, TimeUnit.SECONDS)).isEqualTo(new UpdateDraft.Outcome.Committed(1));
    }
    assertThat(database.rows(ROWS_WITHOUT_CONTENT)).isEmpty();
    assertThat(get(latest(ALL))).containsExactly("a = wanted again");
  }

  @Test
  void removeStopped_waitsForACloneOfTheSameProject() throws Exception {
    history(9, "a@1-2", "b@2");
    try (Connection clone = database.source().getConnection();
        var thread = Executors.newVirtualThreadPerTaskExecutor()) {
      clone.setAutoCommit(false);
      assertThat(ProjectSql.find(clone, P1, "FOR SHARE")).isPresent();
      var removed = thread.submit(() -> store().removeStopped(P1, 1, 0, 10));
      while (database.rows("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'").isEmpty()
          && !removed.isDone()) {
        TimeUnit.MILLISECONDS.sleep(5); // until it waits for the clone
      }
      assertThat(removed.isDone()).isFalse();
      assertThat(seeds().countRows(P1)).isEqualTo(2);
      clone.rollback();
      assertThat(removed.get(60, TimeUnit.SECONDS)).hasSize(1);
    }
  }

  // All of them at once

  @Test
  @DisplayName("I25: updates, clones and caches name contents again while collectors take them")
  void collectors_besideEveryoneElse_takeNothingThatIsNamed() throws Exception {
    long seed = Long.getLong("dateilager.seed", System.nanoTime());
    System.out.printf("RetentionRaceTest: -Ddateilager.seed=%d%n", seed);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    var collected = new AtomicLong();
    var updated = new AtomicLong();
    var tasks = new ArrayList<Callable<Long>>();
    for (int i = 0; i < WRITERS; i++) {
      var id = new ProjectId(100 + i);
      project(id, 0, "p/");
      project(new ProjectId(200 + i), 0, "p/");
      var random = new Random(seed + i);
      tasks.add(() -> repeat(end, () -> updated.addAndGet(update(id, random))));
    }
    for (int i = 0; i < 2; i++) {
      var random = new Random(seed + 100 + i);
      tasks.add(() -> repeat(end, () -> collected.addAndGet(collect(random))));
    }
    var random = new Random(seed + 200);
    tasks.add(() -> repeat(end, () -> cloneOne(random)));
    tasks.add(() -> repeat(end, this::cacheAndRetire));
    tasks.add(
        () ->
            repeat(
                end,
                () -> {
                  assertThat(database.rows(ROWS_WITHOUT_CONTENT)).isEmpty();
                  assertThat(database.rows(CACHED_WITHOUT_CONTENT)).isEmpty();
                }));

    var _ = Tasks.all(tasks, tasks.size());

    assertThat(database.rows(ROWS_WITHOUT_CONTENT)).isEmpty();
    assertThat(database.rows(CACHED_WITHOUT_CONTENT)).isEmpty();
    assertThat(collected.get()).as("contents that were collected").isPositive();
    assertThat(updated.get()).as("updates").isPositive();
  }

  private interface Step {
    void take() throws Exception;
  }

  private static long repeat(long end, Step step) throws Exception {
    long count = 0;
    while (System.nanoTime() < end) {
      step.take();
      count++;
    }
    assertThat(count).isPositive();
    return count;
  }

  /** Puts one of few texts, so that what was named yesterday is named again today. */
  private long update(ProjectId id, Random random) throws DateiLagerException {
    String text = "text " + random.nextInt(TEXTS);
    return random.nextInt(3) == 0
        ? update(id, file("p/a", text))
        : update(id, file("a", text), file("b", "text " + random.nextInt(TEXTS)));
  }

  private long collect(Random random) throws DateiLagerException {
    return random.nextBoolean()
        ? retention().collectContents(ADMIN, 100)
        : retention().collectRandomProjects(ADMIN, 50, 1, 0).contents();
  }

  private void cloneOne(Random random) throws DateiLagerException {
    int which = random.nextInt(WRITERS);
    var source = new ProjectId(100 + which);
    var target = new ProjectId(200 + which);
    long latest = latest(source);
    var _ = projects().cloneTo(ADMIN, source, Math.max(0, latest - 1), target);
    if (random.nextInt(4) == 0) {
      projects().rollback(ADMIN, target, 0);
    }
  }

  private void cacheAndRetire() throws DateiLagerException {
    CacheInfo made = caches().create(ADMIN, "", 10, 0);
    Optional<CacheInfo> old =
        caches().list(ADMIN).stream().filter(cache -> !cache.equals(made)).findFirst();
    if (old.isPresent()) {
      var _ = caches().retire(ADMIN, old.get().version(), false);
    }
  }
}
