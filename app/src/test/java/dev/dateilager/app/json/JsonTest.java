package dev.dateilager.app.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JsonTest {
  @Test
  void values_areWrittenAsTheyAre() {
    assertThat(Json.of(null)).isEqualTo("null");
    assertThat(Json.of(true)).isEqualTo("true");
    assertThat(Json.of(-7L)).isEqualTo("-7");
    assertThat(Json.of(1.5)).isEqualTo("1.5");
    assertThat(Json.of(Arrays.asList(1, null, List.of()))).isEqualTo("[1,null,[]]");
    assertThat(Json.of(Map.of())).isEqualTo("{}");
  }

  @Test
  void path_isAStringAlthoughItIsASequence() {
    assertThat(Json.of(Path.of("/a/b"))).isEqualTo("\"/a/b\"");
  }

  @Test
  void members_keepTheirOrder() {
    var members = new LinkedHashMap<String, Object>();
    members.put("z", 1);
    members.put("a", Map.of("b", "c"));

    assertThat(Json.of(members)).isEqualTo("{\"z\":1,\"a\":{\"b\":\"c\"}}");
  }

  @Test
  void numbersThatJsonCannotSay_areStrings() {
    assertThat(Json.of(Double.NaN)).isEqualTo("\"NaN\"");
    assertThat(Json.of(Double.POSITIVE_INFINITY)).isEqualTo("\"Infinity\"");
  }

  @Test
  void strings_areEscaped() {
    assertThat(Json.of("a\"b\\c\n\r\t\u0001ü€😀")).isEqualTo("\"a\\\"b\\\\c\\n\\r\\t\\u0001ü€😀\"");
  }

  @Test
  void loneSurrogates_areEscapedAsTheyHaveNoUtf8Form() {
    assertThat(Json.of("\ud800x\udc00")).isEqualTo("\"\\ud800x\\udc00\"");
  }
}
