package dev.dateilager.adapters.fs.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private final List<Long> slept = new ArrayList<>();
  private long now = 7;

  private Pace pace(long bytesPerSecond) {
    return new Pace(
        bytesPerSecond,
        () -> now,
        nanos -> {
          slept.add(nanos);
          now += nanos;
        });
  }

  @Test
  void read_waitsUntilTheBytesAreDue() throws Exception {
    Pace pace = pace(1000);
    pace.read(500);
    pace.read(100);
    assertThat(slept).containsExactly(500_000_000L, 100_000_000L);
  }

  @Test
  void read_afterATimeOfOtherWork_waitsForTheRestAlone() throws Exception {
    Pace pace = pace(1000);
    now += 400_000_000;
    pace.read(500);
    now += 1_000_000_000;
    pace.read(500);
    assertThat(slept).containsExactly(100_000_000L);
  }

  @Test
  void read_withoutALimit_neverWaits() throws Exception {
    Pace pace = pace(Long.MAX_VALUE);
    pace.read(1L << 30);
    assertThat(slept).isEmpty();
  }

  @Test
  void chunk_isATenthOfASecondsWorth() {
    assertThat(pace(1000).chunk(65536)).isEqualTo(100);
    assertThat(pace(1).chunk(65536)).isEqualTo(1);
    assertThat(pace(Long.MAX_VALUE).chunk(65536)).isEqualTo(65536);
  }
}
