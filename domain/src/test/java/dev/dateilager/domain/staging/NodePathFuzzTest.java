package dev.dateilager.domain.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dateilager.domain.contract.FuzzText;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A path on the node is refused, or is one that means the same to the kernel (I3). */
class NodePathFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void parse_takesJustWhatIsClean(byte[] input) {
    String text = FuzzText.of(input);
    try {
      NodePath path = NodePath.parse(text);
      assertThat(isClean(path.value())).as("'%s'", text).isTrue();
      assertThat(text).isIn(path.value(), path.value() + "/");
      assertThat(NodePath.parse(path.value())).isEqualTo(path);
      isBelowJustItsPrefixes(path);
    } catch (InvalidArgument refused) {
      assertThat(refused).hasMessageStartingWith("path '");
      assertThat(isClean(text) || (text.endsWith("/") && isClean(withoutLast(text)))).isFalse();
      assertThatIllegalArgumentException().isThrownBy(() -> new NodePath(text));
    }
  }

  private static String withoutLast(String text) {
    return text.substring(0, text.length() - 1);
  }

  /** The rule once more, by bytes. */
  private static boolean isClean(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new String(bytes, StandardCharsets.UTF_8).equals(text) // half characters become '?'
        && bytes.length <= 4095
        && text.startsWith("/")
        && !text.contains("\0")
        && List.of(text.substring(1).split("/", -1)).stream()
            .noneMatch(component -> List.of("", ".", "..").contains(component));
  }

  private static void isBelowJustItsPrefixes(NodePath path) {
    assertThat(path.isBelow(path)).isTrue();
    for (int end = 2; end < path.value().length(); end++) {
      String part = path.value().substring(0, end);
      if (isClean(part)) {
        assertThat(path.isBelow(new NodePath(part)))
            .as("'%s' below '%s'", path, part)
            .isEqualTo(path.value().charAt(end) == '/');
      }
    }
  }
}
