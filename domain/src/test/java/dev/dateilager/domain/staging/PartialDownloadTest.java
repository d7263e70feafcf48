package dev.dateilager.domain.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.contract.InMemoryGoldenStore;
import dev.dateilager.domain.contract.InMemoryTreePlacer;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.ScriptedCacheSource;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.Environment;
import dev.dateilager.domain.staging.PrepareReport.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Preparations that name the packs at hand and list what the server announced (I10, I11). */
@Timeout(20)
final class PartialDownloadTest {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final CacheVersion TWO = new CacheVersion(2);
  private static final SamplePack A = SamplePack.twoFiles("a");
  private static final SamplePack B = SamplePack.twoFiles("b");

  private final ScriptedCacheSource source = new ScriptedCacheSource();
  private final InMemoryGoldenStore store;
  private final CacheDaemon daemon;

  PartialDownloadTest() throws Exception {
    store = new InMemoryGoldenStore(new InMemoryGoldenStore.Memory());
    var settings =
        new DaemonSettings(Environment.DEV, List.of(), Optional.empty(), LinkMode.AUTO, false, 3);
    daemon =
        new CacheDaemon(
            source,
            store,
            new InMemoryTreePlacer(store),
            source,
            settings,
            DaemonOperationsTest.senses());
  }

  @Test
  @DisplayName("I11: no byte of a pack that stands is fetched again, yet the version has it")
  void prepare_ofAVersionThatSharesPacks_fetchesOnlyTheRest() throws Exception {
    source.publish(ONE, A);
    daemon.prepare();
    source.publish(TWO, A, B);

    PrepareReport second = daemon.prepare();

    assertThat(source.sent()).as("A once, B once").isEqualTo(2);
    assertThat(second.packs()).isEqualTo(1);
    assertThat(store.golden(TWO)).contains(new GoldenCopy(TWO, Set.of(A.hash(), B.hash())));
  }

  @Test
  void prepare_ofAVersionWhosePacksAllStand_fetchesNothing() throws Exception {
    source.publish(ONE, A, B);
    daemon.prepare();
    source.publish(TWO, B);

    PrepareReport second = daemon.prepare();

    assertThat(source.sent()).isEqualTo(2);
    assertThat(second.outcome()).isEqualTo(Outcome.DOWNLOADED);
    assertThat(second.packs()).isZero();
    assertThat(store.golden(TWO)).contains(new GoldenCopy(TWO, Set.of(B.hash())));
  }

  @Test
  void prepare_fromAServerThatTellsNothing_listsWhatCame() throws Exception {
    source.tellNothing();
    source.publish(ONE, A);
    daemon.prepare();
    source.publish(TWO, A, B);

    assertThat(daemon.prepare().packs()).isEqualTo(1);
    assertThat(source.sent()).as("A twice, B once").isEqualTo(3);
    assertThat(store.golden(TWO)).contains(new GoldenCopy(TWO, Set.of(A.hash(), B.hash())));
  }

  @Test
  @DisplayName("I10: an announced pack that neither came nor stands keeps the version off the list")
  void prepare_whenAnAnnouncedPackIsMissing_listsNothing() throws Exception {
    source.publish(ONE, A, B);
    source.holdBack(B);

    assertThatThrownBy(daemon::prepare)
        .isInstanceOf(Corrupt.class)
        .hasMessage(
            "pack %s of cache version 1 neither came nor stands in the store".formatted(B.hash()));
    assertThat(store.versions()).isEmpty();
  }
}
