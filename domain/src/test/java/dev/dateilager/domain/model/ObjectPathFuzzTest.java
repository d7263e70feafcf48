package dev.dateilager.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dateilager.domain.contract.FuzzText;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** A name from outside is refused with its reason, or keeps every promise of R8 (I3). */
class ObjectPathFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void parse_takesJustWhatR8Allows(byte[] input) {
    String text = FuzzText.of(input);
    boolean taken = isTaken(text);
    assertThat(taken).as("'%s'", text).isEqualTo(isAllowed(text));
    if (taken) {
      keepsItsPromises(new ObjectPath(text));
      int half = text.indexOf('\n');
      if (half >= 0 && isTaken(text.substring(0, half)) && isTaken(text.substring(half + 1))) {
        areOrderedByBytes(
            new ObjectPath(text.substring(0, half)), new ObjectPath(text.substring(half + 1)));
      }
    }
  }

  private static boolean isTaken(String text) {
    try {
      return ObjectPath.parse(text).value().equals(text);
    } catch (InvalidArgument refused) {
      assertThat(refused).hasMessageStartingWith("path '");
      assertThat(refused.getMessage()).hasSizeLessThan(600); // a long name is not shown whole
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new ObjectPath(text))
          .withMessage(refused.getMessage());
      return false;
    }
  }

  /** R8 once more, by bytes. */
  private static boolean isAllowed(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (!new String(bytes, StandardCharsets.UTF_8).equals(text) // half characters become '?'
        || bytes.length > 4096
        || text.contains("\0")) {
      return false;
    }
    String inner = text.replaceFirst("^/", "").replaceFirst("/\\z", "");
    List<String> components = List.of(inner.split("/", -1));
    return components.size() <= 255
        && components.stream()
            .allMatch(
                component ->
                    !component.isEmpty()
                        && !component.equals(".")
                        && !component.equals("..")
                        && component.getBytes(StandardCharsets.UTF_8).length <= 255);
  }

  private static void keepsItsPromises(ObjectPath path) {
    assertThat(path.utf8()).hasSize(path.utf8Length());
    assertThat(new String(path.utf8(), StandardCharsets.UTF_8)).isEqualTo(path.value());
    assertThat(String.join("/", path.components())).isEqualTo(path.relative());
    String slash = path.hasTrailingSlash() ? "/" : "";
    assertThat(path.value()).isIn(path.relative() + slash, "/" + path.relative() + slash);
    assertThat(path.isClientState()).isEqualTo(path.components().getFirst().equals(".dl"));
    List<ObjectPath> ancestors = path.ancestors();
    assertThat(ancestors).hasSize(path.components().size() - 1).isSorted();
    assertThat(ancestors)
        .allMatch(above -> above.hasTrailingSlash() && path.value().startsWith(above.value()));
  }

  private static void areOrderedByBytes(ObjectPath left, ObjectPath right) {
    int byBytes = Integer.signum(Arrays.compareUnsigned(left.utf8(), right.utf8()));
    assertThat(Integer.signum(left.compareTo(right))).isEqualTo(byBytes);
    assertThat(Integer.signum(right.compareTo(left))).isEqualTo(-byBytes);
    assertThat(left.equals(right)).isEqualTo(byBytes == 0);
  }
}
