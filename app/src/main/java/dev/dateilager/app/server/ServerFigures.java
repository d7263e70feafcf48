package dev.dateilager.app.server;

import dev.dateilager.adapters.grpc.CallMeter;
import dev.dateilager.adapters.postgres.PostgresCatalogStore;
import dev.dateilager.adapters.postgres.StoreFigures;
import dev.dateilager.app.metrics.CallFigures;
import dev.dateilager.app.metrics.Figures;
import dev.dateilager.domain.catalog.ContentBudget;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * A server's figures (docs/metrics.md). Each scrape reads them anew, without asking the database
 * for more than {@link CacheSample} does.
 */
final class ServerFigures {
  private static final String PREFIX = "dateilager_server_";

  private final Figures figures = new Figures();
  private final CallFigures calls = CallFigures.ofServer(figures.registry());

  /** Those of the process and of calls. */
  ServerFigures() {}

  /** All of the process. */
  Figures figures() {
    return figures;
  }

  /** Counts calls. */
  CallMeter calls() {
    return calls;
  }

  /** Adds those of the database's connections. */
  void observe(PostgresCatalogStore store) {
    GaugeWithCallback.builder()
        .name(PREFIX + "database_connections")
        .help("Connections to the database")
        .labelNames("state")
        .callback(
            out -> {
              StoreFigures now = store.figures();
              out.call(now.active(), "active");
              out.call(now.idle(), "idle");
            })
        .register(figures.registry());
    gauge("database_connections_most", "Connections there may be", () -> store.figures().most());
    gauge("database_waiting", "Threads waiting for one", () -> store.figures().waiting());
    CounterWithCallback.builder()
        .name(PREFIX + "transactions")
        .help("Transactions that write, by outcome of each attempt")
        .labelNames("outcome")
        .callback(
            out -> {
              StoreFigures now = store.figures();
              out.call((double) now.committed(), "committed");
              out.call((double) now.failed(), "failed");
              out.call((double) now.repeated(), "repeated");
            })
        .register(figures.registry());
    CounterWithCallback.builder()
        .name(PREFIX + "snapshots")
        .help("Views of one state that were opened for reads")
        .callback(out -> out.call((double) store.figures().snapshots()))
        .register(figures.registry());
  }

  /** Adds those of memory that calls share. */
  void observe(ContentBudget budget, LongSupplier answerBytes, LongSupplier intakeBytes) {
    gauge("content_budget_bytes", "Size of each account of contents", budget::bytes);
    GaugeWithCallback.builder()
        .name(PREFIX + "content_bytes")
        .help("Bytes of contents that reads hold now, by account")
        .labelNames("account")
        .callback(
            out -> {
              out.call((double) budget.storedBytes(), "stored");
              out.call((double) budget.decodedBytes(), "decoded");
            })
        .register(figures.registry());
    gauge("answer_bytes", "Bytes that unary answers hold now", answerBytes);
    gauge("intake_bytes", "Bytes of messages that are on their way in now", intakeBytes);
  }

  /** Adds those of cache versions. */
  void observe(CacheSample sample) {
    gauge("database_up", "1 while the database answers", () -> sample.isUp() ? 1 : 0);
    sampled("cache_version", "Newest cache version, -1 for none", sample, CacheSample.Seen::newest);
    sampled("cache_versions", "Cache versions there are", sample, CacheSample.Seen::count);
    figures.beforeEachText(sample::take);
  }

  private void gauge(String name, String help, LongSupplier now) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .callback(out -> out.call((double) now.getAsLong()))
        .register(figures.registry());
  }

  private void sampled(
      String name, String help, CacheSample sample, ToLongFunction<CacheSample.Seen> part) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .callback(out -> sample.seen().ifPresent(seen -> out.call((double) part.applyAsLong(seen))))
        .register(figures.registry());
  }
}
