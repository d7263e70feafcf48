package dev.dateilager.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a name from outside must be (I3, R8). */
class ObjectPathTest {
  private static final String C255 = "c".repeat(255);

  /** 15 components of 255 bytes with their slashes: 3,840 bytes. */
  private static final String NEARLY = (C255 + "/").repeat(15);

  static Stream<String> accepted() {
    return Stream.of(
        "a",
        "/a",
        "a/",
        "/a/",
        "a/b",
        "...",
        "..a",
        "a..",
        ".a",
        " ",
        "\\",
        "a\\..\\b",
        "\n\t\u0001\u007f",
        "~",
        "*?%_",
        "C:",
        "é",
        "日本",
        "😀",
        C255,
        "/" + C255 + "/",
        "é".repeat(127) + "c",
        "😀".repeat(63) + "ccc",
        NEARLY + C255 + "/", // 4,096 bytes
        "/" + NEARLY + C255, // 4,096 bytes
        NEARLY + C255, // 4,095 bytes
        "a/".repeat(254) + "a", // 255 deep
        "/" + "a/".repeat(255)); // 255 deep
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void parse_ofANameThatR8Allows_keepsIt(String text) throws Exception {
    ObjectPath path = ObjectPath.parse(text);
    assertThat(path.value()).isEqualTo(text);
    assertThat(path.utf8Length()).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    assertThat(path).hasToString(text).isEqualTo(new ObjectPath(text));
  }

  static Stream<String> refused() {
    return Stream.of(
        "",
        "/",
        "//",
        "///",
        ".",
        "..",
        "/.",
        "/..",
        "./",
        "../",
        "a/.",
        "a/..",
        "a/../b",
        "a/./b",
        "../a",
        "a//b",
        "//a",
        "a//",
        "a/b//",
        "a\0b",
        "\0",
        "\ud800",
        "\udc00a",
        "a\ud800",
        "\udc00\ud800",
        C255 + "c",
        "é".repeat(128),
        "😀".repeat(64),
        "a/" + C255 + "c/b",
        "/" + NEARLY + C255 + "/", // 4,097 bytes
        NEARLY + C255 + "/c", // 4,097 bytes
        "a/".repeat(255) + "a", // 256 deep
        "/" + "a/".repeat(256));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void parse_ofANameThatR8Refuses_isInvalid(String text) {
    assertThatExceptionOfType(InvalidArgument.class).isThrownBy(() -> ObjectPath.parse(text));
    assertThatIllegalArgumentException().isThrownBy(() -> new ObjectPath(text));
  }

  @Test
  void parse_saysWhichRuleIsBroken() {
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> ObjectPath.parse("a/../b"))
        .withMessage("path 'a/../b' has a component '..'");
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> ObjectPath.parse("a\0b"))
        .withMessage("path 'a\\0b' holds a NUL");
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> ObjectPath.parse("x".repeat(5000)))
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(300));
  }

  @Test
  void relative_dropsOneSlashAtEachEnd() {
    for (String text : List.of("a/b", "/a/b", "a/b/", "/a/b/")) {
      assertThat(new ObjectPath(text).relative()).isEqualTo("a/b");
      assertThat(new ObjectPath(text).components()).containsExactly("a", "b");
    }
    assertThat(new ObjectPath("a/b/").hasTrailingSlash()).isTrue();
    assertThat(new ObjectPath("/a/b").hasTrailingSlash()).isFalse();
  }

  @Test
  void ancestors_areDirectoriesFromTheOutside() {
    assertThat(new ObjectPath("a/b/c").ancestors())
        .containsExactly(new ObjectPath("a/"), new ObjectPath("a/b/"));
    assertThat(new ObjectPath("a/b/c/").ancestors())
        .containsExactly(new ObjectPath("a/"), new ObjectPath("a/b/"));
    assertThat(new ObjectPath("/a/b").ancestors()).containsExactly(new ObjectPath("/a/"));
    assertThat(new ObjectPath("a").ancestors()).isEmpty();
    assertThat(new ObjectPath("/a").ancestors()).isEmpty();
    assertThat(new ObjectPath("a/").ancestors()).isEmpty();
    assertThat(new ObjectPath("/a/").ancestors()).isEmpty();
  }

  @Test
  void isClientState_isTheFirstComponentAlone() {
    for (String text : List.of(".dl", ".dl/", "/.dl", "/.dl/", ".dl/version", "/.dl/x/y")) {
      assertThat(new ObjectPath(text).isClientState()).as(text).isTrue();
    }
    for (String text : List.of(".dlx", "dl", "a/.dl", ".DL/x", ".dl.", ". dl")) {
      assertThat(new ObjectPath(text).isClientState()).as(text).isFalse();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void compareUtf8_isTheOrderOfTheBytes(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      String left = text(random);
      String right = random.nextInt(4) == 0 ? left + text(random) : text(random);
      int bytes =
          Arrays.compareUnsigned(
              left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
      assertThat(Integer.signum(ObjectPath.compareUtf8(left, right)))
          .as("%s and %s", left, right)
          .isEqualTo(Integer.signum(bytes));
    }
  }

  /** A few characters, many of them where UTF-16 and UTF-8 disagree. */
  private static String text(Random random) {
    int[] characters = {
      'a', 'b', '/', 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffd, 0xffff, 0x10000, 0x1f600,
      0x10ffff
    };
    var text = new StringBuilder();
    for (int length = random.nextInt(5); length > 0; length--) {
      text.appendCodePoint(characters[random.nextInt(characters.length)]);
    }
    return text.toString();
  }

  @Test
  void compareTo_differsFromStringsBeyondTheBasicPlane() {
    var emoji = new ObjectPath("😀");
    var replacement = new ObjectPath("\uFFFD");
    assertThat(emoji).isGreaterThan(replacement);
    assertThat(emoji.value()).isLessThan(replacement.value());
    assertThat(new ObjectPath("a")).isLessThan(new ObjectPath("a/"));
  }
}
