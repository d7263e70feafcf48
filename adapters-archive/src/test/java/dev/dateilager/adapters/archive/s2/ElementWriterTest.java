package dev.dateilager.adapters.archive.s2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ElementWriterTest {
  private final byte[] output = new byte[64];

  @ParameterizedTest
  @CsvSource({
    "1, 4, 0101",
    "2047, 11, fdff",
    "2047, 12, 2eff07",
    "2048, 4, 0e0008",
    "65535, 64, feffff",
    "65536, 4, 0f00000100",
    "65536, 64, ff00000100",
    "1, 65, 1101 150031",
    "2048, 65, ee0008 0500",
    "65536, 65, ff00000100 0300000100",
    "65536, 68, ff00000100 0100",
    "16777216, 67, ff00000001 0b00000001",
    "1, 272, 1101 19000400",
  })
  void copy_isOfTheShortestForm(int offset, int length, String hex) {
    assertThat(written(ElementWriter.copy(offset, length, output, 0)))
        .isEqualTo(hex.replace(" ", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "5000, 4, 0100",
    "5000, 8, 1100",
    "5000, 9, 150001",
    "2047, 9, f5ff",
    "2047, 11, fdff",
    "2047, 12, 150004",
    "5000, 263, 1500ff",
    "5000, 264, 19000400",
    "5000, 65795, 1900ffff",
    "5000, 65796, 1d00000100",
    "5000, 16842755, 1d00ffffff",
  })
  void repeat_isOfTheShortestForm(int offset, int length, String hex) {
    assertThat(written(ElementWriter.repeat(offset, length, output, 0))).isEqualTo(hex);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 00",
    "16, 3c",
    "17, 40",
    "60, ec",
    "61, f03c",
    "256, f0ff",
    "257, f40001",
    "65536, f4ffff",
    "65537, f8000001",
    "16777216, f8ffffff",
    "16777217, fc00000001",
  })
  void literal_hasTheShortestLengthField(int length, String hex) {
    byte[] data = new byte[length];
    data[0] = 'a';
    data[length - 1] = 'b';
    byte[] room = new byte[length + ElementWriter.LITERAL_HEAD + ElementWriter.SLOP];
    int end = ElementWriter.literal(data, 0, length, length, room, 0);
    int head = end - length;
    assertThat(HexFormat.of().formatHex(room, 0, head)).isEqualTo(hex);
    assertThat(Arrays.equals(room, head, end, data, 0, length)).isTrue();
  }

  private String written(int end) {
    return HexFormat.of().formatHex(output, 0, end);
  }
}
