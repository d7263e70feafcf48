package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.ObjectRow;
import dev.dateilager.domain.catalog.ObjectRows;
import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.VersionRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the reading half of a {@code CatalogStore} must hold to (semantics.md §2, §4.1, §4.2). */
public abstract class ObjectRowsContract extends CatalogFixture {
  /**
   * A history and what a range of it lists.
   *
   * @param what happened
   * @param rows the history
   * @param expected all of the answer, in order
   */
  record Case(String what, List<String> rows, long from, long to, List<String> expected) {
    @Override
    public String toString() {
      return "%s: %s (%d to %d)".formatted(what, rows, from, to);
    }
  }

  private static Case range(
      String what, long from, long to, List<String> rows, String... expected) {
    return new Case(what, rows, from, to, List.of(expected));
  }

  static Stream<Case> histories() {
    return Stream.of(
        range("changed file", 1, 2, List.of("a@1-2", "a@2"), "a = a v2"),
        range("unchanged file", 1, 2, List.of("a@1")),
        range("new file", 1, 2, List.of("a@2"), "a = a v2"),
        range("deleted", 1, 2, List.of("a@1-2"), "a gone"),
        range("deleted in the range's first version only", 2, 3, List.of("a@1-2")),
        range("created and deleted inside", 1, 3, List.of("a@2-3")),
        range("deleted and created again inside", 1, 3, List.of("a@1-2", "a@3"), "a = a v3"),
        range("deleted inside, created after it", 2, 4, List.of("a@1-3", "a@5"), "a gone"),
        range("changed after the range", 1, 2, List.of("a@1-3", "a@3")),
        range(
            "file becomes directory",
            1,
            2,
            List.of("foo@1-2", "foo/bar@2"),
            "foo/bar = foo/bar v2"),
        range(
            "directory becomes file (oddity 3)",
            1,
            2,
            List.of("foo/bar@1-2", "foo@2"),
            "foo = foo v2"),
        range(
            "directory becomes file, below is not stopped",
            1,
            2,
            List.of("foo/bar@1", "foo@2"),
            "foo = foo v2"),
        range(
            "deep directory becomes file",
            1,
            2,
            List.of("f/a/b@1-2", "f/c@1-2", "f@2"),
            "f = f v2"),
        range(
            "only what is below",
            1,
            2,
            List.of("foobar@1-2", "foo@2"),
            "foo = foo v2",
            "foobar gone"),
        range("empty directory gets a file", 1, 2, List.of("e/@1-2", "e/x@2"), "e/x = e/x v2"),
        range("empty directory gets a directory", 1, 2, List.of("e/@1-2", "e/x/@2"), "e/x/ = "),
        range(
            "last file goes, directory comes",
            1,
            2,
            List.of("e/x@1-2", "e/@2"),
            "e/ = ",
            "e/x gone"),
        range("empty directory goes", 1, 2, List.of("e/@1-2"), "e/ gone"),
        range("empty directory becomes file", 1, 2, List.of("e/@1-2", "e@2"), "e = e v2"),
        range(
            "empty directory and a file of like name",
            1,
            2,
            List.of("a/@1-2", "abc@2"),
            "abc = abc v2",
            "a/ gone"),
        range("pack changed", 1, 2, List.of(">p/@1-2", ">p/@2"), ">p/ = p/ v2"),
        range("pack emptied", 1, 2, List.of(">p/@1-2"), ">p/ gone"),
        range(
            "pack written without slash changed",
            1,
            2,
            List.of(">p/a@1-2", ">p/a@2"),
            ">p/a = p/a v2"),
        range("pack row gets its slash", 1, 2, List.of(">p/a@1-2", ">p/a/@2"), ">p/a/ = p/a/ v2"),
        range("last file of a directory", 1, 2, List.of("d/a@1-2", "b@1"), "d/a gone"),
        range(
            "sorted, updated ones first",
            1,
            2,
            List.of("c@2", "a@2", "b@1-2", "Z@1-2"),
            "a = a v2",
            "c = c v2",
            "Z gone",
            "b gone"),
        range(
            "from nothing, no removals",
            0,
            2,
            List.of("a@1-2", "b@1", "c@2"),
            "b = b v1",
            "c = c v2"),
        range(
            "from a negative version, removals of older rows only",
            -5,
            2,
            List.of("a@1-2", "b@2", "c@-7-1"),
            "b = b v2",
            "c gone"),
        range("to an earlier version", 0, 1, List.of("a@1-2", "a@2", "b@2"), "a = a v1"),
        range("to version 0", 0, 0, List.of("a@1")),
        range("from above to", 3, 2, List.of("a@1-2", "b@2")),
        range("from is to", 2, 2, List.of("a@1-2", "b@2")),
        range("to above the latest", 0, 99, List.of("a@1-2", "b@2"), "b = b v2"));
  }

  @ParameterizedTest
  @MethodSource("histories")
  void rows_ofARange(Case history) throws Exception {
    project(P1, 5);
    for (String row : history.rows()) {
      rows(P1, row);
    }

    assertThat(listing(history.from(), history.to(), ALL)).isEqualTo(history.expected());
  }

  @Test
  void rows_ofAnUnknownProject_areNone() throws Exception {
    assertThat(listing(0, 1, ALL)).isEmpty();
  }

  @Test
  void rows_ofOtherProjects_doNotShow() throws Exception {
    history(1, "a@1");
    project(P2, 1);
    rows(P2, "b@1");

    assertThat(listing(0, 1, ALL)).containsExactly("a = a v1");
  }

  @Test
  void rows_areSortedByBytes() throws Exception {
    var paths =
        new ArrayList<>(
            List.of("a", "a-b", "a/b", "aB", "ab", "aé", "a\uFFFD", "a😀", "b", "B", "_"));
    Collections.shuffle(paths, new Random(7));
    project(P1, 1);
    for (String path : paths) {
      rows(P1, path + "@1");
    }
    List<String> sorted =
        paths.stream()
            .sorted(ObjectPath::compareUtf8)
            .map(path -> path + " = " + path + " v1")
            .toList();

    assertThat(listing(0, 1, ALL)).isEqualTo(sorted);
  }

  // Paths, ignores, subpaths

  @Test
  void rows_ofAPrefix_areBoundToNoComponent() throws Exception {
    history(1, "a@1", "a/b@1", "ab@1", "b/a@1");

    assertThat(listing(0, 1, ObjectQuery.prefix("a")))
        .containsExactly("a = a v1", "a/b = a/b v1", "ab = ab v1");
    assertThat(listing(0, 1, ObjectQuery.exact("a"))).containsExactly("a = a v1");
    assertThat(listing(0, 1, ObjectQuery.exact("a/"))).isEmpty();
    assertThat(listing(0, 1, ObjectQuery.exact(""))).isEmpty();
  }

  @Test
  void rows_ofAPrefixWithWildcards_takeThemAsTheyAre() throws Exception {
    history(1, "a_b@1", "axb@1", "100%@1", "100x@1", "back\\slash@1", "backslash@1", "q'q@1");

    assertThat(listing(0, 1, ObjectQuery.prefix("a_"))).containsExactly("a_b = a_b v1");
    assertThat(listing(0, 1, ObjectQuery.prefix("100%"))).containsExactly("100% = 100% v1");
    assertThat(listing(0, 1, ObjectQuery.prefix("%"))).isEmpty();
    assertThat(listing(0, 1, ObjectQuery.prefix("back\\")))
        .containsExactly("back\\slash = back\\slash v1");
    assertThat(listing(0, 1, ObjectQuery.exact("a_b"))).containsExactly("a_b = a_b v1");
    assertThat(listing(0, 1, ObjectQuery.prefix("q'"))).containsExactly("q'q = q'q v1");
    assertThat(listing(0, 1, new ObjectQuery("", true, List.of("a_", "10", "back"), List.of())))
        .containsExactly("axb = axb v1", "q'q = q'q v1");
    assertThat(listing(0, 1, new ObjectQuery("", true, List.of(), List.of("a_", "%"))))
        .containsExactly("a_b = a_b v1");
  }

  @Test
  void rows_removedOutsideThePrefix_doNotShow() throws Exception {
    history(2, "a/x@1-2", "b/x@1-2", "b/y@1-2", "b/y@2");

    assertThat(listing(1, 2, ObjectQuery.prefix("a"))).containsExactly("a/x gone"); // oddity 1
    assertThat(listing(1, 2, ObjectQuery.exact("b/x"))).containsExactly("b/x gone");
    assertThat(listing(1, 2, ObjectQuery.exact("b/y"))).containsExactly("b/y = b/y v2");
  }

  @Test
  void rows_thatAreIgnored_showInNeitherHalf() throws Exception {
    history(2, "/a/b@2", "/a/e@2", "/a/i@1-2", "/a/k@1-2");
    var query = new ObjectQuery("/a", true, List.of("/a/b", "/a/i"), List.of());

    assertThat(listing(1, 2, query)).containsExactly("/a/e = /a/e v2", "/a/k gone");
    assertThat(listing(0, 2, query)).containsExactly("/a/e = /a/e v2");
  }

  @Test
  void rows_ofSeveralSubpaths_matchAny() throws Exception {
    history(2, "x/a@2", "x/b@2", "x/c@2", "x/d@1-2", "x/e@1-2", "y/a@2");
    var query = new ObjectQuery("x/", true, List.of("x/b"), List.of("x/a", "x/b", "x/d", "y/"));

    assertThat(listing(1, 2, query)).containsExactly("x/a = x/a v2", "x/d gone"); // oddity 2
  }

  // Packs around the path

  private List<String> around(long from, long to, ObjectQuery query) throws Exception {
    return listing(new RowQuery(P1, new VersionRange(from, to), query, true));
  }

  @Test
  void rows_insideAPack_findItIfAsked() throws Exception {
    history(1, ">m/foo/@1", ">m/bar@1", "m/foo/lib@1", "m/x@1");
    String pack = ">m/foo/ = m/foo/ v1";

    assertThat(listing(0, 1, ObjectQuery.prefix("m/foo/lib/a"))).isEmpty();
    assertThat(around(0, 1, ObjectQuery.prefix("m/foo/lib/a"))).containsExactly(pack);
    assertThat(around(0, 1, ObjectQuery.exact("m/foo/lib/a"))).containsExactly(pack);
    assertThat(around(0, 1, ObjectQuery.exact("m/foo"))).containsExactly(pack);
    assertThat(around(0, 1, ObjectQuery.exact("m/foo/"))).containsExactly(pack);
    assertThat(around(0, 1, ObjectQuery.prefix("m/foo/")))
        .containsExactly(pack, "m/foo/lib = m/foo/lib v1");
    assertThat(around(0, 1, ObjectQuery.exact("m/bar/1"))).containsExactly(">m/bar = m/bar v1");
    assertThat(around(0, 1, ObjectQuery.prefix("m/bar/"))).containsExactly(">m/bar = m/bar v1");
    assertThat(around(0, 1, ObjectQuery.exact("m/fo"))).isEmpty();
    assertThat(around(0, 1, ObjectQuery.exact("m/foot"))).isEmpty();
    assertThat(around(0, 1, ObjectQuery.exact("m/x/y"))).isEmpty(); // a plain row is no pack
    assertThat(around(0, 1, ObjectQuery.prefix("m/fo")))
        .containsExactly(pack, "m/foo/lib = m/foo/lib v1");
  }

  @Test
  void rows_insideAPack_areNotFilteredByIgnoresAndSubpaths() throws Exception {
    history(1, ">p/@1");

    assertThat(around(0, 1, new ObjectQuery("p/1", true, List.of("p/1/x"), List.of("p/1/y"))))
        .containsExactly(">p/ = p/ v1");
    assertThat(around(0, 1, new ObjectQuery("", true, List.of("p/"), List.of()))).isEmpty();
  }

  @Test
  void rows_insideAPack_tellOfItsChangeAndRemoval() throws Exception {
    history(3, ">p/@1-2", ">p/@2-3");

    assertThat(around(1, 2, ObjectQuery.prefix("p/1"))).containsExactly(">p/ = p/ v2");
    assertThat(around(2, 3, ObjectQuery.prefix("p/1"))).containsExactly(">p/ gone");
    assertThat(around(1, 3, ObjectQuery.exact("p/1/x"))).containsExactly(">p/ gone");
  }

  // The rows themselves

  @Test
  void rows_comeAsTheyAreStored() throws Exception {
    history(2, ">p/@1");
    ContentHash hash = plainContent("x");
    var mode = new FileMode(FileMode.SYMLINK | (1L << 23) | 0777);
    for (String path : List.of("", "../x", "/abs", "a//b", "end/.", " ")) {
      seeds().insertRow(new StoredRow(P1, 1, OptionalLong.empty(), path, mode, 77, false, hash));
    }
    try (CatalogSnapshot snapshot = store().snapshot()) {
      List<ObjectRow> found = found(snapshot, new RowQuery(P1, new VersionRange(0, 2), ALL, true));

      assertThat(found.stream().map(ObjectRow::path))
          .containsExactly("", " ", "../x", "/abs", "a//b", "end/.", "p/");
      ObjectRow plain = found.getFirst();
      assertThat(plain.mode()).isEqualTo(mode);
      assertThat(plain.size()).isEqualTo(77);
      assertThat(plain.packed()).isFalse();
      assertThat(plain.hash()).contains(hash);
      assertThat(plain.storedBytes()).hasValue(codec.compress(Blob.utf8("x")).length());
      ObjectRow pack = found.getLast();
      assertThat(pack.packed()).isTrue();
      assertThat(pack.mode()).isEqualTo(new FileMode(0));
      assertThat(pack.storedBytes()).hasValue(pack.size());
    }
  }

  @Test
  void rows_thatWereRemoved_keepModeAndKind() throws Exception {
    history(2, "d/@1-2", ">p/@1-2");
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(found(snapshot, new RowQuery(P1, new VersionRange(1, 2), ALL, false)))
          .containsExactly(
              ObjectRow.removed("d/", FileMode.directory(0755), false),
              ObjectRow.removed("p/", new FileMode(0), true));
    }
  }

  @Test
  void rows_whoseContentIsMissing_haveNoLength() throws Exception {
    history(1, "a@1");
    seeds().removeContent(ContentHash.of(Blob.utf8("a v1")));
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(found(snapshot, new RowQuery(P1, new VersionRange(0, 1), ALL, false)))
          .extracting(ObjectRow::storedBytes)
          .containsExactly(OptionalLong.empty());
    }
  }

  @Test
  void rows_inLargeNumbers_comeWholeAndInOrder() throws Exception {
    project(P1, 1);
    ContentHash hash = plainContent("same");
    var paths = new ArrayList<String>();
    for (int i = 0; i < 2500; i++) {
      String path = "d%d/f%05d".formatted(i % 7, i);
      paths.add(path);
      seeds()
          .insertRow(
              new StoredRow(
                  P1, 1, OptionalLong.empty(), path, FileMode.file(0644), 4, false, hash));
    }
    paths.sort(ObjectPath::compareUtf8);
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(
              found(snapshot, new RowQuery(P1, new VersionRange(0, 1), ALL, false)).stream()
                  .map(ObjectRow::path))
          .isEqualTo(paths);
    }
  }

  @Test
  void rows_beingPulled_leaveRoomForContents() throws Exception {
    history(1, "a@1", "b@1", "c@1");
    try (CatalogSnapshot snapshot = store().snapshot();
        ObjectRows rows = snapshot.rows(new RowQuery(P1, new VersionRange(0, 1), ALL, false))) {
      var seen = new ArrayList<Blob>();
      for (Optional<ObjectRow> next = rows.next(); next.isPresent(); next = rows.next()) {
        ContentHash hash = next.get().hash().orElseThrow();
        for (Blob stored : snapshot.contents(List.of(hash)).values()) {
          seen.add(codec.decompress(stored, 100));
        }
        assertThat(snapshot.project(P1).latestVersion()).isEqualTo(1);
      }
      assertThat(seen).containsExactly(Blob.utf8("a v1"), Blob.utf8("b v1"), Blob.utf8("c v1"));
      assertThat(rows.next()).isEmpty();
    }
  }

  @Test
  void rows_closedEarly_leaveTheSnapshotUsable() throws Exception {
    history(1, "a@1", "b@1");
    var all = new RowQuery(P1, new VersionRange(0, 1), ALL, false);
    try (CatalogSnapshot snapshot = store().snapshot()) {
      try (ObjectRows rows = snapshot.rows(all)) {
        assertThat(rows.next()).isPresent();
      }
      assertThat(found(snapshot, all)).hasSize(2);
    }
  }

  // The snapshot

  @Test
  void project_tellsWhatIsStored() throws Exception {
    project(P1, 7, "b/", "a/");
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.project(P1).id()).isEqualTo(P1);
      assertThat(snapshot.project(P1).latestVersion()).isEqualTo(7);
      assertThat(snapshot.project(P1).packPatterns()).containsExactly("b/", "a/");
      assertThatExceptionOfType(NotFound.class)
          .isThrownBy(() -> snapshot.project(P2))
          .withMessageContaining("2");
    }
  }

  @Test
  void contents_giveWhatIsThere() throws Exception {
    ContentHash here = plainContent("here");
    ContentHash empty = plainContent("");
    ContentHash missing = ContentHash.of(Blob.utf8("missing"));
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.contents(List.of(here, empty, missing)))
          .isEqualTo(Map.of(here, codec.compress(Blob.utf8("here")), empty, Blob.EMPTY));
      assertThat(snapshot.contents(List.of())).isEmpty();
      assertThat(snapshot.storedBytes(List.of(here, empty, missing)))
          .isEqualTo(Map.of(here, (long) codec.compress(Blob.utf8("here")).length(), empty, 0L));
    }
  }

  @Test
  void snapshot_doesNotShowWhatIsCommittedMeanwhile() throws Exception {
    history(1, "a@1", ">p/@1");
    var all = new RowQuery(P1, new VersionRange(0, 99), ALL, false);
    try (CatalogSnapshot before = store().snapshot()) {
      assertThat(before.project(P1).latestVersion()).isEqualTo(1); // the view is taken by now
      try (UpdateDraft draft = store().draft(P1)) {
        draft.delete(new ObjectPath("a"));
        assertThat(draft.commit()).isEqualTo(new UpdateDraft.Outcome.Committed(2));
      }
      store().createCache("", 10, Long.MAX_VALUE);
      store().createProject(P2, List.of(), Optional.empty());

      assertThat(before.project(P1).latestVersion()).isEqualTo(1);
      assertThat(listing(before, all)).containsExactly("a = a v1", ">p/ = p/ v1");
      assertThat(before.caches()).isEmpty();
      assertThat(before.cache(Optional.empty())).isEmpty();
      assertThatExceptionOfType(NotFound.class).isThrownBy(() -> before.project(P2));
    }
    assertThat(live(P1)).containsExactly(">p/ = p/ v1");
    assertThat(latest(P1)).isEqualTo(2);
  }
}
