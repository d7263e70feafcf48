package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.ProjectId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
@ExtendWith(TestDatabase.Resolver.class)
final class MigrationsTest {
  private final TestDatabase server;
  private OldDatabase old;
  private DataSource database;

  MigrationsTest(TestDatabase server) throws Exception {
    this.server = server;
    this.old = OldDatabase.empty(server);
    this.database = old.source();
  }

  private void execute(String... statements) throws SQLException {
    old.execute(statements);
  }

  private List<String> rows(String sql) throws SQLException {
    return old.rows(sql);
  }

  /** As golang-migrate would have left it after the first {@code steps}. */
  private OldDatabase madeByGo(int steps) throws Exception {
    old = OldDatabase.at(server, steps);
    database = old.source();
    return old;
  }

  private void assertFinalSchema() throws SQLException {
    assertThat(
            rows(
                """
                SELECT c.table_name, c.column_name, c.udt_name, c.is_nullable, c.column_default
                FROM information_schema.columns AS c WHERE table_schema = 'dl'
                ORDER BY c.table_name, c.ordinal_position
                """))
        .containsExactly(
            "cache_versions|version|int8|NO|nextval('dl.cache_versions_version_seq'::regclass)",
            "cache_versions|hashes|_hash|NO|null",
            "contents|hash|hash|NO|null",
            "contents|bytes|bytea|NO|null",
            "objects|project|int8|NO|null",
            "objects|start_version|int8|NO|null",
            "objects|stop_version|int8|YES|null",
            "objects|path|text|NO|null",
            "objects|hash|hash|NO|null",
            "objects|mode|int8|NO|null",
            "objects|size|int8|NO|null",
            "objects|packed|bool|NO|null",
            "projects|id|int8|NO|null",
            "projects|latest_version|int8|NO|null",
            "projects|pack_patterns|_text|YES|null");
    assertThat(
            rows(
                """
                SELECT indexdef, i.indisvalid FROM pg_indexes AS d
                JOIN pg_index AS i ON i.indexrelid = ('dl.' || d.indexname)::regclass
                WHERE schemaname = 'dl' ORDER BY indexname
                """))
        .containsExactly(
            "CREATE UNIQUE INDEX cache_versions_pkey ON dl.cache_versions USING btree (version)|t",
            "CREATE UNIQUE INDEX contents_pkey ON dl.contents USING btree (hash)|t",
            "CREATE UNIQUE INDEX identical_objects_idx ON dl.objects USING btree"
                + " (project, ((stop_version IS NULL)), path, hash, mode)"
                + " WHERE (stop_version IS NULL)|t",
            "CREATE INDEX objects_hash_idx ON dl.objects USING btree (hash)|t",
            "CREATE UNIQUE INDEX objects_idx ON dl.objects USING btree"
                + " (project, start_version, stop_version, path text_pattern_ops)|t",
            "CREATE UNIQUE INDEX objects_latest_idx ON dl.objects USING btree"
                + " (project, stop_version, path text_pattern_ops)|t",
            "CREATE UNIQUE INDEX projects_pkey ON dl.projects USING btree (id)|t");
    assertThat(
            rows(
                "SELECT attstorage FROM pg_attribute"
                    + " WHERE attrelid = 'dl.contents'::regclass AND attname = 'bytes'"))
        .containsExactly("e"); // EXTERNAL
    assertThat(
            rows(
                """
                SELECT n.nspname, a.attname, format_type(a.atttypid, a.atttypmod)
                FROM pg_type AS t JOIN pg_namespace AS n ON n.oid = t.typnamespace
                JOIN pg_attribute AS a ON a.attrelid = t.typrelid
                WHERE t.typname = 'hash' ORDER BY a.attnum
                """))
        .containsExactly("public|h1|uuid", "public|h2|uuid");
    assertThat(
            rows(
                """
                SELECT conrelid::regclass, conname, contype FROM pg_constraint
                WHERE connamespace = 'dl'::regnamespace AND contype <> 'n' ORDER BY conname
                """))
        .containsExactly(
            "dl.cache_versions|cache_versions_pkey|p",
            "dl.contents|contents_pkey|p",
            "dl.projects|projects_pkey|p");
    assertMarked();
  }

  private void assertMarked() throws SQLException {
    assertThat(rows("SELECT version, dirty FROM public.schema_migrations")).containsExactly("7|f");
    assertThat(
            rows(
                """
                SELECT column_name, udt_name, is_nullable FROM information_schema.columns
                WHERE table_name = 'schema_migrations' ORDER BY ordinal_position
                """))
        .containsExactly("version|int8|NO", "dirty|bool|NO");
  }

  @Test
  void apply_toAnEmptyDatabase_makesTheWholeSchema() throws Exception {
    Migrations.apply(database);

    assertFinalSchema();
  }

  @Test
  void apply_again_changesNothing() throws Exception {
    Migrations.apply(database);
    Migrations.apply(database);

    assertFinalSchema();
  }

  @DisplayName("schema.md §3: a database of Go at any version, with rows in it, is carried forward")
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void apply_toADatabaseOfGo_carriesItForwardWithItsRows(int version) throws Exception {
    madeByGo(version).fill();
    if (version < 6) {
      execute("UPDATE dl.contents SET names_tar = 'old'");
    }
    if (version >= 5) {
      execute(
          "INSERT INTO dl.cache_versions (hashes) SELECT array_agg(hash) FROM dl.contents",
          "DELETE FROM dl.cache_versions",
          "INSERT INTO dl.cache_versions (hashes) SELECT array_agg(hash) FROM dl.contents");
    }
    List<String> before = old.content();
    assertThat(before).hasSize(13);

    MigrationPlan done = Migrations.apply(database);

    assertFinalSchema();
    assertThat(done.version()).isEqualTo(version);
    assertThat(done.steps()).hasSize(7 - version);
    assertThat(old.content()).isEqualTo(before);
    assertThat(rows("SELECT version, cardinality(hashes) FROM dl.cache_versions"))
        .isEqualTo(version >= 5 ? List.of("2|4") : List.of());
    try (PostgresCatalogStore store = server.open(old.address());
        CatalogSnapshot snapshot = store.snapshot()) {
      assertThat(snapshot.project(new ProjectId(1)).latestVersion()).isEqualTo(3);
    }
    assertThat(Migrations.plan(database).isServable()).isTrue();
  }

  @DisplayName("schema.md §3: either program may migrate at any time, one does")
  @Test
  void apply_byTwoAtOnce_isDoneOnce() throws Exception {
    madeByGo(2).fill();
    List<String> before = old.content();
    var done = new ArrayList<MigrationPlan>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var both =
          List.of(
              threads.submit(() -> Migrations.apply(database)),
              threads.submit(() -> Migrations.apply(database)));
      for (var one : both) {
        done.add(one.get());
      }
    }

    assertThat(done).extracting(MigrationPlan::version).containsExactlyInAnyOrder(2L, 7L);
    assertFinalSchema();
    assertThat(old.content()).isEqualTo(before);
  }

  @Test
  void apply_whenDirty_refusesAndSaysWhichStep() throws Exception {
    madeByGo(4);
    execute("UPDATE schema_migrations SET version = 5, dirty = true");

    assertThatThrownBy(() -> Migrations.apply(database))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("migration 5")
        .hasMessageContaining("(4, false)");
    assertThat(rows("SELECT version, dirty FROM schema_migrations")).containsExactly("5|t");
  }

  @Test
  void apply_whenTheDatabaseIsOfALaterProgram_refusesAndChangesNothing() throws Exception {
    madeByGo(7);
    execute("UPDATE schema_migrations SET version = 8");

    assertThatThrownBy(() -> Migrations.apply(database))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("8");
    assertThat(rows("SELECT version, dirty FROM schema_migrations")).containsExactly("8|f");
  }

  @Test
  void apply_whenStepSevenLeftAnInvalidIndex_buildsItAnew() throws Exception {
    madeByGo(7);
    execute(
        "UPDATE pg_index SET indisvalid = false"
            + " WHERE indexrelid = 'dl.objects_hash_idx'::regclass");

    Migrations.apply(database);

    assertFinalSchema();
  }

  @Test
  void apply_whenAStepFails_leavesTheStepBefore() throws Exception {
    madeByGo(3);
    execute("CREATE TABLE dl.cache_versions (mine int)"); // in the way of step 5

    assertThatThrownBy(() -> Migrations.apply(database)).hasMessageContaining("cache_versions");
    assertThat(rows("SELECT version, dirty FROM schema_migrations")).containsExactly("4|f");
  }

  @Test
  void lockId_isWhatGolangMigrateTakes() {
    assertThat(MigrationLock.id("public", "dl")).isEqualTo(3_709_596_072L);
    assertThat(MigrationLock.id("public", "dl_tests")).isEqualTo(1_646_044_388L);
  }

  @Test
  void take_whileAnotherProgramMigrates_givesUpInTime() throws Exception {
    try (Connection holder = database.getConnection();
        var _ = MigrationLock.take(holder, java.time.Duration.ZERO);
        Connection late = database.getConnection()) {
      assertThatThrownBy(() -> MigrationLock.take(late, java.time.Duration.ZERO))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("another program");
    }
    Migrations.apply(database); // the lock was given back
    assertMarked();
  }
}
