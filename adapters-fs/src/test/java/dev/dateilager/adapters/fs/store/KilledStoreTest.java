package dev.dateilager.adapters.fs.store;

import static dev.dateilager.adapters.fs.steps.Step.GENERATION_WRITTEN;
import static dev.dateilager.adapters.fs.steps.Step.MANIFEST_REMOVED;
import static dev.dateilager.adapters.fs.steps.Step.PACK_IN_PLACE;
import static dev.dateilager.adapters.fs.steps.Step.VERSIONS_UNLISTED;
import static dev.dateilager.adapters.fs.steps.Step.VERSION_LISTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.steps.KilledSteps;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code kill -9} at each step of a store leaves (I9, I11, R2). */
@Timeout(120)
final class KilledStoreTest {
  /** Steps that come again in another light: with other packs there, or in a quarantine. */
  private static final Set<Step> AGAIN =
      EnumSet.of(
          PACK_IN_PLACE, GENERATION_WRITTEN, VERSION_LISTED, VERSIONS_UNLISTED, MANIFEST_REMOVED);

  @TempDir Path dir;

  /** Which step, and the how manieth time it is reached. */
  record Death(Step step, int time) {}

  static Stream<Death> deaths() {
    if (Rounds.asked() > 1) { // every one there is
      return KilledSteps.STORE.stream()
          .flatMap(step -> IntStream.rangeClosed(1, 4).mapToObj(time -> new Death(step, time)));
    }
    return Stream.concat(
        KilledSteps.STORE.stream().map(step -> new Death(step, 1)),
        AGAIN.stream().map(step -> new Death(step, 2)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deaths")
  void open_afterDeath_servesWhatWasListedAndUnpacksNothingTwice(Death death) throws Exception {
    String path = dir.resolve("store").toString();
    List<String> lines;
    try (StoreProcess day =
        StoreProcess.start(
            List.of(), "live", path, death.step().name(), Integer.toString(death.time()))) {
      lines = day.linesUntil("stopped");
      day.kill();
    }
    assertThat(lines).contains("step " + death.step());
    StoreWords words = StoreWords.of(lines);
    try (GoldenStore store =
        DiskGoldenStore.open(new LinuxDisk(), new NodePath(path), StoreSettings.DEFAULT)) {
      assertThat(store.versions()).containsAll(words.must());
      words.may().addAll(words.must());
      assertThat(words.may()).containsAll(store.versions());
      assertThat(store.packs()).containsAll(words.durable());
      WholeStore.check(store, dir.resolve("store"));
      goOn(store, words);
    }
  }

  private void goOn(GoldenStore store, StoreWords words) throws Exception {
    try (GoldenStore.Download adding = store.begin()) {
      for (SamplePack pack : List.of(StoreDay.B, StoreDay.C)) {
        long added = adding.add(pack.hash(), pack.open());
        if (words.durable().contains(pack.hash())) {
          assertThat(added).as("durable, and unpacked again").isZero();
        }
      }
      adding.list(StoreDay.TWO, Set.of(StoreDay.B.hash(), StoreDay.C.hash()));
    }
    store.prune(Set.of(StoreDay.TWO), false);
    assertThat(store.versions()).containsExactly(StoreDay.TWO);
    assertThat(store.packs()).containsExactlyInAnyOrder(StoreDay.B.hash(), StoreDay.C.hash());
    WholeStore.check(store, dir.resolve("store"));
    assertThat(dir.resolve("store/.lock")).doesNotExist();
  }
}
