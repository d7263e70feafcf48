package dev.dateilager.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ObjectPath;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackPatternsTest {
  private static Optional<String> packOf(String path, String... patterns) throws InvalidArgument {
    return PackPatterns.compile(List.of(patterns))
        .packOf(new ObjectPath(path))
        .map(ObjectPath::value);
  }

  @ParameterizedTest
  @CsvSource({ // semantics.md §3.1, and oddity 5
    "node_modules/.*/,  node_modules/foo/lib/x.js,      node_modules/foo/",
    "node_modules/.*/,  node_modules/foo,               node_modules/foo/",
    "node_modules/.*/,  node_modules/foo/,              node_modules/foo/",
    "node_modules/.*/,  node_modules/@scope/pkg/x.js,   node_modules/@scope/",
    "node_modules/.*/,  client/node_modules/foo/x,      client/node_modules/foo/",
    "node_modules/.*/,  node_modules,                   ",
    "node_modules/.*/,  node_modules/,                  ",
    "node_modules/.*/,  /node_modules/foo/x,            /node_modules/foo/",
    "^node_modules/[^/]+/, node_modules/,               ",
    "^node_modules/[^/]+/, node_modules/a/b/c,          node_modules/a/",
    "^node_modules/[^/]+/, client/node_modules/a/b,     ",
    "^node_modules/[^/]+/, /node_modules/a/b,           ",
    "a/,                data/x,                         data/",
    "a/,                b/a/c,                          b/a/",
    "a/,                b/c,                            ",
    "[b|e]/,            b/,                             b/",
    "[b|e]/,            b,                              b/",
    "[b|e]/,            c,                              ",
    "/a/,               /a/c,                           /a/",
    "/a/.*/,            /a/b/c,                         /a/b/",
    "/,                 /a/b,                           /a/",
    ".*,                a,                              a/",
    "x/$,               a/x/y,                          a/x/",
    "(?i)A/,            b/a/c,                          b/a/",
  })
  void packOf_isTheShortestPrefixThatMatches(String pattern, String path, String pack)
      throws Exception {
    assertThat(packOf(path, pattern)).isEqualTo(Optional.ofNullable(pack));
  }

  @Test
  void packOf_doesNotDependOnTheOrderOfPatterns() throws Exception {
    assertThat(packOf("a/b/c", "a/b/", "^a/")).contains("a/");
    assertThat(packOf("a/b/c", "^a/", "a/b/")).contains("a/");
    assertThat(packOf("a/b/c", "nothing", "a/b/")).contains("a/b/");
    assertThat(packOf("a/b/c")).isEmpty();
  }

  @Test
  void packOf_dotDoesNotMatchANewline() throws Exception {
    assertThat(packOf("m/a\nb/c", "^m/.+/c/$")).isEmpty();
    assertThat(packOf("m/ab/c", "^m/.+/c/$")).contains("m/ab/c/");
  }

  @Test
  void packOf_whenThePackPathWouldBeTooLong_isNone() throws Exception {
    String longest = "c".repeat(200) + ("/" + "d".repeat(100)).repeat(38) + "/" + "e".repeat(57);
    assertThat(new ObjectPath(longest).utf8Length()).isEqualTo(ObjectPath.MAX_BYTES);
    assertThat(packOf(longest, "e/$")).isEmpty();
    assertThat(packOf(longest.substring(1), "e/$")).isPresent();
    assertThat(packOf(longest, "c/")).contains("c".repeat(200) + "/");
  }

  @Test
  void compile_leavesEmptyPatternsOut() throws Exception {
    assertThat(packOf("a/b", "")).isEmpty(); // lessons.md 23
    assertThat(packOf("a/b", "", "b/", "")).contains("a/b/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", ")", "[", "a**", "a{2,1}", "(?!x)", "(?<=x)", "\\1", "a{1001}", "\\q"})
  void compile_ofWhatRe2DoesNotKnow_isInvalid(String pattern) {
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> PackPatterns.compile(List.of("ok", pattern)))
        .withMessageContaining(pattern);
  }

  @Test
  void compile_ofAPatternAtTheLimit_worksAndOnePastItIsInvalid() throws Exception {
    assertThat(packOf("x", "x|" + "y".repeat(PackPatterns.MAX_LENGTH - 2))).contains("x/");
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> PackPatterns.compile(List.of("y".repeat(PackPatterns.MAX_LENGTH + 1))));
    assertThat(packOf("x", "(".repeat(499) + "x" + ")".repeat(499))).contains("x/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a?){990}(a?){990}", // no stack is deep enough to match it
        "(?i)\u1c80", // would be compiled for ever, as the next two
        "(?s-i)(?mi:[B-\uffff])",
        "(?i)\\x{1c88}",
        "((a{100}){100}){100}",
        "((((a{30}){30}){30}){30}){30}",
        "(((x{1000}){1000}){1000}){1000}"
      })
  void compile_ofAPatternThatWouldGrowBeyondMeasure_isInvalid(String pattern) {
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> PackPatterns.compile(List.of(pattern)));
  }

  @Test
  void packOf_isLinear() throws Exception {
    String path = "a/".repeat(100) + "a".repeat(200);
    PackPatterns patterns = PackPatterns.compile(List.of("(a|a|aa)*b", "(a+/)+$x", "(.*a.*)*c"));
    var _ =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> assertThat(patterns.packOf(new ObjectPath(path))).isEmpty());
  }

  @Test
  void packOf_ofTheDeepestPath_takesNoLongerForItsDepth() throws Exception {
    String largest = "(a?){300}(a?){150}(a?){40}b"; // searches the whole path, finds nothing
    assertThat(PackPatterns.compile(List.of(largest)).packOf(deepest())).isEmpty();
    assertThat(PackPatterns.compile(List.of(largest, "a/")).packOf(deepest()))
        .isEqualTo(PackPatterns.compile(List.of("a/", largest)).packOf(deepest()))
        .contains(new ObjectPath("a".repeat(15) + "/"));
  }

  @Test
  void packOf_whereEachDirectoryMustBeSearched_isRefusedBeforeItTakesLong() throws Exception {
    var large = PackPatterns.compile(List.of("(a?){490}b/$"));
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> large.packOf(deepest()))
        .withMessageStartingWith("path '" + deepest().value().substring(0, 100))
        .withMessageContaining("255 deep with 4079 characters")
        .withMessageContaining("or make the patterns fewer, smaller, or without '$'");
    assertThat(large.packOf(new ObjectPath("a/".repeat(40) + "b"))).isPresent();
    var many = PackPatterns.compile(Collections.nCopies(100, "^node_modules/[^/]+/$"));
    assertThat(many.packOf(new ObjectPath("modules/".repeat(60) + "x"))).isEmpty();
  }

  private static ObjectPath deepest() {
    return new ObjectPath(("a".repeat(15) + "/").repeat(ObjectPath.MAX_DEPTH - 1) + "a".repeat(15));
  }

  /** Bisecting finds what looking at each leading directory in turn finds. */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void packOf_isWhatAPlainScanFinds(long seed) throws Exception {
    var random = new Random(seed);
    int packed = 0;
    for (int round = 0; round < 2_000; round++) {
      List<String> patterns =
          Stream.generate(() -> RandomPatterns.pattern(random))
              .limit(1 + random.nextInt(3))
              .toList();
      var compiled = PackPatterns.compile(patterns);
      for (int i = 0; i < 5; i++) {
        var path = new ObjectPath(RandomPatterns.path(random));
        Optional<String> expected = RandomPatterns.scan(patterns, path.value());
        packed += expected.isPresent() ? 1 : 0;
        assertThat(compiled.packOf(path).map(ObjectPath::value))
            .as("%s of %s", patterns, path)
            .isEqualTo(expected);
      }
    }
    assertThat(packed).as("paths in a pack").isBetween(1_000, 9_000);
  }
}
