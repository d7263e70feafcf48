package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.tasks.Tasks;
import dev.dateilager.domain.workspace.CacheDirectory;
import dev.dateilager.domain.workspace.WorkspaceTree;
import dev.dateilager.domain.workspace.WorkspaceTree.Applied;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link WorkspaceTree} must hold to (I4, I20, R7). */
public abstract class WorkspaceTreeContract extends WorkspaceLookContract {
  private static final ContentHash PACK = ContentHash.of(Blob.utf8("a pack"));

  private Applied apply(EntryScript script) throws DateiLagerException {
    return apply(script, Optional.empty(), Optional.empty());
  }

  private Applied applyPack(String packPath, EntryScript script) throws DateiLagerException {
    return apply(script, Optional.of(new ObjectPath(packPath)), Optional.empty());
  }

  private Applied apply(
      EntryScript script, Optional<ObjectPath> packPath, Optional<CacheDirectory> from)
      throws DateiLagerException {
    try (WorkspaceTree tree = directory.open();
        var reader = script.reader()) {
      return tree.apply(reader, packPath, from);
    }
  }

  private static EntryScript entries() {
    return new EntryScript();
  }

  private void assertTree(String... namesAndTexts) {
    var expected = new TreeMap<String, String>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      expected.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    assertThat(directory.tree()).isEqualTo(expected);
  }

  // Lesson 1: any kind into any other.

  enum Stands {
    NOTHING,
    FILE,
    DIRECTORY,
    EMPTY_DIRECTORY,
    SYMLINK;

    void make(HandmadeDirectory directory, String path) {
      switch (this) {
        case NOTHING -> {}
        case FILE -> directory.write(path, "old");
        case DIRECTORY -> directory.write(path + "/deep/er/old", "old");
        case EMPTY_DIRECTORY -> directory.mkdir(path);
        case SYMLINK -> directory.symlink(path, "elsewhere");
      }
    }
  }

  enum Becomes {
    FILE,
    SYMLINK,
    DIRECTORY,
    FILE_BELOW,
    PACK,
    PACK_OF_ONE_FILE,
    PACK_OF_ONE_SYMLINK,
    REMOVED_PACK,
    CACHED_PACK,
    DELETED,
    DELETED_AS_DIRECTORY
  }

  static Stream<Arguments> transitions() {
    return Stream.of(Stands.values())
        .flatMap(
            from -> Stream.of(Becomes.values()).map(to -> Arguments.of(from, to, from + "→" + to)));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("transitions")
  void apply_changesAnyKindIntoAnyOther(Stands from, Becomes to, String name) throws Exception {
    directory.write("elsewhere/kept", "kept");
    from.make(directory, "in/x");
    cache.write("objects/" + PACK + "/in/x/packed", "cached");

    switch (to) {
      case FILE -> apply(entries().file("in/x", 0640, "new"));
      case SYMLINK -> apply(entries().symlink("in/x", "target"));
      case DIRECTORY -> apply(entries().directory("in/x/"));
      case FILE_BELOW -> apply(entries().file("in/x/y/z", "new"));
      case PACK -> applyPack("in/x/", entries().file("in/x/1", "one").directory("in/x/d/"));
      case PACK_OF_ONE_FILE -> applyPack("in/x/", entries().file("in/x", "one"));
      case PACK_OF_ONE_SYMLINK -> applyPack("in/x/", entries().symlink("in/x/", "one/"));
      case REMOVED_PACK -> applyPack("in/x/", entries());
      case CACHED_PACK ->
          apply(entries().cached("in/x/", PACK), Optional.empty(), Optional.of(cache.directory()));
      case DELETED -> apply(entries().deletion("in/x"));
      case DELETED_AS_DIRECTORY -> apply(entries().deletion("in/x/"));
    }

    var expected = new TreeMap<String, String>();
    expected.put("elsewhere/kept", "755 kept");
    switch (to) {
      case FILE -> expected.put("in/x", "640 new");
      case SYMLINK -> expected.put("in/x", "-> target");
      case DIRECTORY ->
          expected.put(
              from == Stands.DIRECTORY ? "in/x/deep/er/old" : "in/x/",
              from == Stands.DIRECTORY ? "755 old" : "dir");
      case FILE_BELOW -> {
        expected.put("in/x/y/z", "755 new");
        if (from == Stands.DIRECTORY) {
          expected.put("in/x/deep/er/old", "755 old");
        }
      }
      case PACK -> {
        expected.put("in/x/1", "755 one");
        expected.put("in/x/d/", "dir");
      }
      case PACK_OF_ONE_FILE -> expected.put("in/x", "755 one");
      case PACK_OF_ONE_SYMLINK -> expected.put("in/x", "-> " + kept("one/"));
      case REMOVED_PACK, DELETED -> {
        if (from == Stands.DIRECTORY && to == Becomes.DELETED) {
          expected.put("in/x/deep/er/old", "755 old"); // not empty: silently accepted
        }
      }
      case CACHED_PACK -> expected.put("in/x/packed", "644 cached");
      case DELETED_AS_DIRECTORY -> {
        switch (from) { // what is no directory took the place of the one to be deleted
          case FILE -> expected.put("in/x", "755 old");
          case SYMLINK -> expected.put("in/x", "-> elsewhere");
          case DIRECTORY -> expected.put("in/x/deep/er/old", "755 old");
          case NOTHING, EMPTY_DIRECTORY -> {}
        }
      }
    }
    Map<String, String> actual = new TreeMap<>(directory.tree());
    actual.remove("in/"); // whether an emptied parent is left is another matter
    assertThat(actual).as(name).isEqualTo(expected);
    assertThat(directory.state().keySet()).isSubsetOf("diff.s2");
  }

  @ParameterizedTest
  @CsvSource({"FILE", "SYMLINK"})
  void apply_whenAFarAncestorIsNoDirectory_replacesIt(Stands from) throws Exception {
    directory.write("elsewhere/kept", "kept");
    from.make(directory, "foo");
    apply(entries().file("foo/x/y", "new"));
    assertTree("elsewhere/kept", "755 kept", "foo/x/y", "755 new");
  }

  @ParameterizedTest
  @CsvSource({"FILE", "SYMLINK"})
  void apply_whenAnAncestorOfADeletionIsNoDirectory_takesItAsRemoved(Stands from) throws Exception {
    directory.write("elsewhere/bar", "kept");
    from.make(directory, "foo");
    Applied applied = apply(entries().deletion("foo/bar").deletion("foo/x/y/"));
    assertThat(applied.entries()).hasSize(2);
    assertThat(directory.tree()).containsKeys("elsewhere/bar", "foo");
  }

  @Test
  void apply_replacesALinkToAFile_andLeavesTheTargetAlone() throws Exception {
    directory.write("target", "kept");
    directory.symlink("link", "target");
    apply(entries().file("link", "new"));
    assertTree("link", "755 new", "target", "755 kept");
  }

  @Test
  void apply_neverWritesThroughALinkOfTheSameStream() throws Exception {
    directory.write("elsewhere/kept", "kept");
    apply(entries().symlink("x", "elsewhere").file("x/passwd", "new"));
    assertTree("elsewhere/kept", "755 kept", "x/passwd", "755 new");
  }

  @Test
  void apply_setsExactlyTheModes_whateverStoodThere() throws Exception {
    directory.write("a", new byte[] {1, 2, 3}, 0700);
    apply(
        entries().file("a", 0777, "1").file("b", 0400, "2").file("c", 0, "3").file("d", 0666, "4"));
    assertTree("a", "777 1", "b", "400 2", "c", "0 3", "d", "666 4");
  }

  @Test
  void apply_inOrder_theLaterEntryOfANameWins() throws Exception {
    apply(
        entries()
            .file("a", "first")
            .symlink("a", "second")
            .file("a", "third")
            .deletion("b")
            .file("b", "kept")
            .file("c", "gone")
            .deletion("c"));
    assertTree("a", "755 third", "b", "755 kept");
  }

  @Test
  void apply_dropsALeadingSlash() throws Exception {
    apply(entries().file("/a", "1").file("/b/c", "2"));
    assertTree("a", "755 1", "b/c", "755 2");
  }

  @Test
  void apply_keepsLinkTextsAsTheyAre() throws Exception {
    apply(
        entries()
            .symlink("a", "b/")
            .symlink("c", "/absolute//twice")
            .symlink("d", "../../up")
            .symlink("é", "ü"));
    assertTree(
        "a",
        "-> " + kept("b/"),
        "c",
        "-> " + kept("/absolute//twice"),
        "d",
        "-> ../../up",
        "é",
        "-> ü");
  }

  @Test
  void apply_skipsItsOwnStateDirectory_andSaysSo() throws Exception {
    Applied applied =
        apply(
            entries()
                .file(".dl/version", "9")
                .symlink(".dl", "x")
                .deletion("/.dl/sum.s2")
                .file("a/.dl/b", "1"));
    assertThat(applied.skipped()).isEqualTo(3);
    assertThat(applied.entries()).hasSize(1);
    assertThat(applyPack(".dl/", entries().file(".dl/version", "9")).skipped()).isEqualTo(1);
    assertTree("a/.dl/b", "755 1");
    try (WorkspaceTree tree = directory.open()) {
      assertThat(tree.version()).isZero();
    }
  }

  @Test
  void forget_leavesTheFilesAndNothingElse_twice() throws Exception {
    for (int i = 0; i < 2; i++) {
      try (WorkspaceTree tree = directory.open();
          var reader = entries().file("a", "1").reader()) {
        tree.apply(reader, Optional.empty(), Optional.empty());
        tree.recordSummary(Blob.utf8("a summary"));
        tree.recordVersion(3);
        tree.forget();
      }
      assertTree("a", "755 1");
      assertThat(directory.state()).isEmpty();
    }
    try (WorkspaceTree tree = directory.open()) {
      assertThat(tree.version()).isZero();
      assertThat(tree.summary()).isEmpty();
      tree.forget();
    }
    assertTree("a", "755 1");
  }

  // Packs.

  @Test
  void applyPack_replacesEverythingAtItsPath() throws Exception {
    directory.write("p/x/old", "old");
    directory.write("p/xx", "kept");
    Applied applied =
        applyPack("p/x/", entries().file("p/x/1", "1").symlink("p/x/l", "1").file("p/x/d/2", "2"));
    assertThat(applied.written()).isEqualTo(2);
    assertThat(applied.entries()).hasSize(3);
    assertTree("p/x/1", "755 1", "p/x/d/2", "755 2", "p/x/l", "-> 1", "p/xx", "755 kept");
  }

  @Test
  void applyPack_whenTheSequenceIsDamaged_leavesTheOldPack() {
    directory.write("p/old", "old");
    assertThatThrownBy(() -> applyPack("p/", entries().file("p/new", "new").truncated()))
        .isInstanceOf(Corrupt.class);
    assertTree("p/old", "755 old");
    assertThat(directory.state().keySet()).isSubsetOf("diff.s2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"other", "pp/x", "p2"})
  void applyPack_refusesEntriesThatLieElsewhere(String path) {
    directory.write("p/old", "old");
    assertThatThrownBy(() -> applyPack("p/", entries().file("p/a", "1").file(path, "2")))
        .isInstanceOf(Corrupt.class)
        .hasMessageContaining(path);
    assertTree("p/old", "755 old");
  }

  @Test
  void applyPack_refusesWhatAPackCannotHold() {
    assertThatThrownBy(() -> applyPack("p/", entries().deletion("p/a")))
        .isInstanceOf(Corrupt.class);
    assertThatThrownBy(() -> applyPack("p/", entries().cached("p/", PACK)))
        .isInstanceOf(Corrupt.class);
    assertTree();
  }

  // Cached packs.

  @Test
  void apply_takesPacksFromTheCache() throws Exception {
    String objects = "objects/" + PACK + "/";
    cache.write(objects + "p/a/1", "one");
    cache.write(objects + "p/a/deep/2", "two");
    cache.write(objects + "p/a/empty", "");
    directory.write("p/a/old", "old");
    Applied applied =
        apply(entries().cached("p/a/", PACK), Optional.empty(), Optional.of(cache.directory()));
    assertTree("p/a/1", "644 one", "p/a/deep/2", "644 two", "p/a/empty", "644 ");
    assertThat(applied.missing()).isEmpty();
    assertThat(applied.linked() + applied.cloned() + applied.copied()).isEqualTo(3);
    assertThat(applied.obstacles().values().stream().mapToLong(files -> files).sum())
        .as("each file that is not linked has one reason")
        .isEqualTo(applied.cloned() + applied.copied());
    assertThat(cache.tree()).containsEntry(objects + "p/a/1", "644 one");
  }

  @Test
  void apply_takesAPackOfOneFile_andMakesItsParents_twice() throws Exception {
    cache.write("objects/" + PACK + "/p/a", "one");
    for (int i = 0; i < 2; i++) {
      apply(entries().cached("p/a/", PACK), Optional.empty(), Optional.of(cache.directory()));
      assertTree("p/a", "644 one");
      assertThat(directory.state().keySet()).isSubsetOf("diff.s2");
    }
  }

  @Test
  void apply_takesNestedCachedPacksInOrder() throws Exception {
    ContentHash other = ContentHash.of(Blob.utf8("other"));
    cache.write("objects/" + PACK + "/p/own", "outer");
    cache.write("objects/" + other + "/p/in/own", "inner");
    apply(
        entries()
            .cached("p/in/", other)
            .cached("p/", PACK)
            .cached("p/in/", other)
            .file("p/in/own", "written")
            .file("q", "1"),
        Optional.empty(),
        Optional.of(cache.directory()));
    assertTree("p/in/own", "755 written", "p/own", "644 outer", "q", "755 1");
  }

  @Test
  void apply_whenTheCacheLacksAPack_namesItAndAppliesTheRest() throws Exception {
    ContentHash absent = ContentHash.of(Blob.utf8("absent"));
    cache.write("objects/" + PACK + "/p/a/1", "one");
    cache.write("objects/" + absent + "/somewhere/else", "1");
    directory.write("p/b/old", "old");
    EntryScript script =
        entries().file("f", "1").cached("p/a/", PACK).cached("p/b/", absent).file("g", "2");
    Applied applied = apply(script, Optional.empty(), Optional.of(cache.directory()));
    assertThat(applied.missing())
        .containsExactly(new Entry.CachedReference(new ObjectPath("p/b/"), absent));
    assertThat(applied.entries()).hasSize(4);
    assertTree("f", "755 1", "g", "755 2", "p/a/1", "644 one", "p/b/old", "755 old");
    assertThat(apply(script).missing()).hasSize(2);
  }

  // Deletions.

  @Test
  void prune_removesOnlyEmptyDirectories_inTheGivenOrder() throws Exception {
    directory.mkdir("a/b/c");
    directory.write("d/file", "kept");
    directory.symlink("l", "a");
    directory.write("f", "kept");
    try (WorkspaceTree tree = directory.open()) {
      tree.prune(
          Stream.of("a/b/c", "a/b", "d", "l", "f", "absent", "f/x").map(ObjectPath::new).toList());
    }
    assertTree("a/", "dir", "d/file", "755 kept", "f", "755 kept", "l", "-> a");
  }

  // Several messages at once.

  @Test
  void apply_byManyThreads_convergesWhateverTheInterleaving() throws Exception {
    for (int round = 0; round < 20; round++) {
      directory = newDirectory();
      directory.write("was/file", "old");
      directory.write("dir/old", "old");
      directory.write("dir/older", "old");
      try (WorkspaceTree tree = directory.open()) {
        List<Callable<Applied>> messages =
            List.of(
                () -> apply(tree, entries().file("was/file/a", "1").file("was/file/b", "2")),
                () -> apply(tree, entries().file("was/file/c", "3").directory("was/file/d/")),
                () -> apply(tree, entries().file("dir", "now a file")),
                () -> apply(tree, entries().deletion("dir/old").deletion("dir/older")),
                () -> applyPack(tree, "was/file/p/", entries().file("was/file/p/1", "p")),
                () -> applyPack(tree, "dir/p/", entries()));
        Tasks.all(messages, messages.size());
      }
      assertTree(
          "dir", "755 now a file",
          "was/file/a", "755 1",
          "was/file/b", "755 2",
          "was/file/c", "755 3",
          "was/file/d/", "dir",
          "was/file/p/1", "755 p");
    }
  }

  private static Applied apply(WorkspaceTree tree, EntryScript script) throws DateiLagerException {
    return tree.apply(script.reader(), Optional.empty(), Optional.empty());
  }

  private static Applied applyPack(WorkspaceTree tree, String packPath, EntryScript script)
      throws DateiLagerException {
    return tree.apply(script.reader(), Optional.of(new ObjectPath(packPath)), Optional.empty());
  }

  @Test
  void apply_whenDamagedInTheMiddle_keepsWhatCameBefore_andNothingHalf() {
    assertThatThrownBy(() -> apply(entries().file("a", "1").truncated()))
        .isInstanceOf(Corrupt.class);
    assertTree("a", "755 1");
    assertThat(Set.of("diff.s2")).containsAll(directory.state().keySet());
  }
}
