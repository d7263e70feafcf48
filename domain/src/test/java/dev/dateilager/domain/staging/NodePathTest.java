package dev.dateilager.domain.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a path on the node must be (I3, R8). */
final class NodePathTest {
  @Test
  void parse_dropsOneTrailingSlash() throws Exception {
    assertThat(NodePath.parse("/a/b/").value()).isEqualTo("/a/b");
    assertThatThrownBy(() -> NodePath.parse("/a//")).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void parse_atTheLongestLengthAndOnePastIt() throws Exception {
    String longest = "/" + "x".repeat(4094);
    assertThat(NodePath.parse(longest).value()).hasSize(4095);
    assertThatThrownBy(() -> NodePath.parse(longest + "x")).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void isBelow_goesByComponents() {
    var root = new NodePath("/pods");
    assertThat(new NodePath("/pods/a").isBelow(root)).isTrue();
    assertThat(root.isBelow(root)).isTrue();
    assertThat(new NodePath("/podsa").isBelow(root)).isFalse();
    assertThat(new NodePath("/pod").isBelow(root)).isFalse();
  }

  @Test
  void linkMode_isFoundByItsLabel() {
    assertThat(Arrays.stream(LinkMode.values()).map(LinkMode::label))
        .containsExactly("auto", "link", "clone", "copy");
    assertThat(Arrays.stream(LinkMode.values()).map(mode -> LinkMode.named(mode.label())))
        .doesNotContain(Optional.empty());
    assertThat(LinkMode.named("LINK")).isEmpty();
    assertThat(Obstacle.OTHER_FILE_SYSTEM.label()).isEqualTo("other-file-system");
  }
}
