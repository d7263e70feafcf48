package dev.dateilager.adapters.archive.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.workspace.Summary;
import dev.dateilager.domain.workspace.SummaryEntry;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Damaged summaries are errors, unknown fields are not (I21). */
class SummaryMessageTest {
  private static final SummaryEntry ENTRY =
      new SummaryEntry("a", new FileMode(0644), -1, Long.MAX_VALUE, 7, Optional.empty());

  @Test
  void decode_ofEveryRange_isTheInverseOfEncode() throws Corrupt {
    var summary = new Summary(Long.MIN_VALUE, List.of(ENTRY));
    assertThat(SummaryMessage.decode(SummaryMessage.encode(summary))).isEqualTo(summary);
  }

  @Test
  void decode_ofAMessageCutInAField_isAnError() {
    byte[] whole = SummaryMessage.encode(new Summary(300, List.of(ENTRY)));
    int afterFirstField = 3;
    for (int length = 1; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (length != afterFirstField) {
        assertThatThrownBy(() -> SummaryMessage.decode(cut)).isInstanceOf(Corrupt.class);
      }
    }
  }

  @Test
  void decode_skipsUnknownFieldsOfEveryWireType() throws Corrupt {
    byte[] unknown = HexFormat.of().parseHex("9801013d01020304" + "410102030405060708" + "4a0161");
    assertThat(SummaryMessage.decode(unknown)).isEqualTo(Summary.EMPTY);
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
    assertThatThrownBy(() -> SummaryMessage.decode(HexFormat.of().parseHex(hex)))
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining("summary is damaged");
  }
}
