package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.DamagedPack;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PlacementReport;
import dev.dateilager.domain.staging.TreePlacer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every placer must hold to (I8, I9, I15, R3, R4). */
@Timeout(60)
public abstract class TreePlacerContract {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final SamplePack A = SamplePack.twoFiles("a");
  private static final SamplePack B = SamplePack.twoFiles("b");
  private static final SamplePack KINDS =
      SamplePack.named("kinds")
          .file("k/run", 0755, "run")
          .file("k/wide", 0666, "wide")
          .file("k/empty", 0600, "")
          .file("k/a/b/c/deep", 0644, "deep")
          .file("k/größe 日本", 0644, "odd")
          .directory("k/hollow/")
          .symlink("k/first", "second")
          .symlink("k/second", "run")
          .symlink("k/dangling", "../nowhere")
          .symlink("k/absolute", "/etc/passwd");

  /** The store of this test, open. */
  protected abstract GoldenStore store() throws Exception;

  /** Places its golden copies. */
  protected abstract TreePlacer placer() throws Exception;

  /** Closes the store and opens it again, so that the two above are new. */
  protected abstract void restart() throws Exception;

  /** A path of the node that tests may use, relative to an allowed root. */
  protected abstract NodePath path(String relative);

  /** What stands below a path, directories with their modes. */
  protected abstract SortedMap<String, String> tree(NodePath path) throws Exception;

  /** What stands at a path, or the empty text. */
  protected abstract String at(NodePath path) throws Exception;

  /** Makes a file as a workload would, with parents. */
  protected abstract void putFile(NodePath path, String content) throws Exception;

  /** Makes an empty directory, with parents. */
  protected abstract void putDirectory(NodePath path) throws Exception;

  /** Makes a symbolic link, with parents. */
  protected abstract void putSymlink(NodePath path, String text) throws Exception;

  /** Moves a directory, as a workload would. */
  protected abstract void move(NodePath from, NodePath to) throws Exception;

  /** Returns when everything that waits to be deleted has been. */
  protected abstract void emptyTrash() throws Exception;

  /** Changes the bytes of a golden file, so that it has another size. */
  protected abstract void damage(ContentHash pack, String path) throws Exception;

  /** Whether a placed file is the golden file itself. */
  protected abstract boolean isShared(NodePath file, ContentHash pack, String path)
      throws Exception;

  private GoldenCopy golden(CacheVersion version, SamplePack... packs) throws Exception {
    try (GoldenStore.Download adding = store().begin()) {
      for (SamplePack pack : packs) {
        adding.add(pack.hash(), pack.open());
      }
      return adding.list(
          version, Arrays.stream(packs).map(SamplePack::hash).collect(Collectors.toSet()));
    }
  }

  private PlacementReport place(GoldenCopy golden, NodePath target) throws Exception {
    return placer().place(golden, target, LinkMode.AUTO, false);
  }

  /** The tree of a placement by links, without the target itself. */
  private static SortedMap<String, String> expected(CacheVersion version, SamplePack... packs) {
    var tree = new TreeMap<String, String>();
    tree.put("objects", TreeText.directory(0777));
    tree.put("versions", TreeText.file(0644, version + "\n"));
    for (SamplePack pack : packs) {
      tree.put("objects/" + pack.hash(), TreeText.directory(0777));
      pack.tree()
          .forEach(
              (path, text) ->
                  tree.put(
                      "objects/" + pack.hash() + "/" + path,
                      text.equals(TreeText.directory()) ? TreeText.directory(0777) : text));
    }
    return tree;
  }

  private static NodePath in(NodePath target, SamplePack pack, String path) {
    return new NodePath(target + "/objects/" + pack.hash() + "/" + path);
  }

  @Test
  @DisplayName("TestPopulateCache, TestDirOperations/Hardlink Basic: one inode, two names")
  void place_atAnAbsentTarget_makesTheWholeTree() throws Exception {
    GoldenCopy golden = golden(ONE, A, B);
    NodePath target = path("pod/cache");
    PlacementReport report = place(golden, target);
    assertThat(tree(target)).isEqualTo(expected(ONE, A, B));
    assertThat(at(target)).isEqualTo(TreeText.directory(0755));
    assertThat(isShared(in(target, A, "node_modules/a/1"), A.hash(), "node_modules/a/1")).isTrue();
    assertThat(report.linked()).isEqualTo(4);
    assertThat(report.copied()).isZero();
    assertThat(report.mode()).isEqualTo(LinkMode.LINK);
    assertThat(report.directories()).isEqualTo(2 + 6);
    assertThat(report.bytes()).isEqualTo(4 * 19);
    assertThat(report.why()).isEmpty();
    assertThat(report.version()).isEqualTo(ONE);
    assertThat(report.target()).isEqualTo(target);
  }

  @Test
  @DisplayName("TestDirOperations WithNestedDirs, WithSymlink, NodeModules: every kind again")
  void place_ofEveryKind_makesEachAsItIs() throws Exception {
    GoldenCopy golden = golden(ONE, KINDS);
    NodePath target = path("kinds");
    PlacementReport report = place(golden, target);
    assertThat(tree(target)).isEqualTo(expected(ONE, KINDS));
    assertThat(report.symlinks()).isEqualTo(4);
    assertThat(report.linked()).isEqualTo(4);
    assertThat(report.copied()).isEqualTo(1);
    assertThat(report.why()).isEqualTo(Map.of(Obstacle.EMPTY_FILE, 1L));
    assertThat(report.mode()).isEqualTo(LinkMode.LINK);
    assertThat(isShared(in(target, KINDS, "k/empty"), KINDS.hash(), "k/empty")).isFalse();
    assertThat(isShared(in(target, KINDS, "k/run"), KINDS.hash(), "k/run")).isTrue();
  }

  @Test
  @DisplayName("TestPopulateEmptyCache: only an empty objects/")
  void place_withoutPacks_makesOnlyObjects() throws Exception {
    place(golden(ONE), path("empty"));
    assertThat(tree(path("empty"))).isEqualTo(Map.of("objects", TreeText.directory(0777)));
    place(GoldenCopy.NO_CACHE, path("none"));
    assertThat(tree(path("none"))).isEqualTo(Map.of("objects", TreeText.directory(0777)));
  }

  @Test
  void place_atAnEmptyDirectory_replacesIt() throws Exception {
    putDirectory(path("there"));
    place(golden(ONE, A), path("there"));
    assertThat(tree(path("there"))).isEqualTo(expected(ONE, A));
  }

  @Test
  @DisplayName("TestDirOperations WithExistingDest: what an earlier placement held is gone")
  void place_atAPlacementOfOurs_replacesItAsAWhole() throws Exception {
    NodePath target = path("again");
    place(golden(ONE, A), target);
    putFile(new NodePath(target + "/objects/extra/file"), "the workload's");
    var two = new CacheVersion(2);
    place(golden(two, B), target);
    assertThat(tree(target)).isEqualTo(expected(two, B));
    place(golden(two, B), target);
    assertThat(tree(target)).isEqualTo(expected(two, B));
  }

  @Test
  void place_afterARestart_stillKnowsItsOwn() throws Exception {
    NodePath target = path("kept");
    place(golden(ONE, A), target);
    restart();
    assertThat(tree(target)).isEqualTo(expected(ONE, A));
    place(golden(ONE, A), target);
    assertThat(tree(target)).isEqualTo(expected(ONE, A));
  }

  @Test
  void place_atAFile_isRefusedUntouched() throws Exception {
    putFile(path("file"), "mine");
    GoldenCopy golden = golden(ONE, A);
    assertThatThrownBy(() -> place(golden, path("file"))).isInstanceOf(FailedPrecondition.class);
    assertThat(at(path("file"))).endsWith("mine");
  }

  @Test
  void place_atALinkToAnEmptyDirectory_isRefusedUntouched() throws Exception {
    putDirectory(path("real"));
    putSymlink(path("link"), "real");
    GoldenCopy golden = golden(ONE, A);
    assertThatThrownBy(() -> place(golden, path("link"))).isInstanceOf(FailedPrecondition.class);
    assertThat(at(path("link"))).isEqualTo(TreeText.symlink("real"));
    assertThat(tree(path("real"))).isEmpty();
  }

  @Test
  void place_atADirectoryThatOnlyLooksLikeAPlacement_isRefusedUntouched() throws Exception {
    putDirectory(path("fake/objects"));
    putFile(path("fake/versions"), "1\n");
    SortedMap<String, String> before = tree(path("fake"));
    GoldenCopy golden = golden(ONE, A);
    assertThatThrownBy(() -> place(golden, path("fake"))).isInstanceOf(FailedPrecondition.class);
    assertThat(tree(path("fake"))).isEqualTo(before);
  }

  @Test
  void place_byCopying_sharesNothingAndKeepsModesExact() throws Exception {
    GoldenCopy golden = golden(ONE, KINDS);
    NodePath target = path("copies");
    PlacementReport report = placer().place(golden, target, LinkMode.COPY, true);
    assertThat(tree(target))
        .containsEntry("objects/" + KINDS.hash() + "/k/wide", TreeText.file(0666, "wide"))
        .containsEntry("objects/" + KINDS.hash() + "/k/empty", TreeText.file(0600, ""))
        .hasSameSizeAs(expected(ONE, KINDS));
    assertThat(isShared(in(target, KINDS, "k/run"), KINDS.hash(), "k/run")).isFalse();
    assertThat(report.mode()).isEqualTo(LinkMode.COPY);
    assertThat(report.copied()).isEqualTo(5);
    assertThat(report.linked()).isZero();
    assertThat(report.why()).isEmpty();
  }

  @Test
  void place_byCloning_clonesOrSaysWhyNot() throws Exception {
    GoldenCopy golden = golden(ONE, A);
    NodePath target = path("clones");
    PlacementReport report = placer().place(golden, target, LinkMode.CLONE, false);
    assertThat(isShared(in(target, A, "node_modules/a/1"), A.hash(), "node_modules/a/1")).isFalse();
    assertThat(tree(target)).isEqualTo(expected(ONE, A));
    assertThat(report.cloned() + report.copied()).isEqualTo(2);
    assertThat(report.mode()).isEqualTo(report.cloned() == 2 ? LinkMode.CLONE : LinkMode.COPY);
    if (report.copied() > 0) {
      assertThat(report.why()).isEqualTo(Map.of(Obstacle.NOT_SUPPORTED, 2L));
      NodePath other = path("made/for/strict");
      assertThatThrownBy(() -> placer().place(golden, other, LinkMode.CLONE, true))
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("strict");
      assertThat(at(other)).isEmpty();
      assertThat(at(path("made"))).isEmpty();
    }
  }

  @Test
  void place_ofADamagedGoldenFile_leavesNothing() throws Exception {
    GoldenCopy golden = golden(ONE, A, KINDS);
    damage(KINDS.hash(), "k/run");
    NodePath target = path("new/parents/damaged");
    assertThatThrownBy(() -> place(golden, target))
        .isInstanceOfSatisfying(
            DamagedPack.class, damaged -> assertThat(damaged.pack()).isEqualTo(KINDS.hash()));
    assertThat(at(target)).isEmpty();
    assertThat(at(path("new"))).isEmpty();
  }

  @Test
  void place_whenItFails_keepsThePlacementBefore() throws Exception {
    NodePath target = path("stays");
    place(golden(ONE, A), target);
    GoldenCopy damaged = golden(new CacheVersion(2), KINDS);
    damage(KINDS.hash(), "k/run");
    Optional<Placement> before = placer().placement(target);
    assertThatThrownBy(() -> place(damaged, target)).isInstanceOf(DamagedPack.class);
    assertThat(tree(target)).isEqualTo(expected(ONE, A));
    assertThat(placer().placement(target)).isPresent().isEqualTo(before);
    place(golden(ONE, A), target);
    assertThat(tree(target)).isEqualTo(expected(ONE, A));
  }

  @Test
  void placement_isWhatTheReportSaid() throws Exception {
    NodePath target = path("known");
    PlacementReport report = place(golden(ONE, KINDS), target);
    Placement known = placer().placement(target).orElseThrow();
    assertThat(known).isEqualTo(Placement.of(report, known.placedAt()));
    assertThat(placer().placement(path("unknown"))).isEmpty();
  }

  @Test
  void placements_areAllThatStand_byPath_alsoAfterARestart() throws Exception {
    GoldenCopy one = golden(ONE, A);
    for (String name : new String[] {"b", "a/x", "C\n\\n", "größe"}) {
      place(one, path("list/" + name));
    }
    GoldenCopy two = golden(new CacheVersion(2), B);
    place(two, path("list/b"));
    var expected =
        new NodePath[] {path("list/C\n\\n"), path("list/a/x"), path("list/b"), path("list/größe")};
    assertThat(placer().placements()).extracting(Placement::target).containsExactly(expected);
    var before = placer().placements();
    assertThat(before.get(2).version()).isEqualTo(two.version());
    restart();
    assertThat(placer().placements()).isEqualTo(before);
  }

  @Test
  void release_ofAPlacement_takesItAwayAndForgetsIt() throws Exception {
    GoldenCopy golden = golden(ONE, A);
    NodePath target = path("pod/released");
    place(golden, target);
    putFile(new NodePath(target + "/objects/extra/file"), "the workload's");
    assertThat(placer().release(target)).isTrue();
    assertThat(tree(path("pod"))).isEmpty();
    assertThat(at(path("pod"))).isNotEmpty();
    assertThat(placer().placements()).isEmpty();
    assertThat(placer().release(target)).isFalse();
    emptyTrash();
    assertThat(placer().trash()).isZero();
    place(golden, target);
    assertThat(tree(target)).isEqualTo(expected(ONE, A));
  }

  @Test
  void release_ofWhatWasNeverPlaced_changesNothing() throws Exception {
    putFile(path("mine/file"), "mine");
    assertThat(placer().release(path("mine"))).isFalse();
    assertThat(placer().release(path("nothing/at/all"))).isFalse();
    assertThat(at(path("mine/file"))).endsWith("mine");
  }

  @Test
  void release_whereSomethingElseStandsNow_isRefusedUntouched() throws Exception {
    NodePath target = path("swapped");
    place(golden(ONE, A), target);
    move(target, path("elsewhere"));
    putFile(new NodePath(target + "/objects/file"), "mine");
    assertThatThrownBy(() -> placer().release(target)).isInstanceOf(FailedPrecondition.class);
    assertThat(at(new NodePath(target + "/objects/file"))).endsWith("mine");
    assertThat(tree(path("elsewhere"))).isEqualTo(expected(ONE, A));
    assertThat(placer().placement(target)).isPresent();
  }

  @Test
  void release_whereNothingStandsAnyMore_forgets() throws Exception {
    NodePath target = path("gone");
    place(golden(ONE, A), target);
    move(target, path("kept"));
    assertThat(placer().release(target)).isTrue();
    assertThat(placer().placement(target)).isEmpty();
    assertThat(tree(path("kept"))).isEqualTo(expected(ONE, A));
    NodePath below = path("parent/gone");
    place(golden(new CacheVersion(2), A), below);
    move(path("parent"), path("away"));
    assertThat(placer().release(below)).isTrue();
    assertThat(placer().placements()).isEmpty();
  }

  @Test
  void place_again_putsWhatWasThereIntoTheTrash() throws Exception {
    NodePath target = path("twice");
    place(golden(ONE, A), target);
    place(golden(new CacheVersion(2), B), target);
    emptyTrash();
    assertThat(placer().trash()).isZero();
    assertThat(tree(target)).isEqualTo(expected(new CacheVersion(2), B));
  }
}
