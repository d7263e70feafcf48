package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.contract.PlainPackCodec;
import dev.dateilager.domain.contract.StoredRow;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ProjectId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What only this adapter has to get right; the rest is in the contract. */
@Timeout(120)
@ExtendWith(TestDatabase.Resolver.class)
final class PostgresStoreTest {
  private static final ProjectId P1 = new ProjectId(1);
  private static final FileMode MODE = FileMode.file(0644);

  private final TestDatabase database;
  private final PostgresCatalogStore store;
  private final PlainPackCodec codec = new PlainPackCodec();

  PostgresStoreTest(TestDatabase database) {
    this.database = database;
    this.store = database.store();
  }

  @BeforeEach
  void createProject() throws Exception {
    database.empty();
    store.createProject(P1, List.of(), Optional.empty());
  }

  private void put(UpdateDraft draft, String path, String text) throws Exception {
    Blob content = Blob.utf8(text);
    ContentHash hash = ContentHash.of(content);
    draft.content(hash, codec.compress(content));
    draft.put(new ObjectPath(path), MODE, content.length(), hash);
  }

  private void update(String path, String text) throws Exception {
    try (UpdateDraft draft = store.draft(P1)) {
      put(draft, path, text);
      assertThat(draft.commit()).isInstanceOf(UpdateDraft.Outcome.Committed.class);
    }
  }

  private Blob stored(ContentHash hash) throws Exception {
    try (CatalogSnapshot snapshot = store.snapshot()) {
      return snapshot.contents(List.of(hash)).getOrDefault(hash, Blob.EMPTY);
    }
  }

  @Test
  void put_whereTwoRowsAreLive_leavesOneOfThemInTheHistory() throws Exception {
    for (int start = 0; start <= 1; start++) { // oddity 7
      database
          .seeds()
          .insertRow(
              new StoredRow(
                  P1,
                  start,
                  OptionalLong.empty(),
                  "a",
                  MODE,
                  1,
                  false,
                  ContentHash.of(Blob.utf8("old " + start))));
    }
    database.seeds().setLatest(P1, 1);

    update("a", "new");

    assertThat(
            database.rows(
                "SELECT start_version, stop_version FROM dl.objects ORDER BY start_version"))
        .containsExactly("1|2", "2|null");
  }

  @Test
  void put_ofAnyCharacter_keepsThePathAsItIs() throws Exception {
    List<String> paths =
        List.of("a\tb", "a\nb", "a\r\nb", "a\\nb", "\\.", "\\N", "ä€𝄞", "a'b\"c", "%_");
    try (UpdateDraft draft = store.draft(P1)) {
      for (String path : paths) {
        put(draft, path, path);
      }
      draft.commit();
    }

    assertThat(
            database.rows(
                "SELECT o.path FROM dl.objects AS o JOIN dl.contents AS c USING (hash)"
                    + " WHERE convert_from(substr(c.bytes, 9), 'UTF8') = o.path"))
        .containsExactlyInAnyOrderElementsOf(paths);
  }

  @Test
  void content_thatIsDamagedInTheStore_isReplaced() throws Exception {
    ContentHash hash = ContentHash.of(Blob.utf8("text"));
    database.seeds().insertContent(hash, Blob.utf8("garbage"));

    update("a", "text");

    assertThat(stored(hash)).isEqualTo(codec.compress(Blob.utf8("text")));
  }

  @Test
  void content_inAnotherEncodersForm_stays() throws Exception {
    Blob big = Blob.owned(new byte[ContentStore.BIG + 1]);
    ContentHash hash = ContentHash.of(big);
    database.seeds().insertContent(hash, codec.compress(big));

    try (UpdateDraft draft = store.draft(P1)) {
      draft.content(hash, Blob.utf8("another form that we do not look into"));
    }

    assertThat(stored(hash)).isEqualTo(codec.compress(big));
  }

  @Test
  void draft_leavesNoNameInTheSpoolDirectory(@TempDir Path spool) throws Exception {
    try (PostgresCatalogStore other =
            PostgresCatalogStore.open(
                database.server().address(),
                StoreSettings.withSpool(spool).withMaxConnections(1),
                codec,
                new Random(1));
        UpdateDraft draft = other.draft(P1);
        Stream<Path> names = Files.list(spool)) {
      put(draft, "a", "text");
      assertThat(draft.unstash(draft.stash(Blob.utf8("more")))).isEqualTo(Blob.utf8("more"));
      assertThat(names).isEmpty();
    }
  }

  @Test
  void createCache_leavesOutAPackWhoseContentIsGone() throws Exception {
    for (String name : List.of("here", "gone")) {
      Blob pack = Blob.utf8(name);
      ContentHash hash = ContentHash.of(pack);
      if (name.equals("here")) {
        database.seeds().insertContent(hash, pack);
      }
      database
          .seeds()
          .insertRow(
              new StoredRow(
                  P1, 1, OptionalLong.empty(), name + "/", new FileMode(0), 4, true, hash));
    }

    CacheInfo cache = store.createCache("", 10, Long.MAX_VALUE);

    assertThat(cache.packs()).isEqualTo(1);
    assertThat(cache.bytes()).isEqualTo(4);
  }

  @Test
  void snapshot_leftAlone_isEndedByTheDatabase() throws Exception {
    var settings =
        new StoreSettings(
            1,
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(200),
            database.spool());
    try (PostgresCatalogStore other =
            PostgresCatalogStore.open(database.server().address(), settings, codec, new Random(1));
        CatalogSnapshot snapshot = other.snapshot()) {
      String idle =
          "SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction'"
              + " AND datname = 'dl'";
      while (!database.rows(idle).isEmpty()) {
        Thread.onSpinWait();
      }

      assertThatThrownBy(() -> snapshot.project(P1)).isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void transaction_isRepeatedAsOftenAsIsDecent() throws Exception {
    try (var transactions =
        new Database(
            database.server().address(),
            StoreSettings.withSpool(database.spool()).withMaxConnections(1),
            new Random(1))) {
      var attempts = new AtomicInteger();

      int third =
          transactions.transaction(
              "try",
              _ -> {
                if (attempts.incrementAndGet() < 3) {
                  throw new SQLException("deadlock detected", "40P01");
                }
                return attempts.get();
              });
      assertThat(third).isEqualTo(3);

      assertThatThrownBy(
              () ->
                  transactions.transaction(
                      "try",
                      _ -> {
                        attempts.incrementAndGet();
                        throw new SQLException("could not serialize access", "40001");
                      }))
          .isInstanceOf(Aborted.class);
      assertThat(attempts).hasValue(3 + 10);
    }
  }

  @Test
  void transaction_thatFails_leavesNothing() throws Exception {
    try (var transactions =
        new Database(
            database.server().address(),
            StoreSettings.withSpool(database.spool()).withMaxConnections(1),
            new Random(1))) {
      assertThatThrownBy(
              () ->
                  transactions.transaction(
                      "try",
                      connection -> {
                        ProjectSql.setLatest(connection, P1, 99);
                        throw new IllegalStateException("a bug");
                      }))
          .isInstanceOf(IllegalStateException.class);

      assertThat(database.rows("SELECT latest_version FROM dl.projects")).containsExactly("0");
    }
  }
}
