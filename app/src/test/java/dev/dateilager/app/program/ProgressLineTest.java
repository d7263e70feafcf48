package dev.dateilager.app.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressLineTest {
  private static final long SECOND = 1_000_000_000;
  private static final long MEBIBYTE = 1 << 20;

  private final StringWriter screen = new StringWriter();
  private final AtomicLong now = new AtomicLong();
  private final ProgressLine line =
      new ProgressLine(new PrintWriter(screen), "packs received:", now::get);

  @Test
  void rateAndTimeToGo_areToldOnceTheLengthIsKnown() {
    line.expect(1000);
    now.addAndGet(2 * SECOND);
    line.moved(3 * MEBIBYTE);

    assertThat(screen.toString())
        .isEqualTo("packs received: 1/1,000, 3.0 MiB, 1.5 MiB/s, 33:18 to go\033[K\r");
  }

  @Test
  void withoutALength_onlyTheRateIsTold() {
    now.addAndGet(SECOND);
    line.moved(MEBIBYTE);

    assertThat(screen.toString()).isEqualTo("packs received: 1, 1.0 MiB, 1.0 MiB/s\033[K\r");
  }

  @Test
  void longTimes_areToldInHours() {
    line.expect(10_001);
    now.addAndGet(SECOND);
    line.moved(0);

    assertThat(screen.toString()).contains("2:46:40 to go");
  }

  @Test
  void moreThanExpected_neverTellsOfTimeToGo() {
    line.expect(0);
    now.addAndGet(SECOND);
    line.moved(0);

    assertThat(screen.toString()).contains("1/0").doesNotContain("to go");
  }

  @Test
  void line_isDrawnAFewTimesASecond() {
    for (int i = 0; i < 1000; i++) {
      now.addAndGet(SECOND / 1000);
      line.moved(1);
    }
    assertThat(screen.toString().split("\r")).hasSize(5);
  }

  @Test
  void close_takesTheLineAway_andOnlyIfThereIsOne() {
    line.moved(1);
    line.close();
    assertThat(screen.toString()).isEmpty();

    now.addAndGet(SECOND);
    line.moved(1);
    line.close();
    line.close();
    assertThat(screen.toString()).endsWith("\r\033[K").containsOnlyOnce("\r\033[K");
  }
}
