package dev.dateilager.adapters.postgres;

import java.util.List;
import java.util.Optional;

/**
 * What stands between a database and this program's schema.
 *
 * @param version the schema that the database has: the number of the last step done, 0 for none
 * @param marked whether {@code schema_migrations} says so; else it was told by what is there
 * @param steps what is to be done, in order; each the name of a migration, or of a repair
 * @param remarks what the database has beyond the schema and nobody minds
 * @param refusal why nothing can be done, and the way out; absent if it can
 */
public record MigrationPlan(
    long version,
    boolean marked,
    List<String> steps,
    List<String> remarks,
    Optional<String> refusal) {
  /** The schema that {@link Migrations#apply} leads to. */
  public static final int LAST = MigrationStep.LAST;

  /** Copies the lists. */
  public MigrationPlan {
    steps = List.copyOf(steps);
    remarks = List.copyOf(remarks);
  }

  /** Whether the servers of both programs work on the database as it is. */
  public boolean isServable() {
    return refusal.isEmpty() && version == LAST && steps.isEmpty();
  }
}
