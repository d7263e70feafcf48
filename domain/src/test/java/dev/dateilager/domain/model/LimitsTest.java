package dev.dateilager.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** The limits that hold everywhere (R9). */
class LimitsTest {
  @Test
  void theDefaults_areThoseOfR9() {
    assertThat(Limits.DEFAULT)
        .isEqualTo(new Limits(419_430_400, 2_147_483_648L, 1_000_000, 1000, 67_108_864, 1_048_576));
  }

  @Test
  void aLimit_isAtLeastOne() {
    assertThat(new Limits(1, 1, 1, 1, 1, 1).entries()).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> new Limits(0, 1, 1, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 0, 1, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 1, 0, 1, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 1, 1, 0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 1, 1, 1, 0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Limits(1, 1, 1, 1, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new Limits(-1, 1, 1, 1, 1, 1));
  }
}
