package dev.dateilager.adapters.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SegmentsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4095, 4096, 4097, 12_288, 12_289, 3_000_000})
  void join_isWhatWasWritten_howeverItWasSplit(int length) {
    var random = new Random(length);
    var expected = new ByteArrayOutputStream();
    var segments = new Segments();
    while (expected.size() < length) {
      byte[] part = new byte[Math.min(length - expected.size(), 1 + random.nextInt(100_000))];
      random.nextBytes(part);
      int cut = random.nextInt(part.length);
      segments.write(part, 0, cut);
      segments.write(part[cut]);
      segments.write(part, cut + 1, part.length - cut - 1);
      expected.writeBytes(part);
    }
    assertThat(segments.join()).isEqualTo(expected.toByteArray());
  }
}
