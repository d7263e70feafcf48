package dev.dateilager.app.metrics;

import dev.dateilager.adapters.grpc.CallMeter;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Optional;

/** The figures of an edge's calls. Safe for use by many threads. */
public final class CallFigures implements CallMeter {
  private static final String PREFIX = "dateilager_grpc_";

  private final Histogram seconds;
  private final Gauge inFlight;
  private final Counter received;
  private final Counter sent;
  private final Optional<Counter> collected;

  private CallFigures(PrometheusRegistry registry, Optional<Counter> collected) {
    this.collected = collected;
    seconds =
        Histogram.builder()
            .name(PREFIX + "call_seconds")
            .help("Time from a call's headers to its status")
            .labelNames("method", "code")
            .classicUpperBounds(0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
            .classicOnly()
            .register(registry);
    inFlight =
        Gauge.builder()
            .name(PREFIX + "calls_in_flight")
            .help("Calls under way")
            .labelNames("method")
            .register(registry);
    received = bytes("received_bytes", "Bytes of messages that came in", registry);
    sent = bytes("sent_bytes", "Bytes of messages that went out", registry);
  }

  /** Registers those of any edge. */
  public static CallFigures in(PrometheusRegistry registry) {
    return new CallFigures(registry, Optional.empty());
  }

  /** Registers those of a server's edge, which collects garbage. */
  public static CallFigures ofServer(PrometheusRegistry registry) {
    Counter collected =
        Counter.builder()
            .name("dateilager_server_collected_contents")
            .help("Contents that garbage collections deleted")
            .labelNames("by")
            .register(registry);
    return new CallFigures(registry, Optional.of(collected));
  }

  private static Counter bytes(String name, String help, PrometheusRegistry registry) {
    return Counter.builder().name(PREFIX + name).help(help).labelNames("method").register(registry);
  }

  @Override
  public Metered begun(String method) {
    var underWay = inFlight.labelValues(method);
    var in = received.labelValues(method);
    var out = sent.labelValues(method);
    underWay.inc();
    return new Metered() {
      @Override
      public void received(long bytes) {
        in.inc(bytes);
      }

      @Override
      public void sent(long bytes) {
        out.inc(bytes);
      }

      @Override
      public void ended(String code, Duration took) {
        underWay.dec();
        seconds.labelValues(method, code).observe(took.toNanos() / 1e9);
      }
    };
  }

  @Override
  public void collected(String by, long contents) {
    collected.ifPresent(counter -> counter.labelValues(by).inc(contents));
  }
}
