package dev.dateilager.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FiguresTest {
  @Test
  void numbers_areReadable() {
    assertThat(Figures.count(1_234_567)).isEqualTo("1,234,567");
    assertThat(Figures.bytes(0)).isEqualTo("0 B");
    assertThat(Figures.bytes(999)).isEqualTo("999 B");
    assertThat(Figures.bytes(1000)).isEqualTo("1.0 kB");
    assertThat(Figures.bytes(999_949)).isEqualTo("999.9 kB");
    assertThat(Figures.bytes(999_950)).isEqualTo("1.0 MB");
    assertThat(Figures.bytes(12_345_678_901L)).isEqualTo("12.3 GB");
    assertThat(Figures.time(Duration.ofNanos(1_500_000))).isEqualTo("1.5 ms");
    assertThat(Figures.time(Duration.ofMillis(999))).isEqualTo("999.0 ms");
    assertThat(Figures.time(Duration.ofMillis(12_345))).isEqualTo("12.35 s");
  }
}
