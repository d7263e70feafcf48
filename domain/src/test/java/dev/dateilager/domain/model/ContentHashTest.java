package dev.dateilager.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHashTest {
  private static final String A_V1 =
      "0fe2dc495dd18a4628b48f3b106f798a406f64581c4ac1a6bcf9f994eb434a79";

  @Test
  void of_isSha256() {
    assertThat(ContentHash.of(Blob.utf8("a v1"))).hasToString(A_V1); // formats.md §2
    assertThat(ContentHash.OF_NOTHING.hex())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }

  @Test
  void ofBytes_andBytes_areInverse() {
    var hash = new ContentHash(A_V1);
    assertThat(hash.bytes()).hasSize(32).startsWith(0x0f, 0xe2);
    assertThat(ContentHash.ofBytes(hash.bytes())).isEqualTo(hash);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 33, 64})
  void ofBytes_ofAnyOtherLength_isRefused(int length) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ContentHash.ofBytes(new byte[length])); // R8
  }

  @Test
  void theTextForm_isExactly64LowerCaseDigits() {
    assertThat(ContentHash.isHex(A_V1)).isTrue();
    for (String other :
        new String[] {
          "",
          A_V1.substring(1),
          A_V1 + "0",
          A_V1.toUpperCase(java.util.Locale.ROOT),
          A_V1.replace('0', 'g'),
          A_V1.replace('0', '/'),
          A_V1.replace('0', ':'),
          A_V1.replace('a', '`'),
          A_V1.replace('0', '٠')
        }) {
      assertThat(ContentHash.isHex(other)).as(other).isFalse();
      assertThatIllegalArgumentException().isThrownBy(() -> new ContentHash(other));
    }
  }

  @Test
  void theOrder_isThatOfTheBytes() {
    var low = new ContentHash("00".repeat(31) + "7f");
    var high = new ContentHash("00".repeat(31) + "80");
    assertThat(low).isLessThan(high);
    assertThat(new ContentHash("ff".repeat(32))).isGreaterThan(high);
    assertThat(low).isEqualByComparingTo(new ContentHash("00".repeat(31) + "7f"));
  }
}
