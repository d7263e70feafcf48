package dev.dateilager.app.metrics;

import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The figures of a process in Prometheus' text form: those of its JVM, its version, and what others
 * register. Base units, and labels whose values are all known here. Safe for use by many threads.
 */
public final class Figures {
  /** What {@link #text} is, for HTTP. */
  public static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final List<Runnable> readings = new CopyOnWriteArrayList<>();

  /** Has the JVM's figures and the version. */
  public Figures() {
    Info build =
        Info.builder()
            .name("dateilager_build_info")
            .help("What runs here")
            .labelNames("version", "java")
            .register(registry);
    build.setLabelValues(ProgramBuild.version(), Runtime.version().toString());
    JvmMemoryMetrics.builder().register(registry);
    JvmBufferPoolMetrics.builder().register(registry);
    JvmGarbageCollectorMetrics.builder().register(registry);
    JvmThreadsMetrics.builder().register(registry);
    ProcessMetrics.builder().register(registry);
  }

  /** Where more figures are registered. */
  public PrometheusRegistry registry() {
    return registry;
  }

  /** Has {@code reading} done before each text, so that gauges show what is so then. */
  public void beforeEachText(Runnable reading) {
    readings.add(reading);
  }

  /** Everything now. */
  public String text() {
    readings.forEach(Runnable::run);
    var out = new ByteArrayOutputStream();
    try {
      PrometheusTextFormatWriter.create().write(out, registry.scrape());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // it is written to memory
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
