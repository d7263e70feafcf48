package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.steps.KilledSteps;
import dev.dateilager.adapters.fs.steps.Step;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Placement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code kill -9} at each step of placing, releasing and deleting leaves (I2, I9, I11, I16,
 * R3, R4).
 */
@Timeout(120)
final class KilledPlaceTest {
  /** Steps of which there are none, as nothing is linked or nothing lies beside the store. */
  private static final Set<Step> ONLY_ON_ONE_MOUNT =
      EnumSet.of(Step.REPLICA_WRITTEN, Step.REPLICA_IN_PLACE);

  private static final Set<Step> ONLY_ON_TWO = EnumSet.of(Step.AREA_LEDGERED, Step.AREA_REMOVED);

  private static final Set<Step> WHEN_REPLACING =
      EnumSet.of(Step.PLACEMENT_LEDGERED, Step.TARGET_RENAMED);

  @TempDir Path dir;

  /** Which step, and the how manieth time it is reached. */
  record Death(Step step, int time) {}

  static Stream<Death> onOneMount() {
    return Stream.concat(
        KilledSteps.PLACE.stream()
            .filter(step -> !ONLY_ON_TWO.contains(step))
            .map(step -> new Death(step, 1)),
        WHEN_REPLACING.stream().map(step -> new Death(step, 2)));
  }

  static Stream<Death> onTwoMounts() {
    return KilledSteps.PLACE.stream()
        .filter(step -> !ONLY_ON_ONE_MOUNT.contains(step))
        .map(step -> new Death(step, WHEN_REPLACING.contains(step) ? 2 : 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("onOneMount")
  void open_afterDeath_findsAllOrNothing(Death death) throws Exception {
    Path pods = Files.createDirectory(dir.resolve("pods"));
    survives(death, pods.resolve("pod/cache"), pods);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("onTwoMounts")
  void open_afterDeathOnAnotherMount_findsAllOrNothing(Death death) throws Exception {
    try (var mounts = new Mounts()) {
      Path pods = mounts.mount(dir.resolve("pods"), "-t", "tmpfs", "none");
      survives(death, pods.resolve("pod/cache"), pods);
    }
  }

  private void survives(Death death, Path target, Path pods) throws Exception {
    var said = new ArrayList<String>();
    try (ChildJvm day =
        ChildJvm.startProgram(
            PlaceDay.class,
            dir.toString(),
            target.toString(),
            death.step().name(),
            Integer.toString(death.time()))) {
      for (String line = day.line(); !line.isEmpty(); line = day.line()) {
        said.add(line);
        if (line.equals("stopped")) {
          break;
        }
      }
      day.kill();
    }
    assertThat(said).last().isEqualTo("stopped");
    try (Node node = Node.open(new LinuxDisk(), dir, pods)) {
      Optional<CacheVersion> standing = standing(target);
      if (said.contains("placed") && death.step().compareTo(Step.TARGET_TAKEN) < 0) {
        assertThat(standing).isPresent();
      }
      if (said.contains("released")) {
        assertThat(standing).isEmpty();
      }
      NodePath path = new NodePath(target.toString());
      assertThat(node.placer().placement(path).map(Placement::version)).isEqualTo(standing);
      assertThat(node.placer().placements()).hasSize(standing.isPresent() ? 1 : 0);
      node.assertWhole(dir, PlaceDay.A, PlaceDay.B);
      assertNoOrphan(pods, standing.isPresent());
      worksAgain(node, target, pods);
    }
  }

  /** Which version stands there whole; absent if nothing does. */
  private static Optional<CacheVersion> standing(Path target) throws Exception {
    if (!Files.exists(target)) {
      return Optional.empty();
    }
    SortedMap<String, String> tree = TreeText.read(target, false);
    if (tree.equals(Node.placed(PlaceDay.ONE, PlaceDay.A))) {
      return Optional.of(PlaceDay.ONE);
    }
    assertThat(tree).isEqualTo(Node.placed(PlaceDay.TWO, PlaceDay.A, PlaceDay.B));
    return Optional.of(PlaceDay.TWO);
  }

  private void assertNoOrphan(Path pods, boolean standing) throws Exception {
    assertThat(Node.names(pods)).isSubsetOf("pod");
    if (Files.exists(pods.resolve("pod"))) {
      assertThat(Node.names(pods.resolve("pod")))
          .isEqualTo(standing ? List.of("cache") : List.of());
    }
    assertThat(Node.names(dir.resolve("store/ledger"))).hasSize(standing ? 1 : 0);
  }

  private void worksAgain(Node node, Path target, Path pods) throws Exception {
    node.place(node.store().golden(PlaceDay.TWO).orElseThrow(), target);
    assertThat(standing(target)).contains(PlaceDay.TWO);
    assertThat(node.release(target)).isTrue();
    assertThat(node.release(target)).isFalse();
    node.assertWhole(dir, PlaceDay.A, PlaceDay.B);
    assertNoOrphan(pods, false);
  }
}
