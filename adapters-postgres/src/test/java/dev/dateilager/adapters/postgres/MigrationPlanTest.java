package dev.dateilager.adapters.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a database lacks, and what nobody may build on. */
@Timeout(300)
@ExtendWith(TestDatabase.Resolver.class)
final class MigrationPlanTest {
  private static final String EVERYTHING =
      "SELECT relname, relkind, relnatts, pg_relation_filenode(oid) FROM pg_class"
          + " WHERE relnamespace IN (to_regnamespace('dl'), 'public'::regnamespace) ORDER BY 1, 2";

  private final TestDatabase server;

  MigrationPlanTest(TestDatabase server) {
    this.server = server;
  }

  /**
   * A database that is not what its mark says.
   *
   * @param version the mark
   * @param change what somebody did
   * @param says part of the refusal
   */
  record Drift(int version, String change, String says) {
    @Override
    public String toString() {
      return "version " + version + ": " + change;
    }
  }

  static Stream<Drift> drifted() {
    return Stream.of(
        new Drift(
            7,
            "ALTER TABLE dl.projects DROP COLUMN pack_patterns",
            "column dl.projects.pack_patterns is missing (text[])"),
        new Drift(
            7,
            "ALTER TABLE dl.projects ALTER COLUMN latest_version TYPE integer",
            "column dl.projects.latest_version is 'integer NOT NULL', expected 'bigint NOT NULL'"),
        new Drift(
            4,
            "ALTER TABLE dl.objects ALTER COLUMN mode DROP NOT NULL",
            "column dl.objects.mode is 'bigint', expected 'bigint NOT NULL'"),
        new Drift(
            7,
            "ALTER TABLE dl.objects ADD COLUMN owner text NOT NULL",
            "column dl.objects.owner is not expected"),
        new Drift(7, "DROP INDEX dl.objects_idx", "index dl.objects_idx is missing (CREATE UNIQUE"),
        new Drift(7, "DROP INDEX dl.objects_hash_idx", "index dl.objects_hash_idx is missing"),
        new Drift(
            5,
            "DROP INDEX dl.objects_latest_idx; CREATE INDEX objects_latest_idx ON dl.objects"
                + " (path)",
            "index dl.objects_latest_idx is 'CREATE INDEX"),
        new Drift(
            7,
            "CREATE UNIQUE INDEX live ON dl.objects (project, path) WHERE stop_version IS NULL",
            "index dl.live is not expected"),
        new Drift(
            6,
            "ALTER TABLE dl.objects ADD CONSTRAINT sane CHECK (size >= 0)",
            "constraint sane of dl.objects is not expected"),
        new Drift(
            7,
            "ALTER TABLE dl.contents DROP CONSTRAINT contents_pkey",
            "constraint contents_pkey of dl.contents is missing"),
        new Drift(3, "ALTER TYPE hash ADD ATTRIBUTE h3 uuid", "type hash is 'h1 uuid, h2 uuid, h3"),
        new Drift(7, "ALTER TYPE hash SET SCHEMA dl", "type hash is missing"),
        new Drift(
            3,
            "ALTER TABLE dl.contents ALTER COLUMN bytes SET STORAGE EXTENDED",
            "storage of dl.contents.bytes is 'EXTENDED', expected 'EXTERNAL'"),
        new Drift(7, "DROP SCHEMA dl CASCADE", "column dl.projects.id is missing"),
        new Drift(5, "UPDATE schema_migrations SET version = 7", "objects_hash_idx"),
        new Drift(5, "UPDATE schema_migrations SET version = 4", "cache_versions_pkey"));
  }

  @ParameterizedTest
  @MethodSource("drifted")
  void drift_isRefusedByAll_andNothingIsChanged(Drift drift) throws Exception {
    OldDatabase database = OldDatabase.at(server, drift.version()).execute(drift.change());
    List<String> before = database.rows(EVERYTHING);

    assertThat(Migrations.plan(database.address()).refusal().orElse("none"))
        .contains(drift.says())
        .contains("schema_migrations");
    for (boolean wanted : new boolean[] {true, false}) {
      assertThatThrownBy(() -> Migrations.ensure(database.address(), wanted))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining(drift.says());
    }
    assertThatThrownBy(() -> Migrations.apply(database.address()))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining(drift.says());
    assertThat(database.rows(EVERYTHING)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE INDEX mine ON dl.objects (project, path)", // schema.md oddity 2
        "ALTER TABLE dl.projects ADD COLUMN note text",
        "ALTER TABLE dl.projects ADD COLUMN note text NOT NULL DEFAULT ''",
        "CREATE TABLE dl.mine (id int PRIMARY KEY)",
        "ALTER INDEX dl.objects_idx SET (fillfactor = 70)"
      })
  void whatNoStatementMeets_isNoReasonToRefuse(String change) throws Exception {
    OldDatabase database = OldDatabase.at(server, 7).execute(change);

    MigrationPlan plan = Migrations.ensure(database.address(), false);

    assertThat(plan.isServable()).isTrue();
    boolean told = change.contains(" mine ON ") || change.contains("ADD COLUMN");
    assertThat(plan.remarks()).hasSize(told ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 6, 7})
  void plan_namesTheMissingSteps_andChangesNothing(int version) throws Exception {
    OldDatabase database =
        version == 0 ? OldDatabase.empty(server) : OldDatabase.at(server, version).fill();
    List<String> before = database.rows(EVERYTHING);

    MigrationPlan plan = Migrations.plan(database.address());

    assertThat(plan.version()).isEqualTo(version);
    assertThat(plan.refusal()).isEmpty();
    assertThat(plan.remarks()).isEmpty();
    assertThat(plan.steps())
        .hasSize(7 - version)
        .allMatch(step -> step.matches("00000[1-7]_[a-z_]+"));
    assertThat(plan.isServable()).isEqualTo(version == 7);
    assertThat(database.rows(EVERYTHING)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 5, 6, 7})
  void databaseThatLostItsMarks_isToldByWhatIsThere(int version) throws Exception {
    OldDatabase database = OldDatabase.at(server, version).fill();
    database.execute(
        version % 2 == 0 ? "TRUNCATE schema_migrations" : "DROP TABLE schema_migrations");
    List<String> before = database.content();

    assertThat(Migrations.plan(database.address()).version()).isEqualTo(version);
    Migrations.apply(database.address());

    assertThat(database.rows("SELECT * FROM schema_migrations")).containsExactly("7|f");
    assertThat(database.content()).isEqualTo(before);
  }

  @Test
  void databaseOfNoVersion_isRefused() throws Exception {
    OldDatabase database =
        OldDatabase.empty(server).execute("CREATE SCHEMA dl; CREATE TABLE dl.projects (id int)");

    assertThatThrownBy(() -> Migrations.apply(database.address()))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("of no version");
    assertThat(database.rows("SELECT to_regclass('schema_migrations')")).containsExactly("null");
  }

  @Test
  void twoMarks_areRefused() throws Exception {
    OldDatabase database =
        OldDatabase.at(server, 7).execute("INSERT INTO schema_migrations VALUES (6, false)");

    assertThatThrownBy(() -> Migrations.plan(database.address()))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("more than one row");
  }

  @Test
  void twins_areFoundBeforeStepFour_andTheWayOutIsOne() throws Exception {
    OldDatabase database = OldDatabase.at(server, 3).fill();
    database.execute(
        "INSERT INTO dl.objects SELECT project, 3, NULL, path, hash, mode, size, packed"
            + " FROM dl.objects WHERE project = 1 AND path = 'a' AND stop_version IS NULL");

    String refusal = Migrations.plan(database.address()).refusal().orElse("none");
    assertThat(refusal).contains("000004_identical_object_index").contains("'a'");
    assertThatThrownBy(() -> Migrations.apply(database.address()))
        .isInstanceOf(FailedPrecondition.class);
    assertThat(database.rows("SELECT * FROM schema_migrations")).containsExactly("3|f");

    database.execute(refusal.substring(refusal.indexOf("DELETE FROM")));
    Migrations.apply(database.address());
    assertThat(
            database.rows(
                "SELECT start_version FROM dl.objects WHERE project = 1 AND path = 'a'"
                    + " AND stop_version IS NULL"))
        .containsExactly("2");
  }

  @Test
  void ensure_withoutTheWish_changesNothing() throws Exception {
    OldDatabase database = OldDatabase.at(server, 5);

    assertThatThrownBy(() -> Migrations.ensure(database.address(), false))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("000006_remove_names_tar, 000007_add_hash_idx")
        .hasMessageContaining("server migrate");
    assertThat(database.rows("SELECT * FROM schema_migrations")).containsExactly("5|f");

    assertThat(Migrations.ensure(database.address(), true).steps()).hasSize(2);
    assertThat(database.rows("SELECT * FROM schema_migrations")).containsExactly("7|f");
  }

  @Test
  void ensure_ofAWholeDatabase_needsNoRightToChangeIt() throws Exception {
    OldDatabase database = OldDatabase.at(server, 7);
    String role = "r" + database.address().toString().replaceAll(".*/", "");
    database.execute(
        "CREATE ROLE " + role + " LOGIN",
        "GRANT USAGE ON SCHEMA dl TO " + role,
        "GRANT SELECT ON ALL TABLES IN SCHEMA dl TO " + role,
        "GRANT SELECT ON schema_migrations TO " + role,
        "ALTER DATABASE " + role.substring(1) + " SET role = " + role);

    assertThat(Migrations.ensure(database.address(), true).isServable()).isTrue();
  }
}
