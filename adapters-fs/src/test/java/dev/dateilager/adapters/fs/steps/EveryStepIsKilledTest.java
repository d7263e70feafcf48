package dev.dateilager.adapters.fs.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** A step at which no test kills a process is a crash that nobody has looked at (I11). */
final class EveryStepIsKilledTest {
  @Test
  void everyStep_hasASuiteThatKillsThere() {
    var killed = EnumSet.copyOf(KilledSteps.STORE);
    killed.addAll(KilledSteps.PLACE);
    assertThat(killed).containsExactly(Step.values());
  }
}
