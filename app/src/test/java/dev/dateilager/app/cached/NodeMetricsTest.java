package dev.dateilager.app.cached;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.app.metrics.CallFigures;
import dev.dateilager.app.metrics.DocumentedMetrics;
import org.junit.jupiter.api.Test;

final class NodeMetricsTest {
  @Test
  void everyMetric_isDocumented_andTheReverse() throws Exception { // docs/metrics.md
    var metrics = new NodeMetrics();
    CallFigures.in(metrics.figures().registry());

    assertThat(DocumentedMetrics.kinds(metrics.figures()))
        .isEqualTo(DocumentedMetrics.kinds("Both processes", "`cached`"));
  }
}
