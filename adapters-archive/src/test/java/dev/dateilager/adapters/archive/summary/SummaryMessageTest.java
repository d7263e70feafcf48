package dev.dateilager.adapters.archive.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.adapters.archive.S2SummaryCodec;
import dev.dateilager.adapters.archive.s2.Cost;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.workspace.Summary;
import dev.dateilager.domain.workspace.SummaryEntry;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged summaries are errors, unknown fields are not (I21). */
class SummaryMessageTest {
  private static final long MOST_ENTRIES = 1000;
  private static final SummaryEntry ENTRY =
      new SummaryEntry("a", new FileMode(0644), -1, Long.MAX_VALUE, 7, Optional.empty());

  @Test
  void decode_ofEveryRange_isTheInverseOfEncode() throws Exception {
    var summary = new Summary(Long.MIN_VALUE, List.of(ENTRY));
    assertThat(SummaryMessage.decode(SummaryMessage.encode(summary), MOST_ENTRIES))
        .isEqualTo(summary);
  }

  @Test
  void decode_ofAMessageCutInAField_isAnError() {
    byte[] whole = SummaryMessage.encode(new Summary(300, List.of(ENTRY)));
    int afterFirstField = 3;
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length != afterFirstField) {
        assertThatThrownBy(() -> SummaryMessage.decode(cut, MOST_ENTRIES))
            .isInstanceOf(Corrupt.class);
      }
    }
  }

  @Test
  void decode_skipsUnknownFieldsOfEveryWireType() throws Exception {
    byte[] unknown = HexFormat.of().parseHex("9801013d01020304" + "410102030405060708" + "4a0161");
    assertThat(SummaryMessage.decode(unknown, MOST_ENTRIES)).isEqualTo(Summary.EMPTY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00", // field 0
        "0a0161", // latest_mod_time as bytes
        "1001", // entries as a number
        "0b", // a group
        "08ffffffffffffffffffff01", // a number of eleven bytes
        "12ffffffffffffffffff01", // a negative length
        "1205320361", // a hash that is cut off
        "12053203616263" // a hash of three bytes
      })
  void decode_ofUnsoundBytes_isAnError(String hex) {
    assertThatThrownBy(() -> SummaryMessage.decode(HexFormat.of().parseHex(hex), MOST_ENTRIES))
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining("summary is damaged");
  }

  @Test
  void decode_ofAsManyEntriesAsAllowed_works_andOfOneMoreIsRefused() throws Exception {
    byte[] three = SummaryMessage.encode(new Summary(0, Collections.nCopies(3, ENTRY)));
    assertThat(SummaryMessage.decode(three, 3).entries()).hasSize(3);
    assertThatThrownBy(() -> SummaryMessage.decode(three, 2))
        .isInstanceOf(ResourceExhausted.class)
        .hasMessageContaining("more than 2 entries");
  }

  /** A small file that decodes to much takes no more memory than the codec says (I21). */
  @ParameterizedTest
  @ValueSource(ints = {1, 50, 4_000}) // bytes of a path
  void decode_ofABomb_takesNoMoreThanTheCodecSays(int path) {
    int limit = 1 << 20;
    var entry = new SummaryEntry("a".repeat(path), new FileMode(0), 0, 0, 0, Optional.empty());
    var bomb =
        new S2SummaryCodec(limit)
            .encode(new Summary(0, Collections.nCopies(20 * limit / path, entry)));
    assertThat(bomb.length()).isLessThan(limit);
    var codec = new S2SummaryCodec(limit);
    Cost.atMost(
        8L * limit,
        () -> assertThatThrownBy(() -> codec.decode(bomb)).isInstanceOf(ResourceExhausted.class));
  }
}
