package dev.dateilager.domain.catalog;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.dateilager.domain.contract.FuzzText;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ObjectPath;
import java.util.List;
import java.util.Optional;

/**
 * Whatever a project's author writes as pack pattern is refused, or parts every path into pack and
 * rest in one way, in bounded time (I27).
 */
class PackPatternsFuzzTest {
  private static final int LONGEST_SECONDS = 30; // far above, as machines may be busy

  /** A path, a line feed, and patterns, one a line. */
  @FuzzTest(maxDuration = "2m")
  void compile_refusesOrPartsEveryPath(byte[] input) {
    String text = FuzzText.of(input);
    int end = text.indexOf('\n');
    if (end < 0) {
      return;
    }
    long start = System.nanoTime();
    try {
      var patterns = PackPatterns.compile(List.of(text.substring(end + 1).split("\n", -1)));
      parts(patterns, ObjectPath.parse(text.substring(0, end)));
    } catch (InvalidArgument refused) {
      assertThat(refused.getMessage()).matches("(?s)(pack pattern|path) .*");
    }
    assertThat(NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(LONGEST_SECONDS);
  }

  private static void parts(PackPatterns patterns, ObjectPath path) throws InvalidArgument {
    Optional<ObjectPath> pack = patterns.packOf(path);
    assertThat(patterns.packOf(path)).isEqualTo(pack);
    if (pack.isEmpty()) {
      return;
    }
    String value = pack.get().value();
    assertThat(value).endsWith("/");
    assertThat(path.value() + "/").startsWith(value);
    assertThat(patterns.packOf(pack.get())).isEqualTo(pack);
    for (ObjectPath above : pack.get().ancestors()) {
      assertThat(patterns.packOf(above)).as("the shortest").isEmpty();
    }
  }
}
