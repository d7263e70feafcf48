package dev.dateilager.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The glob dialect of client.md §2.10. */
class NameMatcherTest {
  @ParameterizedTest(name = "{0} on {1}: {2}")
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "frontend/**, frontend/x.js, true",
        "frontend/**, frontend/a/b.js, true",
        "frontend/*, frontend/a/b.js, true",
        "frontend/*, frontend/, true",
        "frontend/**, frontend, false",
        "hello*, hello.txt, true",
        "hello*, dir/hello.txt, false",
        "\"*.{js,ts}\", frontend/a/b.js, true",
        "\"*.{js,ts}\", x/y.ts, true",
        "\"*.{js,ts}\", hello.txt, false",
        "frontend/vite.config.[jt]s, frontend/vite.config.ts, true",
        "frontend/vite.config.[jt]s, frontend/vite.config.jsx, false",
        "[a|b|c]*, ab, true",
        "[a|b|c]*, a/c, true",
        "[a|b|c]*, |x, true",
        "[a|b|c]*, x, false",
        "[!a]*, bb, true",
        "[!a]*, x, true",
        "[!a]*, ab, false",
        "**/x, q/x, true",
        "**/x, x, false",
        "?, /, true",
        "?, ab, false",
        "?, é, true",
        "?, 😀, true",
        "[a-c], b, true",
        "[a-c], d, false",
        "[!a-c], d, true",
        "[!a-c], b, false",
        "[^a], ^, true",
        "[^a], a, true",
        "[^a], b, false",
        "[abc-e], -, true",
        "[abc-e], d, false",
        "[a\\]b], ], true",
        "[a\\]b], b, true",
        "\\*, *, true",
        "\\*, x, false",
        "a\\, a, true",
        "\"{a,b\", a, true",
        "\"{a,b\", b, true",
        "\"{a,b\", \"{a,b\", false",
        "\"{a,{b,c}d}\", cd, true",
        "\"{a,}x\", x, true",
        "\"a,b\", \"a,b\", true",
        "a}, a}, true",
        "a], a], true",
        "a.b, axb, false",
        "(a+)$^, (a+)$^, true",
      })
  void matches(String glob, String name, boolean expected) throws Exception {
    assertThat(NameMatcher.of(glob, "").matches(name)).isEqualTo(expected);
    assertThat(NameMatcher.of("", glob).matches(name)).isEqualTo(!expected);
  }

  @Test
  void matches_takesLineTerminatorsLikeOthers() throws Exception {
    assertThat(NameMatcher.of("a?b*", "").matches("a\nb\r\nc")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[a-c0-9]", "[a", "[", "[]", "[!]", "[a-", "[a-]", "[c-a]", "x[a-c"})
  void of_refusesWrongSyntax(String glob) {
    assertThatThrownBy(() -> NameMatcher.of(glob, ""))
        .isInstanceOf(InvalidArgument.class)
        .hasMessageContaining(glob);
    assertThatThrownBy(() -> NameMatcher.of("", glob)).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void matches_needsBoth_andEmptyGlobsMeanNothing() throws Exception {
    NameMatcher matcher = NameMatcher.of("a*", "*b");
    assertThat(matcher.matches("ac")).isTrue();
    assertThat(matcher.matches("ab")).isFalse();
    assertThat(matcher.matches("c")).isFalse();
    assertThat(NameMatcher.of("", "").matches("anything")).isTrue();
    assertThat(NameMatcher.ANYTHING.matches("")).isTrue();
  }

  @Test
  void matches_inLinearTime() throws Exception {
    NameMatcher matcher = NameMatcher.of("*a".repeat(20) + "b", "");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> matcher.matches("a".repeat(4000)));
  }
}
