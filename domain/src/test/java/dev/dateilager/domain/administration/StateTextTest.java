package dev.dateilager.domain.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ProjectId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The line between snapshot and reset (cli.md §3.2). */
final class StateTextTest {
  private static final List<ProjectVersion> STATES =
      List.of(
          new ProjectVersion(new ProjectId(1), 3),
          new ProjectVersion(new ProjectId(Long.MIN_VALUE), 0),
          new ProjectVersion(new ProjectId(2), Long.MAX_VALUE));

  @Test
  void of_joinsPairsInOrder() {
    assertThat(StateText.of(STATES)).isEqualTo("1=3,-9223372036854775808=0,2=9223372036854775807");
    assertThat(StateText.of(List.of())).isEmpty();
  }

  @Test
  void parse_isTheInverse() throws Exception {
    assertThat(StateText.parse(StateText.of(STATES))).isEqualTo(STATES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "1",
        "1=",
        "=1",
        "1=2,",
        ",1=2",
        "1=2,,2=3",
        "a=1",
        "1=b",
        "1 =2",
        "1= 2",
        "1=-1",
        "1=2=3",
        "1=9223372036854775808",
        "1=2,1=2",
        "1=2;2=3"
      })
  void parse_ofAnythingElse_isRefused(String line) {
    assertThatExceptionOfType(InvalidArgument.class).isThrownBy(() -> StateText.parse(line));
  }
}
