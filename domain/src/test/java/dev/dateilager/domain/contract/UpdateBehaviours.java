package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.ObjectUpdate;
import dev.dateilager.domain.catalog.UpdateSession;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How {@code Update} behaves (behaviours.md "Update (server)", semantics.md §6, I24). */
public abstract class UpdateBehaviours extends GetCompressBehaviours {
  @Test
  @DisplayName("TestUpdate: one of two objects, version 2")
  void updateOne() throws Exception {
    history(1, "/a@1", "/b@1");
    assertThat(update(file("/a", "/a v2"))).isEqualTo(2);
    assertThat(get(latest(ALL))).containsExactly("/a = /a v2", "/b = /b v1");
  }

  @Test
  @DisplayName("TestEmptyUpdate: no messages, -1, nothing changed")
  void updateEmpty() throws Exception {
    history(1, "/a@1");
    assertThat(update()).isEqualTo(-1);
    assertThat(latest(P1)).isEqualTo(1);
  }

  @Test
  @DisplayName("TestIdenticalUpdate: same content and mode, no new version")
  void updateIdentical() throws Exception {
    history(1, "/a@1");
    assertThat(update(file("/a", "/a v1"))).isEqualTo(1);
    assertThat(get(latest(ALL))).containsExactly("/a = /a v1");
  }

  /** Project 1 at version 1 with pattern and pack {@code /a/}, which holds these files. */
  private ContentHash packedProject(String... pathsAndTexts) throws Exception {
    project(P1, 1, "/a/");
    return packRow(P1, "/a/", 1, ABSENT, packOf(pathsAndTexts));
  }

  @Test
  @DisplayName("TestUpdatePackedObject: one of the pack's files, version 2")
  void updatePackedObject() throws Exception {
    var _ = packedProject("/a/c", "c v1", "/a/d", "d v1");
    assertThat(update(file("/a/c", "c v2"))).isEqualTo(2);
    assertThat(get(latest(ObjectQuery.exact("/a/c")))).containsExactly("/a/c = c v2");
    assertThat(get(latest(ALL))).containsExactly("/a/c = c v2", "/a/d = d v1");
  }

  @Test
  @DisplayName("TestEmptyUpdatePackedObject: no messages, -1, pack unchanged")
  void updateEmptyPackedObject() throws Exception {
    var _ = packedProject("/a/c", "c v1", "/a/d", "d v1");
    assertThat(update()).isEqualTo(-1);
    assertThat(live(P1)).containsExactly(">/a/ = /a/ v1");
  }

  @Test
  @DisplayName("TestIdenticalUpdatePackedObject: both files as they are, no new version")
  void updateIdenticalPackedObject() throws Exception {
    var _ = packedProject("/a/c", "c v1", "/a/d", "d v1");
    assertThat(update(file("/a/c", "c v1"), file("/a/d", "d v1"))).isEqualTo(1);
    assertThat(live(P1)).containsExactly(">/a/ = /a/ v1");
  }

  @Test
  @DisplayName("TestUpdateDeletePackedObject: the pack's only file goes")
  void updateDeletePackedObject() throws Exception {
    var _ = packedProject("/a/c", "c v1");
    assertThat(update(gone("/a/c"))).isEqualTo(2);
    assertThat(get(latest(ObjectQuery.exact("/a/c")))).isEmpty();
    assertThat(live(P1)).isEmpty();
    assertThat(parts(between(1, 2, ALL)))
        .extracting(Part::packPath)
        .containsExactly(Optional.of("/a/"));
  }

  @Test
  @DisplayName("TestUpdateWithNewPatternPackedObject: a pack comes to be")
  void updateWithNewPatternPackedObject() throws Exception {
    project(P1, 1, "/a/.*/");
    assertThat(update(file("/a/b/c", "c v2"))).isEqualTo(2);
    assertThat(get(latest(ObjectQuery.exact("/a/b/c")))).containsExactly("/a/b/c = c v2");
    assertThat(parts(latest(ALL))).extracting(Part::packPath).containsExactly(Optional.of("/a/b/"));
  }

  @Test
  @DisplayName("TestUpdateWithExistingPatternPackedObject: the pack's file changes")
  void updateWithExistingPatternPackedObject() throws Exception {
    project(P1, 1, "/a/.*/");
    var _ = packRow(P1, "/a/b/", 1, ABSENT, packOf("/a/b/c", "c v1"));
    assertThat(update(file("/a/b/c", "c v2"))).isEqualTo(2);
    assertThat(get(latest(ObjectQuery.exact("/a/b/c")))).containsExactly("/a/b/c = c v2");
  }

  // Not covered by the reference's tests: whose project, which role

  @Test
  void update_byTheProjectsOwnToken_works() throws Exception {
    history(0);
    try (UpdateSession session = updates().begin(OWNER)) {
      session.accept(P1, file("a", "a"));
      assertThat(session.finish()).isEqualTo(1);
    }
  }

  @Test
  void update_withoutTheRole_isDenied() {
    assertThatExceptionOfType(PermissionDenied.class).isThrownBy(() -> updates().begin(READER));
  }

  @Test
  void update_ofAnotherProjectThanTheTokens_isInvalid() throws Exception {
    history(0);
    project(P2, 0);
    try (UpdateSession session = updates().begin(OWNER)) {
      assertThatExceptionOfType(InvalidArgument.class)
          .isThrownBy(() -> session.accept(P2, file("a", "a")));
    }
    var negative = new ProjectId(-1);
    try (UpdateSession session = updates().begin(new Role.Project(negative))) {
      assertThatExceptionOfType(InvalidArgument.class) // oddity 17
          .isThrownBy(() -> session.accept(P1, file("a", "a")));
    }
    assertThat(live(P2)).isEmpty();
  }

  @Test
  void update_ofTwoProjects_isInvalidAndChangesNothing() throws Exception {
    history(0);
    project(P2, 0);
    try (UpdateSession session = updates().begin(ADMIN)) {
      session.accept(P1, file("a", "a"));
      assertThatExceptionOfType(InvalidArgument.class)
          .isThrownBy(() -> session.accept(P2, file("b", "b")));
    }
    assertThat(live(P1)).isEmpty();
    assertThat(live(P2)).isEmpty();
  }

  @Test
  void update_ofAMissingProject_isNotFound() {
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> update(file("a", "a")));
  }

  // Which objects

  static Stream<ObjectUpdate> refused() {
    return Stream.of(
        file("", "x"),
        file("/", "x"),
        file(".", "x"),
        file("..", "x"),
        file("a/../b", "x"),
        file("a/./b", "x"),
        file("a//b", "x"),
        file("nul\0", "x"),
        file("\ud800", "x"),
        file("c".repeat(256), "x"),
        file("dir/", "x"),
        file(".dl", "x"),
        file(".dl/version", "x"),
        file("/.dl/version", "x"),
        directory(".dl/"),
        gone(".dl/version"),
        gone(""),
        gone("a/../b"),
        file(longPath(2601), "x"),
        gone(longPath(2601)),
        link("l", ""),
        link("l", "t".repeat(4096)),
        link("l", "nul\0"),
        link("l/", "target"),
        new ObjectUpdate("l", FileMode.symlink(), 0, false, Optional.empty()),
        new ObjectUpdate(
            "l", FileMode.symlink(), 1, false, Optional.of(Blob.copyOf(new byte[] {(byte) 0xff}))));
  }

  private static String longPath(int bytes) {
    String components = ("c".repeat(99) + "/").repeat(25);
    return components + "d".repeat(bytes - components.length());
  }

  @ParameterizedTest
  @MethodSource("refused")
  void update_ofAnObjectThatBreaksARule_isInvalidAndChangesNothing(ObjectUpdate object)
      throws Exception {
    history(0);
    try (UpdateSession session = updates().begin(ADMIN)) {
      session.accept(P1, file("good", "good"));
      assertThatExceptionOfType(InvalidArgument.class).isThrownBy(() -> session.accept(P1, object));
    }
    assertThat(live(P1)).isEmpty();
  }

  @Test
  void update_ofObjectsAtTheLimit_works() throws Exception {
    history(0);
    assertThat(
            update(
                file("c".repeat(255), "x"),
                file(longPath(2600 - 1) + "e", "x"),
                link("l", "t".repeat(4095)),
                file(".dlx", "x"),
                file("a/.dl/x", "x"),
                file("back\\slash\n", "x"),
                file("grüße/😀", "x"),
                new ObjectUpdate("absent", FileMode.file(0644), 7, false, Optional.empty())))
        .isEqualTo(1);
    assertThat(live(P1)).hasSize(8);
    assertThat(get(latest(ObjectQuery.exact("absent")))).containsExactly("absent = ");
  }

  @Test
  void update_ofAPackPathOverTheLimit_isInvalid() throws Exception {
    project(P1, 0, "e/$");
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> update(file(longPath(2599) + "e", "x")));
    assertThat(update(file(longPath(2598) + "e", "x"))).isEqualTo(1);
  }

  @Test
  void update_keepsModeAndSizeAsSent() throws Exception {
    history(0);
    var mode = new FileMode((1L << 23) | 0755);
    assertThat(update(new ObjectUpdate("a", mode, 1, false, Optional.of(Blob.utf8("four")))))
        .isEqualTo(1);
    assertThat(objects(latest(ALL)).getFirst().mode()).isEqualTo(mode);
    assertThat(objects(latest(ALL)).getFirst().size()).isEqualTo(1); // not compared (wire.md §4)
  }

  @Test
  void update_ofAModeAlone_makesAVersion() throws Exception {
    project(P1, 0, "p/");
    assertThat(update(file("a", "a"), file("p/a", "a"))).isEqualTo(1);
    assertThat(update(object("a", FileMode.file(0644), "a"))).isEqualTo(2);
    assertThat(update(object("p/a", FileMode.file(0644), "a"))).isEqualTo(3);
    assertThat(objects(latest(ALL)))
        .allSatisfy(object -> assertThat(object.mode()).isEqualTo(FileMode.file(0644)));
  }

  @Test
  void update_sayingTwoThingsOfAPath_lastWordWins() throws Exception {
    project(P1, 0, "p/");
    assertThat(update(file("a", "1"), file("a", "2"), file("p/a", "1"), file("p/a", "2")))
        .isEqualTo(1); // oddity 7
    assertThat(get(latest(ALL))).containsExactly("a = 2", "p/a = 2");
    assertThat(update(gone("a"), file("a", "3"), gone("p/a"), file("p/a", "3"))).isEqualTo(2);
    assertThat(get(latest(ALL))).containsExactly("a = 3", "p/a = 3");
    assertThat(update(file("a", "4"), gone("a"), file("p/a", "4"), gone("p/a"))).isEqualTo(3);
    assertThat(get(latest(ALL))).isEmpty(); // oddity 8
  }

  @Test
  void update_ofTheEmptyDirectoryOfPacks_makesNoPack() throws Exception {
    project(P1, 0, "node_modules/.*/");
    assertThat(update(directory("node_modules/"))).isEqualTo(1);
    assertThat(live(P1)).containsExactly("node_modules/ = "); // oddity 5
  }

  @Test
  void update_thatFailed_canBeSentAgain() throws Exception {
    history(1, "a@1");
    try (UpdateSession session = updates().begin(ADMIN)) {
      session.accept(P1, file("b", "b"));
      session.accept(P1, gone("a"));
    }
    assertThat(live(P1)).containsExactly("a = a v1");
    assertThat(update(file("b", "b"), gone("a"))).isEqualTo(2);
    assertThat(get(latest(ALL))).containsExactly("b = b");
    assertThat(update(file("b", "b"))).isEqualTo(2); // the outcome was unknown: same result
  }

  // Packs

  @Test
  void update_ofAPack_keepsItsOrderAndAppendsInByteOrder() throws Exception {
    var _ = packedProject("/a/m", "m", "/a/z", "z", "/a/k", "k", "/a/x", "x");
    assertThat(
            update(
                file("/a/😀", "new"),
                file("/a/\uFFFD", "new"),
                file("/a/b", "new"),
                gone("/a/k"),
                gone("/a/never"),
                file("/a/z", "z v2")))
        .isEqualTo(2);
    assertThat(parts(latest(ALL)).getFirst().entries())
        .containsExactly(
            "/a/m = m", "/a/z = z v2", "/a/x = x", "/a/b = new", "/a/\uFFFD = new", "/a/😀 = new");
  }

  @Test
  void update_ofANewPack_doesNotDependOnTheOrderOfMessages() throws Exception {
    List<ObjectUpdate> objects =
        new ArrayList<>(
            List.of(
                file("p/c", "c"),
                directory("p/b/"),
                link("p/a", "c"),
                file("p/ü", "ü"),
                file("p/é", "é")));
    for (int id = 10; id < 20; id++) {
      Collections.shuffle(objects, new Random(id));
      var project = new ProjectId(id);
      project(project, 0, "p/");
      assertThat(update(project, objects.toArray(ObjectUpdate[]::new))).isEqualTo(1);
    }
    assertThat(caches().create(ADMIN, "", 100, 0).packs()).isEqualTo(1); // one hash for all
  }

  @Test
  void update_ofPackEntriesThatAreEqual_isNoChangeWhateverTheirBytes() throws Exception {
    project(P1, 1, "/a/");
    Blob otherBytes = PlainPackCodec.padded(packOf("/a/c", "c v1", "/a/d", "d v1"));
    var _ = packRow(P1, "/a/", 1, ABSENT, otherBytes);
    assertThat(update(file("/a/d", "d v1"), file("/a/c", "c v1"), gone("/a/never"))).isEqualTo(1);
    assertThat(live(P1)).containsExactly(">/a/ = /a/ v1"); // oddity 22
    assertThat(update(file("/a/d", "d v2"))).isEqualTo(2);
  }

  @Test
  void update_ofAPackWhoseContentIsMissing_isCorruptAndLosesNothing() throws Exception {
    ContentHash hash = packedProject("/a/c", "c v1", "/a/d", "d v1");
    seeds().removeContent(hash);
    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> update(file("/a/c", "c v2"), file("/b", "b"))); // I25
    assertThat(latest(P1)).isEqualTo(1);
    assertThat(live(P1)).containsExactly(">/a/ = /a/ v1");
  }

  @Test
  void update_ofAPackWithoutEntries_startsFromNothing() throws Exception {
    var _ = packedProject();
    assertThat(get(latest(ALL))).isEmpty(); // oddity 20
    assertThat(update(file("/a/c", "c"))).isEqualTo(2);
    assertThat(get(latest(ALL))).containsExactly("/a/c = c");
  }

  @Test
  void update_emptyingAPackThatIsNot_makesAVersion() throws Exception {
    project(P1, 1, "/a/");
    assertThat(update(gone("/a/c"))).isEqualTo(2); // oddity 9
    assertThat(live(P1)).isEmpty();
  }

  @Test
  void update_deletingWhatAPackDoesNotHold_isNoChange() throws Exception {
    var _ = packedProject("/a/c", "c v1");
    assertThat(update(gone("/a/d"))).isEqualTo(1);
  }

  @Test
  void update_ofAPackWhoseRowHasNoSlash_replacesIt() throws Exception {
    project(P1, 1, "pack/[^/]+/");
    rows(P1, ">pack/a@1");
    assertThat(update(file("pack/a/1", "new"))).isEqualTo(2);
    assertThat(get(latest(ALL))).containsExactly("pack/a/1 = new", "pack/a/2 = pack/a/2 v1");
    assertThat(live(P1)).hasSize(1).allSatisfy(row -> assertThat(row).startsWith(">pack/a/ = "));
  }

  @Test
  void update_changingKindsInsideAPack_keepsOneObjectForAName() throws Exception {
    project(P1, 0, "[be]/");
    assertThat(update(link("b/", "a/"))).isEqualTo(1); // a whole pack that is one link
    assertThat(update(link("b", "f/"))).isEqualTo(2);
    assertThat(get(latest(ALL))).containsExactly("b = f/");
    assertThat(update(gone("b"), directory("b/"))).isEqualTo(3);
    assertThat(get(latest(ALL))).containsExactly("b/ = ");
    assertThat(update(directory("e/x/"), file("e/x", "file"))).isEqualTo(4);
    assertThat(get(latest(ObjectQuery.prefix("e")))).containsExactly("e/x = file");
    assertThat(update(file("e/x", "no"), directory("e/x/"), gone("e/x"))).isEqualTo(5);
    assertThat(get(latest(ObjectQuery.prefix("e")))).containsExactly("e/x/ = ");
  }

  @Test
  void update_ofPlainAndPackedObjects_makesOneVersion() throws Exception {
    project(P1, 0, "p/", "q/");
    assertThat(update(file("p/1", "1"), file("a", "a"), file("q/1", "1"), directory("d/")))
        .isEqualTo(1);
    assertThat(get(between(0, 1, ALL))).containsExactly("a = a", "d/ = ", "p/1 = 1", "q/1 = 1");
    assertThat(update(gone("p/1"), file("d/x", "x"), gone("a"))).isEqualTo(2);
    assertThat(get(between(1, 2, ALL))).containsExactly("d/x = x", "a gone", "p/ gone");
  }

  @Test
  void update_forANegativeProject_works() throws Exception {
    var project = new ProjectId(-42);
    project(project, 0, "p/");
    assertThat(update(project, file("a", "a"), file("p/a", "a"))).isEqualTo(1); // oddity 17
    assertThat(update(project, file("a", "b"))).isEqualTo(2);
    assertThat(live(project)).hasSize(2);
  }
}
