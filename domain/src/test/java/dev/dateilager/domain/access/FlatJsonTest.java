package dev.dateilager.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FlatJsonTest {
  @Test
  void parse_readsMembersInOrder_andNullAsEmpty() throws Exception {
    assertThat(parse(" {\"b\" : \"1\",\t\"a\":null,\r\n\"\":\"\" } "))
        .containsExactly(entry("b", "1"), entry("a", ""), entry("", ""));
    assertThat(parse("{}")).isEmpty();
  }

  @Test
  void parse_readsEveryEscape() throws Exception {
    assertThat(parse("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\uD83D\\ude00\"}"))
        .containsEntry("a", "\"\\/\b\f\n\r\tä😀");
  }

  @Test
  void parse_ofWhatWasWritten_givesItBack() throws Exception {
    var members = Map.of("k\u0001", "\"\\\u0000\n 😀");

    assertThat(parse(FlatJson.write(members))).isEqualTo(members);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":nul}",
        "{\"a\":nulls}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"\\u\uff11234\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"b",
        "{a:\"b\"}",
        "{'a':'b'}",
        "{,}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":\"b\" \"c\":\"d\"}",
        "{}}",
        "\u00a0{}",
        "\ufeff{}",
        "{\"a\":\"\\"
      })
  void parse_ofSomethingElse_isInvalid(String text) {
    assertThatExceptionOfType(InvalidArgument.class).isThrownBy(() -> parse(text));
  }

  @Test
  void parse_ofMalformedUtf8_isInvalid() {
    byte[] bytes = {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '"', '"', '}'};

    assertThatExceptionOfType(InvalidArgument.class).isThrownBy(() -> FlatJson.parse(bytes));
  }

  @DisplayName("R9: 4 KiB, and one byte more")
  @Test
  void parse_atTheLimit() throws Exception {
    String longest = "{\"a\":\"%s\"}".formatted("b".repeat(FlatJson.MAX_BYTES - 8));

    assertThat(parse(longest)).hasSize(1);
    assertThatExceptionOfType(InvalidArgument.class).isThrownBy(() -> parse(longest + " "));
  }

  @DisplayName("R9: nesting costs nothing")
  @Test
  void parse_ofDeepNesting_isInvalidAtOnce() {
    assertThatExceptionOfType(InvalidArgument.class).isThrownBy(() -> parse("{\"a\":".repeat(800)));
  }

  private static Map<String, String> parse(String text) throws InvalidArgument {
    return FlatJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
