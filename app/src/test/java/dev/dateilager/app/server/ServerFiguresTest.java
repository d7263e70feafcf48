package dev.dateilager.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.archive.S2TarCodec;
import dev.dateilager.adapters.postgres.DatabaseAddress;
import dev.dateilager.adapters.postgres.PostgresCatalogStore;
import dev.dateilager.adapters.postgres.StoreSettings;
import dev.dateilager.app.metrics.DocumentedMetrics;
import dev.dateilager.domain.catalog.CatalogStore;
import dev.dateilager.domain.catalog.ContentBudget;
import dev.dateilager.domain.contract.InMemoryCatalogStore;
import dev.dateilager.domain.model.Limits;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ServerFiguresTest {
  @Test
  void everyMetric_isDocumented_andTheReverse() throws Exception { // docs/metrics.md
    var figures = new ServerFigures();
    try (var store = nowhere()) {
      figures.observe(store);
      figures.observe(ContentBudget.quarterOf(1L << 30), () -> 0, () -> 0);
      figures.observe(new CacheSample(store, () -> false, System::nanoTime));

      assertThat(DocumentedMetrics.kinds(figures.figures()))
          .isEqualTo(DocumentedMetrics.kinds("Both processes", "`server`"));
      assertThat(figures.figures().text())
          .contains("dateilager_server_database_up 0.0")
          .doesNotContain("dateilager_server_cache_version "); // nobody knows
    }
  }

  /** A store whose database is away. */
  private static PostgresCatalogStore nowhere() throws Exception {
    return PostgresCatalogStore.open(
        DatabaseAddress.parse("postgres://nobody@127.0.0.1:1/none", Map.of()),
        StoreSettings.withSpool(Path.of("none")).withMaxConnections(1),
        new S2TarCodec(Limits.DEFAULT),
        RandomGenerator.getDefault());
  }

  @Test
  void cacheVersions_areLookedUpOnceAPeriod_andNotWhileTheDatabaseIsAway() throws Exception {
    CatalogStore store = new InMemoryCatalogStore();
    var now = new AtomicLong(7);
    var up = new AtomicBoolean();
    var sample = new CacheSample(store, up::get, now::get);
    sample.take();
    assertThat(sample.seen()).isEmpty();

    up.set(true);
    sample.take();
    assertThat(sample.seen()).contains(new CacheSample.Seen(-1, 0));

    long made = store.createCache("", 1, Long.MAX_VALUE).version().value();
    sample.take();
    assertThat(sample.seen()).contains(new CacheSample.Seen(-1, 0)); // too soon

    now.addAndGet(CacheSample.PERIOD.toNanos());
    sample.take();
    assertThat(sample.seen()).contains(new CacheSample.Seen(made, 1));

    up.set(false);
    assertThat(sample.seen()).isEmpty();
  }
}
