package dev.dateilager.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.app.tree.Tree;
import dev.dateilager.app.tree.TreeEntry;
import dev.dateilager.domain.catalog.PackPatterns;
import dev.dateilager.domain.model.ObjectPath;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PackPlanTest {
  private static Tree tree(Map<String, Long> files) {
    var entries = new TreeMap<String, TreeEntry>();
    files.forEach(
        (path, size) ->
            entries.put(
                path,
                new TreeEntry(
                    TreeEntry.Kind.FILE,
                    0644,
                    size,
                    new TreeEntry.Inode(1, entries.size()),
                    Optional.empty())));
    return new Tree(Path.of("x"), entries, List.of());
  }

  private static Optional<String> packOf(PackPlan plan, String path) throws Exception {
    return PackPatterns.compile(plan.patterns())
        .packOf(new ObjectPath(path))
        .map(ObjectPath::value);
  }

  @Test
  void nodeModules_arePackedByPackage() throws Exception {
    PackPlan plan =
        PackPlan.of(
            tree(
                Map.of(
                    "index.js", 1L,
                    "node_modules/a/x.js", 2L,
                    "node_modules/a/lib/y.js", 3L,
                    "node_modules/.package-lock.json", 4L,
                    "sub/node_modules/@scope/b/z.js", 5L)));

    assertThat(plan.byPackage()).isTrue();
    assertThat(plan.patterns()).containsExactly("node_modules/.*/");
    assertThat(plan.packs())
        .isEqualTo(
            Map.of(
                "node_modules/a/", 5L,
                "node_modules/.package-lock.json/", 4L,
                "sub/node_modules/@scope/", 5L));
    for (String path : plan.packs().keySet()) {
      assertThat(packOf(plan, path + "file")).contains(path);
    }
    assertThat(packOf(plan, "node_modules/.package-lock.json"))
        .contains("node_modules/.package-lock.json/");
    assertThat(packOf(plan, "index.js")).isEmpty();
  }

  @Test
  void elseTopLevelDirectories_areNamedOneByOne() throws Exception {
    PackPlan plan = PackPlan.of(tree(Map.of("a", 1L, "src/a", 2L, "src/b/c", 3L, "doc/src/d", 4L)));

    assertThat(plan.byPackage()).isFalse();
    assertThat(plan.patterns()).containsExactly("^doc/", "^src/");
    assertThat(packOf(plan, "doc/src/d")).contains("doc/");
    assertThat(packOf(plan, "a")).isEmpty();
  }

  @Test
  void largeDirectories_giveWayToThoseInsideThem() throws Exception {
    PackPlan plan =
        PackPlan.of(
            tree(
                Map.of(
                    "big/file", 1L,
                    "big/in/a", 1L,
                    "big/huge/a", PackPlan.MAX_PACK_BYTES + 1,
                    "small/a", 1L)));

    assertThat(plan.patterns()).containsExactly("^big/in/", "^small/");
    assertThat(plan.tooLarge()).containsExactly("big/", "big/huge/");
    assertThat(packOf(plan, "big/file")).isEmpty();
    assertThat(packOf(plan, "big/in/a")).contains("big/in/");
    assertThat(packOf(plan, "big/huge/a")).isEmpty();
    assertThat(plan.packs("big/in/a")).isTrue();
    assertThat(plan.packs("small/a")).isTrue();
    assertThat(plan.packs("big/file")).isFalse();
    assertThat(plan.packs("big/huge/a")).isFalse();
  }

  @Test
  void largePackages_giveWayAndTheOthersAreNamed() throws Exception {
    PackPlan plan =
        PackPlan.of(
            tree(
                Map.of(
                    "node_modules/big/a",
                    PackPlan.MAX_PACK_BYTES + 1,
                    "node_modules/small/a",
                    1L)));

    assertThat(plan.patterns()).containsExactly("^node_modules/small/");
    assertThat(packOf(plan, "node_modules/big/a")).isEmpty();
  }

  @Test
  void manyDirectories_areNotAllNamed() {
    var files = new HashMap<String, Long>();
    for (int i = 0; i < PackPlan.MAX_PATTERNS + 50; i++) {
      files.put("d" + i + "/f", (long) i);
    }

    PackPlan plan = PackPlan.of(tree(files));

    assertThat(plan.patterns()).hasSize(PackPlan.MAX_PATTERNS).doesNotContain("^d49/");
    assertThat(plan.packs()).containsKey("d50/");
  }

  @Test
  void treeWithoutDirectories_hasNoPacks() {
    assertThat(PackPlan.of(tree(Map.of("a", 1L))).patterns()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".git",
        "a.b",
        "a+b*c?",
        "(x)[y]{z}",
        "^$|\\",
        "mit Leerzeichen",
        "größe",
        "日本",
        "😀",
        "a,b",
        "-",
        "~!@#%&=:;'\"<>",
        "tab\there",
        "line\nbreak",
        "\u007f",
        "Q\\E"
      })
  void namesOfAnyKind_matchThemselvesAlone(String name) throws Exception {
    PackPlan plan = PackPlan.of(tree(Map.of(name + "/f", 1L)));

    assertThat(packOf(plan, name + "/f")).contains(name + "/");
    assertThat(packOf(plan, "x" + name + "/f")).isEmpty();
    assertThat(packOf(plan, name + "x/f")).isEmpty();
  }
}
