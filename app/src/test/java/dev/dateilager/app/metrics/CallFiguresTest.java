package dev.dateilager.app.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.grpc.CallMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class CallFiguresTest {
  private final Figures figures = new Figures();
  private final CallFigures calls = CallFigures.ofServer(figures.registry());

  @Test
  void call_isCountedByMethodAndCode() {
    CallMeter.Metered call = calls.begun("pb.Fs/Get");
    assertThat(figures.text())
        .contains("dateilager_grpc_calls_in_flight{method=\"pb.Fs/Get\"} 1.0");

    call.received(10);
    call.received(5);
    call.sent(7);
    call.ended("NOT_FOUND", Duration.ofMillis(300));

    assertThat(figures.text())
        .contains(
            "dateilager_grpc_calls_in_flight{method=\"pb.Fs/Get\"} 0.0",
            "dateilager_grpc_received_bytes_total{method=\"pb.Fs/Get\"} 15.0",
            "dateilager_grpc_sent_bytes_total{method=\"pb.Fs/Get\"} 7.0",
            "dateilager_grpc_call_seconds_count{code=\"NOT_FOUND\",method=\"pb.Fs/Get\"} 1",
            "dateilager_grpc_call_seconds_bucket{code=\"NOT_FOUND\",method=\"pb.Fs/Get\",le=\"0.25\"}"
                + " 0",
            "dateilager_grpc_call_seconds_bucket{code=\"NOT_FOUND\",method=\"pb.Fs/Get\",le=\"0.5\"}"
                + " 1");
  }

  @Test
  void collections_areCountedByKind() {
    calls.collected("project", 3);
    calls.collected("project", 4);

    assertThat(figures.text())
        .contains("dateilager_server_collected_contents_total{by=\"project\"} 7.0");
  }

  @Test
  void text_readsAnewEachTime() {
    var readings = new AtomicInteger();
    figures.beforeEachText(readings::incrementAndGet);

    figures.text();
    figures.text();

    assertThat(readings).hasValue(2);
  }

  @Test
  void build_isTold() {
    assertThat(figures.text())
        .containsPattern("dateilager_build_info\\{java=\"25[^\"]*\",version=\"[0-9][^\"]*\"} 1");
  }
}
