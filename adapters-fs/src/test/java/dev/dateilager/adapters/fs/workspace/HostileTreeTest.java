package dev.dateilager.adapters.fs.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.attack.Canary;
import dev.dateilager.adapters.fs.attack.Trap;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.contract.EntryScript;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a tenant may have left in a project, in its {@code .dl} and in a cache (I1, I4, I20). */
@Timeout(120)
class HostileTreeTest {
  private static final ContentHash PACK = ContentHash.of(Blob.utf8("a pack"));

  @TempDir(factory = QuickTempDir.class)
  private Path temporary;

  private Canary canary;
  private FileDirectory directory;
  private FileCache cache;

  @BeforeEach
  void setUp() throws Exception {
    assumeTrue(LinuxDisk.isAvailable(), "NOT RUN: the traps need Linux");
    canary = Canary.plant(temporary.resolve("canary"));
    directory = new FileDirectory(Files.createDirectory(temporary.resolve("project")));
    cache = new FileCache(temporary.resolve("cache"));
    cache.write("objects/" + PACK + "/x/packed", "cached");
  }

  @AfterEach
  void removeWhatJavaCannot() throws Exception {
    if (LinuxDisk.isAvailable()) {
      Trap.remove(temporary.resolve("project"));
      Trap.remove(temporary.resolve("cache"));
    }
  }

  private void apply(EntryScript script, Optional<String> pack) throws Exception {
    try (WorkspaceTree tree = directory.open()) {
      tree.apply(script.reader(), pack.map(ObjectPath::new), Optional.of(cache.directory()));
    }
  }

  /** What a stream may say of a name, and what stands there afterwards. */
  private record Order(EntryScript script, Optional<String> pack, Map<String, String> result) {
    static Order plain(EntryScript script, Map<String, String> result) {
      return new Order(script, Optional.empty(), result);
    }
  }

  private static List<Order> orders() {
    return List.of(
        Order.plain(new EntryScript().file("x", 0640, "new"), Map.of("x", "640 new")),
        Order.plain(new EntryScript().symlink("x", "target"), Map.of("x", "-> target")),
        Order.plain(
            new EntryScript().file("x/below", "new").file("x", "last"), Map.of("x", "755 last")),
        Order.plain(new EntryScript().cached("x/", PACK), Map.of("x/packed", "644 cached")),
        new Order(
            new EntryScript().file("x/in", "new"), Optional.of("x/"), Map.of("x/in", "755 new")),
        new Order(new EntryScript(), Optional.of("x/"), Map.of()));
  }

  @ParameterizedTest
  @EnumSource(Trap.class)
  void apply_ontoATrap_replacesIt_andReachesNothingBehindIt(Trap trap) throws Exception {
    for (Order order : orders()) {
      trap.plant(temporary.resolve("project/x"), canary);
      apply(order.script(), order.pack());
      assertThat(directory.tree()).isEqualTo(order.result());
      assertThat(directory.state()).containsOnlyKeys("diff.s2");
      canary.assertUntouched();
      Trap.remove(temporary.resolve("project/x"));
    }
  }

  @ParameterizedTest
  @EnumSource(Trap.class)
  void lookingAtATrap_neitherBlocksNorLeadsAnywhere(Trap trap) throws Exception {
    trap.plant(temporary.resolve("project/x"), canary);
    try (WorkspaceTree tree = directory.open()) {
      tree.scan((_, _) -> {});
      tree.scanBelow(new ObjectPath("x"), (_, _) -> {});
      for (String path : List.of("x/run", "x/deep/empty", "x/secret")) {
        assertThat(tree.look(new ObjectPath(path))).isEmpty();
        assertThat(tree.read(new ObjectPath(path))).isEmpty();
        assertThat(tree.hash(new ObjectPath(path))).isEmpty();
      }
      tree.prune(List.of(new ObjectPath("x/deep"), new ObjectPath("x")));
    }
    apply(new EntryScript().deletion("x/run").deletion("x/link").deletion("x"), Optional.empty());
    canary.assertUntouched();
  }

  @ParameterizedTest
  @EnumSource(Trap.class)
  void theStateDirectory_asATrap_isRefusedOrHarmless(Trap trap) throws Exception {
    trap.plant(temporary.resolve("project/.dl"), canary);
    workOnState();
    canary.assertUntouched();
  }

  @ParameterizedTest
  @EnumSource(Trap.class)
  void namesOfTheStateDirectory_asTraps_areReplacedOrRefused(Trap trap) throws Exception {
    for (String name : List.of("version", "sum.s2", "diff.s2", "tmp")) {
      Files.createDirectories(temporary.resolve("project/.dl"));
      trap.plant(temporary.resolve("project/.dl").resolve(name), canary);
      workOnState();
      canary.assertUntouched();
      Trap.remove(temporary.resolve("project/.dl"));
      Trap.remove(temporary.resolve("project/x"));
    }
  }

  /** May be refused, and then says so. */
  private void workOnState() {
    try (WorkspaceTree tree = directory.open()) {
      tree.summary();
      tree.apply(new EntryScript().file("x", "1").reader(), Optional.empty(), Optional.empty());
      tree.recordSummary(Blob.utf8("summary"));
      tree.recordVersion(3);
      assertThat(tree.version()).isEqualTo(3);
      assertThat(directory.state()).containsEntry("version", "3");
    } catch (DateiLagerException refused) {
      assertThat(refused).hasMessageContaining(".dl");
    }
  }

  @ParameterizedTest
  @EnumSource(Trap.class)
  void apply_fromACacheWithATrap_takesNoneOfIt(Trap trap) throws Exception {
    Path pack = temporary.resolve("cache/objects/" + PACK);
    trap.plant(pack.resolve("x/trap"), canary);
    apply(new EntryScript().cached("x/", PACK), Optional.empty());
    canary.assertUntouched();
    try (WorkspaceTree tree = directory.open()) {
      tree.scan((name, why) -> assertThat(why).as(name).doesNotContain("device"));
    }
    Trap.remove(pack.resolve("x"));
    trap.plant(pack.resolve("x"), canary);
    apply(new EntryScript().cached("x/", PACK).cached("x/deep/", PACK), Optional.empty());
    Trap.remove(pack);
    trap.plant(pack, canary);
    apply(new EntryScript().cached("deep/", PACK).cached("run/", PACK), Optional.empty());
    canary.assertUntouched();
    assertThat(directory.tree()).doesNotContainKeys("deep/empty", "run");
  }

  @Test
  void apply_withTheLongestNames_andTheDeepestPaths() throws Exception {
    String longest = "n".repeat(255);
    String deepest = "d/".repeat(254) + "f";
    String widest = ("w".repeat(200) + "/").repeat(20) + "f";
    var script =
        new EntryScript().file(longest + "/" + longest, "1").file(deepest, "2").file(widest, "3");
    for (int i = 0; i < 2; i++) {
      apply(script, Optional.empty());
      apply(new EntryScript().file("p/" + deepest.substring(4), "4"), Optional.of("p/"));
    }
    try (WorkspaceTree tree = directory.open()) {
      assertThat(tree.scan((_, _) -> {})).hasSize(4);
      assertThat(tree.read(new ObjectPath(widest)).orElseThrow().bytes()).isEqualTo(Blob.utf8("3"));
    }
  }
}
