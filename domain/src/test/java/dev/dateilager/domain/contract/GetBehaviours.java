package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ListedObject;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How {@code Get} behaves (behaviours.md "Get", semantics.md §4.3). */
public abstract class GetBehaviours extends UseCaseFixture {
  @Test
  @DisplayName("TestGetEmpty: no objects, no queries, nothing")
  void getEmpty() throws Exception {
    project(P1, 1);
    assertThat(get(latest())).isEmpty();
  }

  @Test
  @DisplayName("TestGetLatestEmpty: no objects, prefix of everything, nothing")
  void getLatestEmpty() throws Exception {
    project(P1, 1);
    assertThat(get(latest(ALL))).isEmpty();
  }

  @Test
  @DisplayName("TestGetExactlyOne: exact query, that object with empty content")
  void getExactlyOne() throws Exception {
    project(P1, 1);
    for (String path : List.of("/a", "/b")) {
      seeds()
          .insertRow(
              new StoredRow(P1, 1, ABSENT, path, FileMode.file(0755), 0, false, plainContent("")));
    }
    assertThat(objects(latest(ObjectQuery.exact("/a"))))
        .containsExactly(
            new ListedObject("/a", FileMode.file(0755), 0, false, Optional.of(Blob.EMPTY)));
  }

  @Test
  @DisplayName("TestGetPrefix: what starts with the prefix")
  void getPrefix() throws Exception {
    history(1, "/a/a@1", "/a/b@1", "/b/a@1", "/b/b@1");
    assertThat(get(latest(ObjectQuery.prefix("/a"))))
        .containsExactly("/a/a = /a/a v1", "/a/b = /a/b v1");
  }

  private static ObjectQuery ignoring(String prefix, String... ignores) {
    return new ObjectQuery(prefix, true, List.of(ignores), List.of());
  }

  @Test
  @DisplayName("TestGetWithIgnorePattern (prefix query)")
  void getWithIgnorePattern() throws Exception {
    history(1, "/a/b/c@1", "/a/b/d@1", "/a/e/f@1", "/a/e/g@1", "/a/e/h@1", "/a/i/k@1", "/l/m@1");
    assertThat(get(latest(ignoring("/a", "/a/b", "/a/i"))))
        .containsExactly("/a/e/f = /a/e/f v1", "/a/e/g = /a/e/g v1", "/a/e/h = /a/e/h v1");
  }

  @Test
  @DisplayName("TestGetWithIgnorePattern (range query): ignored deletions are not reported")
  void getRangeWithIgnorePattern() throws Exception {
    history(2, "/a/b/c@1", "/a/e/f@1", "/a/e/h@2", "/a/i/k@1-2", "/l/m@1");
    assertThat(get(between(1, 2, ignoring("/a", "/a/b", "/a/i"))))
        .containsExactly("/a/e/h = /a/e/h v2");
  }

  private void fourVersions() throws Exception {
    history(4, "/a@1-3", "/b@2-3", "/b@3", "/c@3", "/d@4");
  }

  @Test
  @DisplayName("TestGetRange (1 to 2)")
  void getRange1To2() throws Exception {
    fourVersions();
    assertThat(get(between(1, 2, ALL))).containsExactly("/b = /b v2");
  }

  @Test
  @DisplayName("TestGetRange (1 to 3)")
  void getRange1To3() throws Exception {
    fourVersions();
    assertThat(get(between(1, 3, ALL))).containsExactly("/b = /b v3", "/c = /c v3", "/a gone");
  }

  @Test
  @DisplayName("TestGetDeleteAll (1 to 2, 1 to 3, 2 to 3): rows above the latest version count")
  void getDeleteAll() throws Exception {
    history(1, "/a@1-2", "/b@1-3", "/c@1-3");
    assertThat(get(between(1, 2, ALL))).containsExactly("/a gone");
    assertThat(get(between(1, 3, ALL))).containsExactly("/a gone", "/b gone", "/c gone");
    assertThat(get(between(2, 3, ALL))).containsExactly("/b gone", "/c gone");
  }

  @Test
  @DisplayName("TestGetExactlyOneVersioned: exact query at each version")
  void getExactlyOneVersioned() throws Exception {
    history(3, "/a@1-2", "/a@2-3", "/a@3", "/b@1");
    ObjectQuery query = ObjectQuery.exact("/a");
    assertThat(get(upTo(1, query))).containsExactly("/a = /a v1");
    assertThat(get(upTo(2, query))).containsExactly("/a = /a v2");
    assertThat(get(upTo(3, query))).containsExactly("/a = /a v3");
  }

  @Test
  @DisplayName("TestGet: seven cases")
  void getSevenCases() throws Exception {
    history(3, "a@1-2", "b@1", "c@2", "d@3");
    assertThat(get(upTo(1, ALL))).containsExactly("a = a v1", "b = b v1");
    assertThat(get(upTo(2, ALL))).containsExactly("b = b v1", "c = c v2");
    assertThat(get(upTo(2, ObjectQuery.prefix("b")))).containsExactly("b = b v1");
    assertThat(get(latest(ALL))).containsExactly("b = b v1", "c = c v2", "d = d v3");
    assertThat(get(latest(ObjectQuery.prefix("c")))).containsExactly("c = c v2");
    assertThat(get(latest(ignoring("", "b")))).containsExactly("c = c v2", "d = d v3");
    assertThat(get(request(OptionalLong.of(1), ABSENT, ignoring("", "a"))))
        .containsExactly("c = c v2", "d = d v3");
  }

  @Test
  @DisplayName("TestGetVersionMissingProject: an error, with and without a version")
  void getVersionMissingProject() {
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> get(upTo(1, ALL)));
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> get(latest(ALL)));
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> get(latest()));
  }

  /** A pack at {@code directory} with files {@code names}, live from version 1. */
  private void pack(String directory, String... names) throws Exception {
    var files = new ArrayList<String>();
    for (String name : names) {
      files.add(directory + name);
      files.add(directory + name + " v1");
    }
    var _ = packRow(P1, directory, 1, ABSENT, packOf(files.toArray(String[]::new)));
  }

  @Test
  @DisplayName("TestGetPackedObjects: the files in the pack")
  void getPackedObjects() throws Exception {
    project(P1, 1, "/a/");
    pack("/a/", "c", "d", "e");
    assertThat(get(latest(ObjectQuery.prefix("/a"))))
        .containsExactly("/a/c = /a/c v1", "/a/d = /a/d v1", "/a/e = /a/e v1");
  }

  @Test
  @DisplayName("TestGetObjectWithinPack: exact query for one of the pack's files")
  void getObjectWithinPack() throws Exception {
    project(P1, 1, "/a/");
    pack("/a/", "b", "c");
    assertThat(get(latest(ObjectQuery.exact("/a/b")))).containsExactly("/a/b = /a/b v1");
  }

  @Test
  @DisplayName("TestGetObjectWithinPatternPack: exact query, two packs")
  void getObjectWithinPatternPack() throws Exception {
    project(P1, 1, "/a/.*/");
    pack("/a/b/", "c", "d");
    pack("/a/e/", "f", "g");
    assertThat(get(latest(ObjectQuery.exact("/a/b/c")))).containsExactly("/a/b/c = /a/b/c v1");
  }

  // Not covered by the reference's tests

  @Test
  void get_withAPrefixInsideAPack_findsItsPart() throws Exception {
    project(P1, 1);
    pack("m/foo/", "lib/a", "lib/b", "lib", "main");
    pack("m/bar/", "lib/a");
    assertThat(get(latest(ObjectQuery.prefix("m/foo/lib/"))))
        .containsExactly("m/foo/lib/a = m/foo/lib/a v1", "m/foo/lib/b = m/foo/lib/b v1");
    assertThat(get(latest(new ObjectQuery("m/foo/l", true, List.of("m/foo/lib/a"), List.of()))))
        .containsExactly("m/foo/lib/b = m/foo/lib/b v1", "m/foo/lib = m/foo/lib v1");
    assertThat(get(latest(new ObjectQuery("m/foo/", true, List.of(), List.of("m/foo/main")))))
        .containsExactly("m/foo/main = m/foo/main v1");
  }

  @Test
  void get_withAPrefixThatCutsAPacksName_findsIt() throws Exception {
    project(P1, 1);
    pack("m/foo/", "a");
    pack("m/fob/", "a");
    assertThat(get(latest(ObjectQuery.prefix("m/fo")))) // oddity 6
        .containsExactly("m/fob/a = m/fob/a v1", "m/foo/a = m/foo/a v1");
    assertThat(get(latest(ObjectQuery.prefix("m/foo")))).containsExactly("m/foo/a = m/foo/a v1");
    assertThat(get(latest(ObjectQuery.exact("m/foo")))).isEmpty();
  }

  @Test
  void get_ofADirectoryAbovePacks_findsIt() throws Exception {
    project(P1, 1, "node_modules/.*/");
    pack("node_modules/x/", "a");
    rows(P1, "node_modules/.lock@1");
    assertThat(get(latest(ObjectQuery.prefix("node_modules/")))) // oddity 5
        .containsExactly(
            "node_modules/.lock = node_modules/.lock v1", "node_modules/x/a = node_modules/x/a v1");
  }

  @Test
  void get_ofAPackWhoseRowHasNoSlash_findsItsFiles() throws Exception {
    history(1, ">pack/a@1");
    String first = "pack/a/1 = pack/a/1 v1";
    String second = "pack/a/2 = pack/a/2 v1";
    assertThat(get(latest(ALL))).containsExactly(first, second);
    assertThat(get(latest(ObjectQuery.exact("pack/a/1")))).containsExactly(first);
    assertThat(get(latest(ObjectQuery.prefix("pack/a/")))).containsExactly(first, second);
  }

  @Test
  void get_ofAPackThatIsOneFileOrLink_findsIt() throws Exception {
    project(P1, 1, "m/.*/", "b/");
    Blob single = packOf(new Entry.Symlink(new ObjectPath("b/"), 0777, "a/"));
    var _ = packRow(P1, "b/", 1, ABSENT, single);
    var _ = packRow(P1, "m/foo/", 1, ABSENT, packOf("m/foo", "a plain file"));

    assertThat(objects(latest(ObjectQuery.exact("b/"))))
        .containsExactly(
            new ListedObject("b/", FileMode.symlink(), 2, false, Optional.of(Blob.utf8("a/"))));
    assertThat(get(latest(ObjectQuery.exact("m/foo")))).containsExactly("m/foo = a plain file");
    assertThat(get(latest(ObjectQuery.prefix("m/")))).containsExactly("m/foo = a plain file");
  }

  @Test
  void get_ofPackedObjects_givesPermissionsAndKindOnly() throws Exception {
    project(P1, 1, "p/");
    var mode = new FileMode((1L << 23) | (1L << 20) | 0751);
    var _ = update(object("p/f", mode, "f"), directory("p/d/"), link("p/l", "f"));
    var _ = update(object("f", mode, "f"));

    assertThat(objects(latest(ALL)))
        .containsExactly(
            new ListedObject("f", mode, 1, false, Optional.of(Blob.utf8("f"))),
            new ListedObject("p/d/", FileMode.directory(0755), 0, false, Optional.of(Blob.EMPTY)),
            new ListedObject("p/f", FileMode.file(0751), 1, false, Optional.of(Blob.utf8("f"))),
            new ListedObject("p/l", FileMode.symlink(), 1, false, Optional.of(Blob.utf8("f"))));
  }

  @Test
  void get_ofARange_tellsOfPacks() throws Exception {
    history(3, ">p/@1-2", ">p/@2", ">q/@1-3");
    assertThat(get(between(1, 3, ALL))).containsExactly("p/1 = p/1 v2", "p/2 = p/2 v2", "q/ gone");
    assertThat(objects(between(1, 3, ObjectQuery.prefix("q"))))
        .containsExactly(new ListedObject("q/", new FileMode(0), 0, true, Optional.empty()));
  }

  @Test
  void get_ofARangeInsideAPack_tellsWhatWentAway() throws Exception {
    project(P1, 3);
    var _ = packRow(P1, "p/", 1, OptionalLong.of(2), packOf("p/a", "1", "p/b", "1", "p/x/c", "1"));
    var _ = packRow(P1, "p/", 2, OptionalLong.of(3), packOf("p/a", "2", "p/x", "2"));

    assertThat(get(between(1, 2, ObjectQuery.exact("p/a")))).containsExactly("p/a = 2");
    assertThat(get(between(1, 2, ObjectQuery.exact("p/b")))).containsExactly("p/b gone");
    assertThat(get(between(1, 2, ObjectQuery.prefix("p/x")))).containsExactly("p/x = 2");
    assertThat(get(between(2, 3, ObjectQuery.exact("p/a")))).containsExactly("p/a gone");
    assertThat(get(between(1, 3, ObjectQuery.prefix("p/x/")))).containsExactly("p/x/c gone");
    assertThat(get(between(0, 3, ObjectQuery.exact("p/a")))).isEmpty();
    assertThat(get(between(1, 1, ObjectQuery.exact("p/a")))).isEmpty();
  }

  @Test
  void get_withSeveralQueries_answersEachInTurn() throws Exception {
    history(1, "a@1", "b@1", "c@1");
    assertThat(get(latest(ObjectQuery.exact("c"), ObjectQuery.exact("a"), ALL)))
        .containsExactly("c = c v1", "a = a v1", "a = a v1", "b = b v1", "c = c v1");
  }

  @Test
  void get_withSeveralSubpaths_matchesAny() throws Exception {
    history(1, "x/a@1", "x/b@1", "x/c@1");
    assertThat(
            get(latest(new ObjectQuery("x", true, List.of(), List.of("x/a", "x/c"))))) // oddity 2
        .containsExactly("x/a = x/a v1", "x/c = x/c v1");
  }

  @Test
  void get_withWildcards_takesThemAsTheyAre() throws Exception {
    history(1, "a_b@1", "axb@1");
    assertThat(get(latest(ObjectQuery.prefix("a_")))).containsExactly("a_b = a_b v1"); // oddity 4
    assertThat(get(latest(ObjectQuery.prefix("%")))).isEmpty();
  }

  @Test
  void get_ofARangeWithAPrefix_tellsNothingOfOutside() throws Exception {
    history(2, "a/x@1-2", "b/x@1-2", "b/y@1-2", "b/y@2");
    assertThat(get(between(1, 2, ObjectQuery.prefix("a")))).containsExactly("a/x gone");
  }

  @Test
  void get_toAboveTheLatest_echoesTheLatest() throws Exception {
    history(2, "a@1", "b@2");
    assertThat(versions(upTo(99, ALL))).containsExactly(2L, 2L); // oddity 10
    assertThat(versions(latest(ALL))).containsExactly(2L, 2L);
    assertThat(versions(upTo(1, ALL))).containsExactly(1L);
  }

  @Test
  void get_withABadQuery_sendsNothingOfTheGoodOnes() throws Exception {
    history(1, "a@1");
    var objects = new ArrayList<ListedObject>();
    ReadRequest request =
        latest(ObjectQuery.exact("a"), new ObjectQuery("a", true, List.of("b"), List.of()));
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> reads().get(ADMIN, request, (_, object) -> objects.add(object)));
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> get(latest(new ObjectQuery("a", false, List.of("a/b"), List.of()))));
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> get(latest(ObjectQuery.prefix("a\0"))));
    assertThat(objects).isEmpty(); // wire.md oddity 3
  }

  @Test
  void get_ofAMissingContent_isCorrupt() throws Exception {
    history(1, "a@1", ">p/@1");
    seeds().removeContent(ContentHash.of(Blob.utf8("a v1")));
    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> get(latest(ObjectQuery.exact("a"))))
        .withMessageContaining("'a'"); // I25
    seeds().removeContent(ContentHash.of(packOf("p/1", "p/1 v1", "p/2", "p/2 v1")));
    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> get(latest(ObjectQuery.exact("p/1"))))
        .withMessageContaining("'p/'");
  }

  @Test
  void get_ofADamagedContent_isCorrupt() throws Exception {
    history(1, "a@1", "b@1", ">p/@1");
    seeds().insertContent(ContentHash.of(Blob.utf8("a v1")), Blob.utf8("damage"));
    seeds().insertContent(ContentHash.of(Blob.utf8("b v1")), codec.compress(Blob.utf8("other")));
    seeds()
        .insertContent(
            ContentHash.of(packOf("p/1", "p/1 v1", "p/2", "p/2 v1")), packOf("p/1", "other"));
    for (String path : List.of("a", "b", "p/1")) {
      assertThatExceptionOfType(Corrupt.class)
          .isThrownBy(() -> get(latest(ObjectQuery.exact(path))));
    }
  }

  @Test
  void get_ofAPlainContentAndAPackUnderOneHash_readsBoth() throws Exception {
    Blob packed = packOf("p/1", "one");
    ContentHash hash = ContentHash.of(packed);
    project(P1, 1);
    var _ = packRow(P1, "p/", 1, ABSENT, packed);
    seeds()
        .insertRow(
            new StoredRow(P1, 1, ABSENT, "f", FileMode.file(0644), packed.length(), false, hash));
    for (Blob stored : List.of(packed, codec.compress(packed))) {
      seeds().insertContent(hash, stored); // formats.md oddity 1
      assertThat(objects(latest(ObjectQuery.exact("f"))).getFirst().content()).contains(packed);
      assertThat(get(latest(ObjectQuery.exact("p/1")))).containsExactly("p/1 = one");
    }
  }

  @Test
  void get_ofAContentWhoseSizeIsALie_readsAllOfIt() throws Exception {
    String text = "x".repeat(300_000);
    project(P1, 1);
    ContentHash hash = plainContent(text);
    long[] sizes = {0, 1, -7, Long.MAX_VALUE, text.length()};
    for (int i = 0; i < sizes.length; i++) {
      seeds()
          .insertRow(
              new StoredRow(P1, 1, ABSENT, "f" + i, FileMode.file(0644), sizes[i], false, hash));
    }
    assertThat(objects(latest(ALL)))
        .extracting(ListedObject::size)
        .containsExactly(0L, 1L, -7L, Long.MAX_VALUE, 300_000L);
    assertThat(objects(latest(ALL)))
        .allSatisfy(object -> assertThat(object.content()).contains(Blob.utf8(text)));
  }

  @Test
  void get_ofAPathThatR8Refuses_sendsItAsItIs() throws Exception {
    history(1, "../x@1", "a//b@1");
    assertThat(get(latest(ALL))).containsExactly("../x = ../x v1", "a//b = a//b v1");
  }

  @Test
  void get_ofManyObjects_bringsThemAll() throws Exception {
    project(P1, 1);
    for (int i = 1000; i < 1450; i++) {
      rows(P1, "f" + i + "@1");
    }
    assertThat(get(latest(ALL))).hasSize(450).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void get_forANegativeProject_works() throws Exception {
    var project = new ProjectId(-1);
    project(project, 1);
    rows(project, "a@1");
    project(P1, 1);
    rows(P1, "b@1");
    var request = new ReadRequest(project, ABSENT, ABSENT, List.of(ALL));
    assertThat(get(request)).containsExactly("a = a v1");
    assertThatExceptionOfType(PermissionDenied.class)
        .isThrownBy(
            () -> reads().get(new Role.Project(project), latest(ALL), (_, _) -> {})); // oddity 17
  }

  @Test
  void get_withoutTheRole_isDenied() throws Exception {
    history(1, "a@1");
    var other = new Role.Project(P2);
    for (Role role : List.of(READER, other)) {
      assertThatExceptionOfType(PermissionDenied.class)
          .isThrownBy(() -> reads().get(role, latest(ALL), (_, _) -> {}));
    }
    var seen = new ArrayList<ListedObject>();
    reads().get(OWNER, latest(ALL), (_, object) -> seen.add(object));
    assertThat(seen).hasSize(1);
  }

  @Test
  void get_whoseSinkFails_failsWithIt() throws Exception {
    history(1, "a@1", "b@1");
    assertThatExceptionOfType(Aborted.class)
        .isThrownBy(
            () ->
                reads()
                    .get(
                        ADMIN,
                        latest(ALL),
                        (_, _) -> {
                          throw new Aborted("no more");
                        }))
        .withMessage("no more");
  }
}
