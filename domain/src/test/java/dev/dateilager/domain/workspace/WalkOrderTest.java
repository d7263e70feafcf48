package dev.dateilager.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.ObjectPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Walk order and what pack messages must wait for. */
class WalkOrderTest {
  @Test
  void compare_sortsByComponents_seed4() {
    var sorted =
        List.of("!", "a/", "a/!", "a/b", "a/b/c", "a!", "a.txt", "ab", "\uFF5E", "\uD83D\uDE00/x");
    var shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(4));
    shuffled.sort(WalkOrder::compare);
    assertThat(shuffled).isEqualTo(sorted);
  }

  @ParameterizedTest
  @CsvSource({
    "a,a,true",
    "a,a/,true",
    "a,a/b,true",
    "a/b,a,true",
    "a/,a/b,false",
    "a,ab,false",
    "a/b,a/c,false"
  })
  void nested_isAPrefixByComponents(String left, String right, boolean expected) {
    assertThat(WalkOrder.nested(left, right)).isEqualTo(expected);
  }

  @Test
  void mustWait_onlyForPacksInOrAround() {
    var order = new PackOrder();
    assertThat(order.mustWait(Optional.empty())).isFalse();
    assertThat(waits(order, "p/a/")).isFalse();
    assertThat(waits(order, "p/ab/")).isFalse();
    assertThat(waits(order, "p/a")).isTrue();
    assertThat(waits(order, "/p/a/deep/er/")).isTrue();
    assertThat(waits(order, "p/")).isTrue();
    assertThat(waits(order, "q/")).isFalse();
    assertThat(waits(order, "p/c/")).isTrue();
  }

  private static boolean waits(PackOrder order, String path) {
    return order.mustWait(Optional.of(new ObjectPath(path)));
  }
}
