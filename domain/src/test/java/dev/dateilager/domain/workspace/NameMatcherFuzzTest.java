package dev.dateilager.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dateilager.domain.contract.FuzzText;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;

/** Whatever is written as glob is refused by name, or tells of every name whether it fits (I27). */
class NameMatcherFuzzTest {
  /** A name, a line feed, and a glob. */
  @FuzzTest(maxDuration = "2m")
  void of_refusesOrTellsWhetherANameFits(byte[] input) {
    String text = FuzzText.of(input);
    int end = text.indexOf('\n');
    if (end < 0) {
      return;
    }
    String name = text.substring(0, end);
    String glob = text.substring(end + 1);
    try {
      boolean fits = NameMatcher.of(glob, "").matches(name);
      if (!glob.isEmpty()) {
        assertThat(NameMatcher.of("", glob).matches(name)).isNotEqualTo(fits);
      }
    } catch (InvalidArgument refused) {
      assertThat(refused).hasMessageStartingWith("glob '");
    }
    String literal = name.replaceAll("([\\\\*?\\[\\]{},!])", "\\\\$1");
    try {
      assertThat(NameMatcher.of(literal, "").matches(name)).as("'%s'", literal).isTrue();
    } catch (InvalidArgument refused) {
      assertThat(refused).hasMessageContaining("cannot be used");
    }
  }
}
