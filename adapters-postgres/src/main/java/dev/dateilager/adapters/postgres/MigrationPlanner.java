package dev.dateilager.adapters.postgres;

import dev.dateilager.adapters.postgres.SchemaShape.Difference;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Finds out what a database is and lacks; changes nothing. */
final class MigrationPlanner {
  /** The repair of what an interrupted last step leaves (schema.md oddity 3). */
  static final String REPAIR = "rebuild of the invalid index dl.objects_hash_idx";

  private static final String INVALID =
      "index dl.objects_hash_idx is '%s (invalid)'"
          .formatted(MigrationStep.ADD_HASH_IDX.parts().get("index dl.objects_hash_idx"));

  private final Connection connection;

  MigrationPlanner(Connection connection) {
    this.connection = connection;
  }

  MigrationPlan plan() throws SQLException, FailedPrecondition {
    SchemaMark mark = SchemaMark.read(connection);
    if (mark.dirty()) {
      return refused(
          mark,
          ("migration %d of the database was begun and not ended: look at what it left, then set"
                  + " schema_migrations to (%1$d, false), or to (%d, false) to have it repeated")
              .formatted(mark.version(), mark.version() - 1));
    }
    if (mark.version() > MigrationStep.LAST || mark.version() < 0) {
      return refused(
          mark,
          "the database has schema version %d, this program knows up to %d: use a newer program"
              .formatted(mark.version(), MigrationStep.LAST));
    }
    SchemaShape found = SchemaShape.of(connection);
    if (mark.present() && mark.version() > 0) {
      return marked(mark.version(), found);
    }
    return found.isEmpty() ? steps(0, true, List.of(), false) : unmarked(found);
  }

  private static MigrationPlan refused(SchemaMark mark, String why) {
    return new MigrationPlan(mark.version(), true, List.of(), List.of(), Optional.of(why));
  }

  private MigrationPlan marked(long version, SchemaShape found) throws SQLException {
    Difference difference = found.from(SchemaShape.after(version));
    var harmful = new ArrayList<>(difference.harmful());
    boolean invalid =
        harmful.removeIf(part -> part.startsWith(INVALID)) || version < MigrationStep.LAST;
    if (!harmful.isEmpty()) {
      return new MigrationPlan(
          version,
          true,
          List.of(),
          difference.harmless(),
          Optional.of(
              "schema_migrations says version %d, but the database is otherwise: %s; make it as"
                      .formatted(version, String.join("; ", harmful))
                  + " expected, or set schema_migrations to the version that it is of"));
    }
    return steps(version, true, difference.harmless(), invalid && version == MigrationStep.LAST);
  }

  /**
   * A database whose table of marks was lost, in a restored dump say, may still tell what it is.
   */
  private MigrationPlan unmarked(SchemaShape found) throws SQLException {
    int nearest = 0;
    List<String> tooMany = List.of();
    for (int version = MigrationStep.LAST; version > 0; version--) {
      Difference difference = found.from(SchemaShape.after(version));
      if (difference.harmful().isEmpty()
          && (nearest == 0 || difference.harmless().size() < tooMany.size())) {
        nearest = version;
        tooMany = difference.harmless();
      }
    }
    if (nearest > 0) {
      return steps(nearest, false, tooMany, false);
    }
    return new MigrationPlan(
        0,
        false,
        List.of(),
        List.of(),
        Optional.of(
            "schema_migrations says nothing, and what is in schema dl is of no version; as version"
                + " %d it would lack: %s; make it so, or drop what is there, or use another"
                    .formatted(
                        MigrationStep.LAST,
                        String.join(
                            "; ", found.from(SchemaShape.after(MigrationStep.LAST)).harmful()))
                + " database"));
  }

  private MigrationPlan steps(long version, boolean marked, List<String> remarks, boolean repair)
      throws SQLException {
    var steps =
        new ArrayList<>(
            Arrays.stream(MigrationStep.values())
                .filter(step -> step.number() > version)
                .map(MigrationStep::label)
                .toList());
    if (repair) {
      steps.add(REPAIR);
    }
    Optional<String> refusal =
        version > 0 && version < MigrationStep.IDENTICAL_OBJECT_INDEX.number()
            ? twins()
            : Optional.empty();
    return new MigrationPlan(version, marked, steps, remarks, refusal);
  }

  /** Live rows that the unique index of step 4 cannot hold both. */
  private Optional<String> twins() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                """
                SELECT project, path FROM dl.objects WHERE stop_version IS NULL
                GROUP BY project, path, hash, mode HAVING count(*) > 1 LIMIT 1
                """)) {
      if (!found.next()) {
        return Optional.empty();
      }
      return Optional.of(
          "%s cannot be applied: project %d has '%s' twice, alike; keep one of each by"
                  .formatted(
                      MigrationStep.IDENTICAL_OBJECT_INDEX.label(),
                      found.getLong(1),
                      found.getString(2))
              + " DELETE FROM dl.objects AS a USING dl.objects AS b WHERE a.stop_version IS NULL"
              + " AND b.stop_version IS NULL AND a.project = b.project AND a.path = b.path"
              + " AND a.hash = b.hash AND a.mode = b.mode AND (a.start_version, a.ctid) >"
              + " (b.start_version, b.ctid)");
    }
  }
}
