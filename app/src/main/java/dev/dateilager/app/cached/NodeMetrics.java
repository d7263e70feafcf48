package dev.dateilager.app.cached;

import dev.dateilager.app.metrics.Figures;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.NodeStatus;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.PlacementReport;
import dev.dateilager.domain.staging.PrepareReport;
import dev.dateilager.domain.staging.VerifySummary;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A daemon's figures in Prometheus' text form (docs/metrics.md): base units, and labels whose
 * values are all known here. Safe for use by many threads.
 */
final class NodeMetrics {
  private static final String PREFIX = "dateilager_cached_";

  private final Figures figures = new Figures();
  private final PrometheusRegistry registry = figures.registry();
  private final Gauge ready = gauge("ready", "1 while a cache version can be placed");
  private final Gauge version = gauge("cache_version", "Cache version that is placed, -1 for none");
  private final Gauge stale = gauge("stale", "1 while the server has not confirmed that version");
  private final Gauge packs = gauge("golden_packs", "Packs of that version");
  private final Gauge files = gauge("golden_files", "Files of that version");
  private final Gauge bytes = gauge("golden_bytes", "Bytes of that version");
  private final Gauge versions = gauge("versions", "Cache versions that stand whole in the store");
  private final Gauge placements = gauge("placements", "Placements that are known");
  private final Gauge trash = gauge("trash", "Placements taken away, not deleted yet");
  private final Gauge freeBytes = gauge("store_free_bytes", "Bytes free in the store");
  private final Gauge freeInodes = gauge("store_free_inodes", "Inodes free in the store");
  private final Gauge refreshed =
      gauge("refreshed_timestamp_seconds", "When the server was last asked");
  private final Counter placed =
      counter("placements_made", "Placements by mode really used, and outcome", "mode", "outcome");
  private final Histogram placing =
      Histogram.builder()
          .name(PREFIX + "placement_seconds")
          .help("Time that a placement took, by mode really used")
          .labelNames("mode")
          .classicUpperBounds(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
          .classicOnly()
          .register(registry);
  private final Counter placedFiles = counter("placed_files", "Files placed, by way", "way");
  private final Counter obstacles =
      counter("obstacles", "Files not placed as asked, by obstacle", "obstacle");
  private final Counter releases = counter("releases", "Placements taken away", "outcome");
  private final Counter refreshes = counter("refreshes", "Times the server was asked", "outcome");
  private final Counter downloaded =
      counter("downloaded_bytes", "Compressed bytes of packs from the server");
  private final Counter findings =
      counter("scrub_findings", "Golden files found to differ from their manifests");

  private Gauge gauge(String name, String help) {
    return Gauge.builder().name(PREFIX + name).help(help).register(registry);
  }

  private Counter counter(String name, String help, String... labels) {
    return Counter.builder().name(PREFIX + name).help(help).labelNames(labels).register(registry);
  }

  /**
   * From where each scrape takes what is held.
   *
   * @param source absent if it cannot be told just now
   */
  void observe(Supplier<Optional<NodeStatus>> source) {
    figures.beforeEachText(() -> source.get().ifPresent(this::set));
  }

  /** All of the process. */
  Figures figures() {
    return figures;
  }

  void placed(PlacementReport report) {
    String mode = report.mode().label();
    placed.labelValues(mode, "ok").inc();
    placing.labelValues(mode).observe(seconds(report.took()));
    placedFiles.labelValues("link").inc(report.linked());
    placedFiles.labelValues("clone").inc(report.cloned());
    placedFiles.labelValues("copy").inc(report.copied());
    for (Obstacle met : report.why().keySet()) {
      obstacles.labelValues(met.label()).inc(report.why().getOrDefault(met, 0L));
    }
  }

  void placementFailed() {
    placed.labelValues("none", "failed").inc();
  }

  void released(boolean was) {
    releases.labelValues(was ? "ok" : "absent").inc();
  }

  void releaseFailed() {
    releases.labelValues("failed").inc();
  }

  void refreshed(PrepareReport report) {
    refreshes.labelValues(label(report)).inc();
    downloaded.inc(report.bytes());
  }

  void refreshFailed() {
    refreshes.labelValues("failed").inc();
  }

  void scrubbed(VerifySummary summary) {
    findings.inc(summary.findings());
  }

  /** The name of an outcome, such as {@code no-cache}. */
  static String label(PrepareReport report) {
    return report.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private void set(NodeStatus now) {
    ready.set(now.golden().isPresent() ? 1 : 0);
    version.set((double) now.golden().map(GoldenCopy::wireVersion).orElse(CacheVersion.NONE));
    stale.set(now.stale() ? 1 : 0);
    packs.set(now.golden().map(golden -> golden.packs().size()).orElse(0));
    files.set((double) now.size().files());
    bytes.set((double) now.size().bytes());
    versions.set((double) now.versions().size());
    placements.set((double) now.placements());
    trash.set((double) now.trash());
    freeBytes.set((double) now.space().bytes());
    freeInodes.set(
        now.space().inodes() == Long.MAX_VALUE ? Double.NaN : (double) now.space().inodes());
    now.refreshedAt().ifPresent(at -> refreshed.set((double) at.getEpochSecond()));
  }
}
