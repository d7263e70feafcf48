package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ObjectQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How {@code GetCompress} behaves (behaviours.md "GetCompress", formats.md §3.3). */
public abstract class GetCompressBehaviours extends GetUnaryBehaviours {
  @Test
  @DisplayName("TestGetCompress: one message, the latest of three versions")
  void getCompress() throws Exception {
    history(3, "/a@1-2", "/a@2-3", "/a@3");
    List<Part> parts = parts(latest(ALL));
    assertThat(parts).hasSize(1);
    assertThat(parts.getFirst().entries()).containsExactly("/a = /a v3");
    assertThat(parts.getFirst().version()).isEqualTo(3);
    assertThat(parts.getFirst().packPath()).isEmpty();
  }

  @Test
  @DisplayName("TestGetCompressWithIgnorePattern: one message with what is not ignored")
  void getCompressWithIgnorePattern() throws Exception {
    history(1, "/a/b/c@1", "/a/b/d@1", "/a/e/f@1", "/a/e/g@1");
    List<Part> parts = parts(latest(new ObjectQuery("/a", true, List.of("/a/e"), List.of())));
    assertThat(parts).hasSize(1);
    assertThat(parts.getFirst().entries())
        .containsExactly("/a/b/c = /a/b/c v1", "/a/b/d = /a/b/d v1");
  }

  @Test
  @DisplayName("TestGetCompressReturnsPackedObjectsWithoutRepacking: two messages")
  void getCompressReturnsPackedObjectsWithoutRepacking() throws Exception {
    project(P1, 1, "/a/");
    Blob packed = packOf("/a/c", "c", "/a/d", "d");
    var _ = packRow(P1, "/a/", 1, ABSENT, packed);
    rows(P1, "/b@1");
    List<Part> parts = parts(latest(ALL));
    assertThat(parts).hasSize(2);
    assertThat(parts.getFirst().packPath()).contains("/a/");
    assertThat(parts.getFirst().packed()).isEqualTo(packed);
    assertThat(parts.getLast().packPath()).isEmpty();
    assertThat(parts.getLast().entries()).containsExactly("/b = /b v1");
  }

  @Test
  @DisplayName("TestGetCompressWithCacheVersions: the cached pack comes as its hash")
  void getCompressWithCacheVersions() throws Exception {
    history(1, ">pack/a@1");
    CacheVersion cache = caches().create(ADMIN, "", 10, 0).version();
    seeds().setLatest(P1, 2);
    rows(P1, ">pack/b@2");

    List<Part> parts = parts(latest(ALL), Set.of(cache));

    assertThat(parts).hasSize(2);
    assertThat(parts.getFirst().packPath()).contains("pack/b");
    assertThat(parts.getFirst().entries())
        .containsExactly("pack/b/1 = pack/b/1 v2", "pack/b/2 = pack/b/2 v2");
    assertThat(parts.getLast().packPath()).isEmpty();
    try (EntryReader reader = codec.open(parts.getLast().packed())) {
      assertThat(reader.next())
          .contains(
              new Entry.CachedReference(
                  new ObjectPath("pack/a"),
                  ContentHash.of(packOf("pack/a/1", "pack/a/1 v1", "pack/a/2", "pack/a/2 v1"))));
      assertThat(reader.next()).isEmpty();
    }
  }

  @Test
  @DisplayName("TestGetCacheWithMultipleVersions: only references, in order")
  void getCacheWithMultipleVersions() throws Exception {
    history(1, ">pack/a@1");
    CacheVersion first = caches().create(ADMIN, "", 10, 0).version();
    rows(P1, ">pack/b@1");
    CacheVersion second = caches().create(ADMIN, "pack/b", 10, 0).version();

    List<Part> parts = parts(latest(ObjectQuery.prefix("pack")), Set.of(first, second));

    assertThat(parts).hasSize(1);
    assertThat(parts.getFirst().entries()).containsExactly("C pack/a", "C pack/b");
  }

  @Test
  @DisplayName("TestGetCacheWithSubpaths: references below the subpath that are not ignored")
  void getCacheWithSubpaths() throws Exception {
    history(1, ">pack/a@1", ">pack/sub/a@1", ">pack/sub/b@1", ">pack/sub/c@1");
    CacheVersion cache = caches().create(ADMIN, "", 10, 0).version();
    var query = new ObjectQuery("pack", true, List.of("pack/sub/c"), List.of("pack/sub"));

    List<Part> parts = parts(latest(query), Set.of(cache));

    assertThat(parts).hasSize(1);
    assertThat(parts.getFirst().entries()).containsExactly("C pack/sub/a", "C pack/sub/b");
  }

  // Not covered by the reference's tests

  @Test
  void getCompress_withoutRows_sendsNothing() throws Exception {
    history(2, "a@1");
    assertThat(parts(latest())).isEmpty();
    assertThat(parts(latest(ObjectQuery.prefix("b")))).isEmpty();
    assertThat(parts(between(1, 2, ALL))).isEmpty();
  }

  @Test
  void getCompress_ofAMissingProject_isNotFound() {
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> parts(upTo(1, ALL)));
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> parts(latest()));
  }

  @Test
  void getCompress_ofEveryKind_writesEntriesByMode() throws Exception {
    project(P1, 0);
    long setuid = 1L << 23;
    var _ =
        update(
            object("f", new FileMode(setuid | 0751), "f"),
            directory("d/"),
            link("l", "f"),
            object("both", new FileMode(FileMode.DIRECTORY | FileMode.SYMLINK | 0700), "x"),
            file("empty", ""));
    List<Part> parts = parts(latest(ALL));
    assertThat(parts).hasSize(1);
    var entries = new ArrayList<Entry>();
    try (EntryReader reader = codec.open(parts.getFirst().packed())) {
      for (Optional<Entry> next = reader.next(); next.isPresent(); next = reader.next()) {
        entries.add(next.get());
      }
    }
    assertThat(entries)
        .containsExactly(
            new Entry.Directory(new ObjectPath("both"), 0700),
            new Entry.Directory(new ObjectPath("d/"), 0755),
            new Entry.RegularFile(new ObjectPath("empty"), 0755, 0),
            new Entry.RegularFile(new ObjectPath("f"), 0751, 1),
            new Entry.Symlink(new ObjectPath("l"), 0777, "f"));
  }

  @Test
  void getCompress_ofARange_sendsRemovals() throws Exception {
    history(2, "a@1-2", "b@2", "c/@1-2", ">p/@1-2", ">q@1-2", ">q@2");
    List<Part> parts = parts(between(1, 2, ALL));
    assertThat(parts).hasSize(3);
    assertThat(parts.get(0).packPath()).contains("q");
    assertThat(parts.get(1)).isEqualTo(new Part(2, Optional.of("p/"), Blob.EMPTY, List.of()));
    assertThat(parts.get(2).entries()).containsExactly("b = b v2", "D a", "D c/");
  }

  @Test
  void getCompress_ofARangeWithAPrefix_tellsNothingOfOutside() throws Exception {
    history(2, "a/x@1-2", "b/x@1-2", "b/y@1-2", "b/y@2", ">c/@1-2");
    assertThat(parts(between(1, 2, ObjectQuery.prefix("a")))).hasSize(1); // oddity 1
    assertThat(tars(between(1, 2, ObjectQuery.prefix("a")))).containsExactly("D a/x");
  }

  @Test
  void getCompress_ofADirectoryThatBecameAFile_sendsOneEntry() throws Exception {
    history(2, "foo/bar@1-2", "foo@2");
    assertThat(tars(between(1, 2, ALL))).containsExactly("foo = foo v2"); // oddity 3
  }

  @Test
  void getCompress_closesATarOnceItExceedsTheTarget() throws Exception {
    project(P1, 1);
    // path and body of each: 2 + 131,070 bytes; four of them are 524,288 exactly, not above it
    for (String name : List.of("f1", "f2", "f3", "f4", "f5", "f6")) {
      seeds()
          .insertRow(
              new StoredRow(
                  P1,
                  1,
                  ABSENT,
                  name,
                  FileMode.file(0644),
                  131_070,
                  false,
                  plainContent(name + "x".repeat(131_068))));
    }
    assertThat(parts(latest(ALL))).extracting(part -> part.entries().size()).containsExactly(5, 1);
    assertThat(parts(upTo(1, ObjectQuery.prefix("f1"), ObjectQuery.prefix("f2"))))
        .extracting(part -> part.entries().size())
        .containsExactly(1, 1);
  }

  @Test
  void getCompress_ofABigObject_sendsItWhole() throws Exception {
    project(P1, 1);
    String text = "y".repeat(3 << 20);
    var _ = update(file("big", text), file("small", "s"));
    assertThat(parts(latest(ALL)))
        .extracting(Part::entries)
        .containsExactly(List.of("big = " + text), List.of("small = s"));
  }

  @Test
  void getCompress_toAboveTheLatest_echoesTheLatest() throws Exception {
    history(2, "a@1", ">p/@2");
    assertThat(parts(upTo(99, ALL))).extracting(Part::version).containsExactly(2L, 2L);
    assertThat(parts(upTo(1, ALL))).extracting(Part::version).containsExactly(1L);
  }

  @Test
  void getCompress_withAPrefixInsideAPack_sendsItsPart() throws Exception {
    project(P1, 1, "m/.*/");
    Blob packed = packOf("m/foo/lib/a", "a", "m/foo/lib/b", "b", "m/foo/main", "m");
    var _ = packRow(P1, "m/foo/", 1, ABSENT, packed);
    rows(P1, "m@1");

    List<Part> inside = parts(latest(ObjectQuery.prefix("m/foo/lib")));
    assertThat(inside).hasSize(1);
    assertThat(inside.getFirst().packPath()).isEmpty();
    assertThat(inside.getFirst().entries())
        .containsExactly("m/foo/lib/a = a", "m/foo/lib/b = b"); // oddity 6
    assertThat(tars(latest(ObjectQuery.exact("m/foo/main")))).containsExactly("m/foo/main = m");
    for (String whole : List.of("m/foo/", "m/foo", "m/fo", "m")) {
      assertThat(parts(latest(ObjectQuery.prefix(whole))).getFirst().packPath()).contains("m/foo/");
    }
    assertThat(parts(latest(ObjectQuery.exact("m/foo/"))).getFirst().packed()).isEqualTo(packed);
  }

  @Test
  void getCompress_ofARangeInsideAPack_sendsWhatWentAway() throws Exception {
    project(P1, 4, "p/");
    String[] old = {"p/a", "1", "p/b", "1", "p/c", "1", "p/d/x", "1", "p/e", "1", "p/f/y", "1"};
    var _ = packRow(P1, "p/", 1, OptionalLong.of(2), packOf(old));
    var _ =
        packRow(
            P1,
            "p/",
            2,
            OptionalLong.of(3),
            packOf("p/a", "1", "p/c/z", "2", "p/d", "2", "p/g", "2"));
    var prefix = new ObjectQuery("p/", true, List.of("p/f"), List.of("p/"));
    var cut =
        new ObjectQuery("p/", true, List.of("p/f"), List.of("p/a", "p/b", "p/c", "p/d", "p/e"));

    assertThat(parts(between(1, 2, prefix)).getFirst().packPath()).contains("p/"); // the whole pack
    assertThat(tars(between(1, 2, cut)))
        .containsExactly("p/a = 1", "p/c/z = 2", "p/d = 2", "D p/b", "D p/e");
    assertThat(tars(between(1, 3, ObjectQuery.prefix("p/d")))).containsExactly("D p/d/x");
    assertThat(tars(between(2, 3, ObjectQuery.prefix("p/d")))).containsExactly("D p/d");
    assertThat(tars(between(3, 4, ObjectQuery.prefix("p/d")))).isEmpty();
    assertThat(tars(between(-3, 2, ObjectQuery.prefix("p/g")))).containsExactly("p/g = 2");
  }

  @Test
  void getCompress_insideACachedPack_sendsBytes() throws Exception {
    history(1, ">p/@1");
    CacheVersion cache = caches().create(ADMIN, "", 10, 0).version();
    assertThat(parts(latest(ObjectQuery.exact("p/1")), Set.of(cache)).getFirst().entries())
        .containsExactly("p/1 = p/1 v1");
  }

  @Test
  void getCompress_withUnknownCaches_ignoresThem() throws Exception {
    history(1, ">p/@1");
    assertThat(parts(latest(ALL), Set.of(new CacheVersion(77))).getFirst().packPath())
        .contains("p/");
  }

  @Test
  void getCompress_ofAMissingContent_isCorrupt() throws Exception {
    history(1, "a@1", "b@1", ">p/@1");
    seeds().removeContent(ContentHash.of(Blob.utf8("a v1")));
    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> parts(latest(ObjectQuery.exact("a"))))
        .withMessageContaining("'a'"); // I25: never an empty file
    ContentHash pack = ContentHash.of(packOf("p/1", "p/1 v1", "p/2", "p/2 v1"));
    CacheVersion cache = caches().create(ADMIN, "", 10, 0).version();
    seeds().removeContent(pack);
    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> parts(latest(ObjectQuery.prefix("p"))))
        .withMessageContaining("'p/'"); // never an empty message, which would delete the pack
    assertThat(parts(latest(ObjectQuery.prefix("p")), Set.of(cache)).getFirst().entries())
        .containsExactly("C p/"); // whoever has it needs no bytes
  }

  @Test
  void getCompress_ofADamagedContent_isCorrupt() throws Exception {
    history(1, "a@1", ">p/@1");
    seeds().insertContent(ContentHash.of(Blob.utf8("a v1")), codec.compress(Blob.utf8("other")));
    seeds()
        .insertContent(
            ContentHash.of(packOf("p/1", "p/1 v1", "p/2", "p/2 v1")), packOf("p/1", "other"));
    for (String prefix : List.of("a", "p")) {
      assertThatExceptionOfType(Corrupt.class)
          .isThrownBy(() -> parts(latest(ObjectQuery.prefix(prefix))));
    }
  }

  @Test
  void getCompress_ofAnObjectThatNoTarCanHold_isCorruptAndNamesIt() throws Exception {
    history(2, "../x@1", "a//b@1-2", "ok@1");
    ContentHash text = plainContent("text");
    seeds().insertRow(new StoredRow(P1, 1, ABSENT, "file/", FileMode.file(0644), 4, false, text));
    seeds()
        .insertRow(
            new StoredRow(P1, 1, ABSENT, "link", FileMode.symlink(), 0, false, plainContent("")));
    for (String path : List.of("../x", "file/", "link")) {
      assertThatExceptionOfType(Corrupt.class)
          .isThrownBy(() -> parts(latest(ObjectQuery.prefix(path))))
          .withMessageContaining("'" + path + "'");
    }
    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> parts(between(1, 2, ObjectQuery.exact("a//b"))))
        .withMessageContaining("'a//b'");
    assertThat(tars(latest(ObjectQuery.exact("ok")))).containsExactly("ok = ok v1");
  }

  @Test
  void getCompress_withABadQuery_sendsNothing() throws Exception {
    history(1, "a@1");
    var parts = new ArrayList<Blob>();
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(
            () ->
                reads()
                    .getCompress(
                        ADMIN,
                        latest(ALL, new ObjectQuery("a", false, List.of("a"), List.of())),
                        Set.of(),
                        (_, packed, _) -> parts.add(packed)));
    assertThat(parts).isEmpty();
  }

  @Test
  void getCompress_withoutTheRole_isDenied() throws Exception {
    history(1, "a@1");
    for (Role role : List.of(READER, new Role.Project(P2))) {
      assertThatExceptionOfType(PermissionDenied.class)
          .isThrownBy(() -> reads().getCompress(role, latest(ALL), Set.of(), (_, _, _) -> {}));
    }
    reads().getCompress(OWNER, latest(ALL), Set.of(), (_, _, _) -> {});
  }
}
