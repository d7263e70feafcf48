package dev.dateilager.domain.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternSizeTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a{1000}",
        "(a{100}){20}",
        "((a{10}){10}){10}",
        "(ab|cd){300}",
        "(a{10,}){50}",
        "(a{3,50}){30}",
        "\\{{500}",
        "[{]{500}",
        "[]{1,2}]{500}",
        "[^]{1,2}]{500}",
        "[[:alpha:]{2}]{500}",
        "(\\Q(){9}\\E{90}){9}",
        "(?:x(?i)y){400}",
        "(?P<n>abc){200}",
        "((((((x{3}){3}){3}){3}){3}){3}){3}",
        "a{100}b{100}c{100}"
      })
  void of_isNearToWhatIsCompiled(String pattern) {
    int compiled = Pattern.compile(pattern).programSize();

    assertThat(PatternSize.of(pattern)).isBetween(compiled / 3L, 3L * compiled);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"((a{1000}){1000}){1000}", "(((a{999999999}){999999999}){999999999}){999999999}"})
  void of_neverOverflows(String pattern) {
    assertThat(PatternSize.of(pattern)).isGreaterThan(1_000_000_000L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "(",
        ")",
        "[",
        "\\",
        "\\Q",
        "[^",
        "[[:",
        "{",
        "a{",
        "{5}",
        "))){9}((",
        "a{1,2"
      })
  void of_whatDoesNotCompile_isANumber(String pattern) {
    assertThat(PatternSize.of(pattern)).isBetween(0L, 1000L);
  }

  @Test
  void of_bracesThatAreNoCount_areCharacters() {
    assertThat(PatternSize.of("a{,1000}")).isLessThan(20);
    assertThat(PatternSize.of("a\\{1000}")).isLessThan(20);
  }
}
