package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestDatabase.Resolver.class)
final class MigrationsTest {
  private final TestDatabase server;
  private DataSource database;

  MigrationsTest(TestDatabase server) {
    this.server = server;
    this.database = server.source();
  }

  /** A database without anything in it. */
  @BeforeEach
  void createDatabase() throws Exception {
    String name = "m" + UUID.randomUUID().toString().replace("-", "");
    server.server().createDatabase(name);
    database = server.server().address().database(name).dataSource();
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private List<String> rows(String sql) throws SQLException {
    return TestDatabase.rows(database, sql);
  }

  /** As golang-migrate would have left it after the first {@code steps}. */
  private void madeByGo(int steps) throws SQLException {
    execute(
        "CREATE TABLE schema_migrations (version bigint not null primary key, dirty boolean not"
            + " null)");
    for (MigrationStep step : MigrationStep.values()) {
      if (step.number() <= steps) {
        execute(
            step.sql(),
            "TRUNCATE schema_migrations",
            "INSERT INTO schema_migrations VALUES (%d, false)".formatted(step.number()));
      }
    }
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

  @Test
  void apply_toADatabaseOfGoAtThree_carriesItForwardWithItsRows() throws Exception {
    madeByGo(3);
    execute(
        "INSERT INTO dl.projects VALUES (1, 2, NULL)",
        "INSERT INTO dl.objects VALUES (1, 1, NULL, 'a',"
            + " ROW(gen_random_uuid(), gen_random_uuid())::hash, 493, 4, false)",
        "INSERT INTO dl.contents SELECT hash, 'a v1'::bytea, 'old'::bytea FROM dl.objects");

    Migrations.apply(database);

    assertFinalSchema();
    assertThat(
            rows(
                "SELECT path, convert_from(bytes, 'UTF8') FROM dl.objects JOIN dl.contents USING"
                    + " (hash)"))
        .containsExactly("a|a v1");
  }

  @Test
  void apply_toADatabaseOfGoAtSix_buildsTheIndexAndMarksIt() throws Exception {
    madeByGo(6);

    Migrations.apply(database);

    assertFinalSchema();
  }

  @Test
  void apply_toAFullDatabaseOfGo_leavesIt() throws Exception {
    madeByGo(7);

    Migrations.apply(database);

    assertFinalSchema();
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
