package dev.dateilager.adapters.fs.steps;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** At which steps a process is killed by which suite: a suite's parameters, and nothing else. */
public final class KilledSteps {
  /** By the suite of the store. */
  public static final Set<Step> STORE =
      Collections.unmodifiableSet(EnumSet.range(Step.DOWNLOAD_BEGUN, Step.PACK_QUARANTINED));

  /** By the suite of placements. */
  public static final Set<Step> PLACE =
      Collections.unmodifiableSet(EnumSet.range(Step.AREA_LEDGERED, Step.REPLICA_IN_PLACE));

  private KilledSteps() {}
}
