package dev.dateilager.domain.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dateilager.domain.model.ProjectId;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be asked of a server, at the edge and one past it. */
final class LimitsOfRequestsTest {
  private static final ProjectId P1 = new ProjectId(1);
  private static final OptionalLong ABSENT = OptionalLong.empty();

  @ParameterizedTest
  @ValueSource(floats = {-0.001f, 100.001f, Float.NaN, Float.POSITIVE_INFINITY})
  void samples_outsideZeroToAHundred_areRefused(float percent) {
    assertThatIllegalArgumentException().isThrownBy(() -> new Collecting.Contents(percent));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Collecting.RandomProjects(percent, 1, ABSENT));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, 0.001f, 100})
  void samples_upToTheEdges_areTaken(float percent) {
    assertThat(new Collecting.Contents(percent).percent()).isEqualTo(percent);
    assertThat(new Collecting.RandomProjects(percent, 1, ABSENT).percent()).isEqualTo(percent);
  }

  @Test
  void keepingNoVersion_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Collecting.OneProject(P1, 0, ABSENT));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Collecting.RandomProjects(1, -1, ABSENT));
  }

  @Test
  void cachePlan_needsALimitThatIsOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CachePlan("", OptionalInt.empty(), ABSENT));
    assertThatIllegalArgumentException().isThrownBy(() -> CachePlan.ofPacks("", 0));
    assertThatIllegalArgumentException().isThrownBy(() -> CachePlan.ofPacks("", 100_001));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CachePlan("", OptionalInt.of(1), OptionalLong.of(0)));
    assertThat(CachePlan.ofPacks("", 100_000).maxPacks()).hasValue(100_000);
  }
}
