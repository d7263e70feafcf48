package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.catalog.UpdateDraft.Outcome;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.model.VersionRange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an update of plain objects must hold to, in every store (semantics.md §6.2). */
public abstract class PlainUpdatesContract extends ObjectRowsContract {
  protected static ObjectPath path(String text) {
    return new ObjectPath(text);
  }

  /** Stores a text as a plain content and puts a file with it, mode 0755. */
  protected final void put(UpdateDraft draft, String path, String text) throws DateiLagerException {
    put(draft, path, text, FileMode.file(0755), text.length());
  }

  protected final void put(UpdateDraft draft, String path, String text, FileMode mode, long size)
      throws DateiLagerException {
    ContentHash hash = named(ContentHash.of(Blob.utf8(text)), text);
    draft.content(hash, codec.compress(Blob.utf8(text)));
    draft.put(path(path), mode, size, hash);
  }

  /** Stores a pack of files, called {@code name} in listings. */
  protected final UpdateDraft.NewPack newPack(
      UpdateDraft draft, String name, String... pathsAndTexts) throws DateiLagerException {
    Blob packed = packOf(pathsAndTexts);
    ContentHash hash = named(ContentHash.of(packed), name);
    draft.content(hash, packed);
    return new UpdateDraft.NewPack(hash, packed.length());
  }

  /** What an update says. */
  @FunctionalInterface
  protected interface Words {
    /** Tells the draft. */
    void into(UpdateDraft draft) throws DateiLagerException;
  }

  /** Updates project 1. */
  protected final Outcome update(Words words) throws DateiLagerException {
    return update(P1, words);
  }

  /** Updates a project. */
  protected final Outcome update(ProjectId project, Words words) throws DateiLagerException {
    try (UpdateDraft draft = store().draft(project)) {
      words.into(draft);
      return draft.commit();
    }
  }

  protected static Outcome committed(long version) {
    return new Outcome.Committed(version);
  }

  protected static Outcome unchanged(long version) {
    return new Outcome.Unchanged(version);
  }

  // Plain objects

  @Test
  void draft_ofAnUnknownProject_isNotFound() {
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> store().draft(P1));
  }

  @Test
  void commit_ofNothing_isUnchanged() throws Exception {
    history(3, "a@1");
    assertThat(update(_ -> {})).isEqualTo(unchanged(3));
    assertThat(latest(P1)).isEqualTo(3);
  }

  @Test
  void put_ofANewObject_makesTheNextVersion() throws Exception {
    history(3, "a@1");

    assertThat(update(draft -> put(draft, "b", "b new"))).isEqualTo(committed(4));

    assertThat(live(P1)).containsExactly("a = a v1", "b = b new");
    assertThat(listing(3, 4, ALL)).containsExactly("b = b new");
    assertThat(latest(P1)).isEqualTo(4);
  }

  @Test
  void put_ofAChangedObject_stopsTheOldRow() throws Exception {
    history(1, "a@1");

    assertThat(update(draft -> put(draft, "a", "a new"))).isEqualTo(committed(2));

    assertThat(live(P1)).containsExactly("a = a new");
    assertThat(listing(0, 1, ALL)).containsExactly("a = a v1");
    assertThat(seeds().countRows(P1)).isEqualTo(2);
  }

  @Test
  void put_ofAnIdenticalObject_isNoChange() throws Exception {
    history(1, "a@1", "d/@1");

    assertThat(update(draft -> put(draft, "a", "a v1"))).isEqualTo(unchanged(1));
    assertThat(update(draft -> put(draft, "a", "a v1", FileMode.file(0755), 999)))
        .isEqualTo(unchanged(1)); // a size alone is no change
    assertThat(update(draft -> put(draft, "d/", "", FileMode.directory(0755), 0)))
        .isEqualTo(unchanged(1));
    assertThat(seeds().countRows(P1)).isEqualTo(2);
  }

  @Test
  void put_ofAnotherMode_isAChange() throws Exception {
    history(1, "a@1");

    assertThat(update(draft -> put(draft, "a", "a v1", FileMode.file(0644), 4)))
        .isEqualTo(committed(2));
    assertThat(live(P1)).containsExactly("a = a v1");
    assertThat(seeds().countRows(P1)).isEqualTo(2);
  }

  @Test
  void put_beneathEmptyDirectories_stopsThem() throws Exception {
    history(1, "a/@1", "a/b/@1", "ab/@1", "/a/@1", "a@1");

    assertThat(update(draft -> put(draft, "a/b/c", "c"))).isEqualTo(committed(2));

    assertThat(live(P1)).containsExactly("/a/ = ", "a = a v1", "a/b/c = c", "ab/ = ");
  }

  @Test
  void put_beneathEmptyDirectoriesWithLeadingSlash_stopsThem() throws Exception {
    history(1, "/a/@1", "a/@1");

    assertThat(update(draft -> put(draft, "/a/b", "b"))).isEqualTo(committed(2));

    assertThat(live(P1)).containsExactly("/a/b = b", "a/ = ");
  }

  @Test
  void put_ofAnIdenticalObject_stopsNoDirectory() throws Exception {
    history(1, "a/@1", "a/b@1");

    assertThat(update(draft -> put(draft, "a/b", "a/b v1"))).isEqualTo(unchanged(1));
    assertThat(live(P1)).containsExactly("a/ = ", "a/b = a/b v1");
  }

  @Test
  void put_leavesFilesAboveAndBelowAlone() throws Exception {
    history(1, "a@1", "b/c@1");

    assertThat(
            update(
                draft -> {
                  put(draft, "a/x", "x");
                  put(draft, "b", "b");
                }))
        .isEqualTo(committed(2));

    assertThat(live(P1)).containsExactly("a = a v1", "a/x = x", "b = b", "b/c = b/c v1");
  }

  @Test
  void put_ofADirectoryAndAFileInIt_keepsBoth() throws Exception {
    history(0);

    assertThat(
            update(
                draft -> {
                  put(draft, "d/", "", FileMode.directory(0755), 0);
                  put(draft, "d/x", "x");
                }))
        .isEqualTo(committed(1));
    assertThat(live(P1)).contains("d/x = x");
  }

  @Test
  void delete_stopsExactlyThatRow() throws Exception {
    history(1, "a@1", "a/b@1", "ab@1", "d/@1");

    assertThat(
            update(
                draft -> {
                  draft.delete(path("a"));
                  draft.delete(path("d/"));
                }))
        .isEqualTo(committed(2));

    assertThat(live(P1)).containsExactly("a/b = a/b v1", "ab = ab v1");
    assertThat(listing(1, 2, ALL)).containsExactly("a gone", "d/ gone");
    assertThat(seeds().countRows(P1)).isEqualTo(4);
  }

  @Test
  void delete_ofNothing_makesAVersion() throws Exception {
    history(1, "a@1");

    assertThat(update(draft -> draft.delete(path("b")))).isEqualTo(committed(2)); // oddity 9
    assertThat(live(P1)).containsExactly("a = a v1");
  }

  @Test
  void put_twice_lastWordWins() throws Exception {
    history(0);

    assertThat(
            update(
                draft -> {
                  put(draft, "a", "first");
                  put(draft, "a", "second");
                }))
        .isEqualTo(committed(1)); // oddity 7: one live row
    assertThat(live(P1)).containsExactly("a = second");
    assertThat(update(draft -> put(draft, "a", "third"))).isEqualTo(committed(2));
    assertThat(live(P1)).containsExactly("a = third");
  }

  @Test
  void putAndDelete_lastWordWins() throws Exception {
    history(1, "a@1", "b@1", "c@1");

    assertThat(
            update(
                draft -> {
                  put(draft, "a", "new");
                  draft.delete(path("a"));
                  draft.delete(path("b"));
                  put(draft, "b", "new");
                  draft.delete(path("c"));
                  put(draft, "c", "c v1");
                }))
        .isEqualTo(committed(2)); // oddity 8
    assertThat(live(P1)).containsExactly("b = new", "c = c v1");
    assertThat(listing(1, 2, ALL)).containsExactly("b = new", "a gone");
  }

  @Test
  void delete_thenAnIdenticalPut_isNoChange() throws Exception {
    history(1, "a@1");

    assertThat(
            update(
                draft -> {
                  draft.delete(path("a"));
                  put(draft, "a", "a v1");
                }))
        .isEqualTo(unchanged(1));
  }

  @Test
  void put_keepsModeSizeAndPathAsTheyAre() throws Exception {
    history(0);
    var mode = new FileMode(FileMode.SYMLINK | (1L << 23) | (1L << 20) | 0777);
    String longest = "é/" + "x".repeat(250) + "/" + randomName(2600 - 254);

    var _ = update(draft -> put(draft, longest, "target", mode, -5));

    try (CatalogSnapshot snapshot = store().snapshot()) {
      var row = found(snapshot, new RowQuery(P1, new VersionRange(0, 1), ALL, false)).getFirst();
      assertThat(row.path()).isEqualTo(longest);
      assertThat(row.mode()).isEqualTo(mode);
      assertThat(row.size()).isEqualTo(-5);
      assertThat(row.packed()).isFalse();
    }
  }

  /** A name that no compression makes shorter, in components. */
  private static String randomName(int bytes) {
    var random = new Random(99);
    var name = new StringBuilder();
    while (name.length() < bytes) {
      name.append(name.length() % 200 == 199 ? '/' : (char) ('!' + random.nextInt(14)));
    }
    return name.toString();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE, 0})
  void commit_forAnyProjectId(long id) throws Exception {
    var project = new ProjectId(id);
    project(project, 0);

    assertThat(update(project, draft -> put(draft, "a", "a"))).isEqualTo(committed(1));
    assertThat(update(project, draft -> put(draft, "a", "b"))).isEqualTo(committed(2));
    assertThat(live(project)).containsExactly("a = b");
  }

  @Test
  void commit_ofManyObjects_makesOneVersion() throws Exception {
    history(0, "old/0@0");

    assertThat(
            update(
                draft -> {
                  for (int i = 0; i < 3000; i++) {
                    put(draft, "d" + i % 10 + "/" + i, "text " + i % 100);
                  }
                  draft.delete(path("old/0"));
                }))
        .isEqualTo(committed(1));
    assertThat(live(P1)).hasSize(3000);
  }

  @Test
  void close_withoutCommit_leavesEverythingAsItWas() throws Exception {
    history(1, "a@1", ">p/@1");

    try (UpdateDraft draft = store().draft(P1)) {
      put(draft, "b", "b");
      draft.delete(path("a"));
      draft.replacePack(path("p/"), Optional.empty(), Optional.empty());
    }

    assertThat(live(P1)).containsExactly("a = a v1", ">p/ = p/ v1");
    assertThat(latest(P1)).isEqualTo(1);
  }

  // Contents

  private Map<ContentHash, Blob> contents(ContentHash hash) throws DateiLagerException {
    try (CatalogSnapshot snapshot = store().snapshot()) {
      return snapshot.contents(List.of(hash));
    }
  }

  @Test
  void content_isStoredAtOnceAndKept() throws Exception {
    history(0);
    ContentHash hash = ContentHash.of(Blob.utf8("text"));
    Blob stored = codec.compress(Blob.utf8("text"));

    var _ = update(draft -> put(draft, "a", "text"));
    assertThat(contents(hash)).containsExactly(Map.entry(hash, stored));

    Blob otherForm = Blob.utf8("some other compressor's form");
    var _ =
        update(
            draft -> {
              draft.content(hash, otherForm);
              draft.put(path("b"), FileMode.file(0644), 4, hash);
            });
    assertThat(contents(hash)).containsExactly(Map.entry(hash, stored));
  }

  @Test
  void content_ofAPack_takesThePlaceOfWhatIsNotItsHash() throws Exception {
    history(0);
    Blob packed = packOf("p/1", "1");
    ContentHash hash = ContentHash.of(packed);
    seeds().insertContent(hash, codec.compress(packed)); // formats.md oddity 1

    var _ =
        update(
            draft ->
                draft.replacePack(
                    path("p/"),
                    Optional.empty(),
                    Optional.of(newPack(draft, "p new", "p/1", "1"))));

    assertThat(contents(hash)).containsExactly(Map.entry(hash, packed));
  }

  @Test
  void content_thatACollectorTook_isStoredAgain() throws Exception {
    history(0);
    ContentHash hash = ContentHash.of(Blob.utf8("text"));
    ContentHash packHash = ContentHash.of(packOf("p/1", "1"));

    try (UpdateDraft draft = store().draft(P1)) {
      put(draft, "a", "text");
      draft.replacePack(path("p/"), Optional.empty(), Optional.of(newPack(draft, "p", "p/1", "1")));
      seeds().removeContent(hash);
      seeds().removeContent(packHash);
      assertThat(draft.commit()).isEqualTo(committed(1)); // oddity 12
    }

    assertThat(contents(hash)).containsKey(hash);
    assertThat(contents(packHash)).containsKey(packHash);
  }

  @Test
  void unstash_givesBackWhatWasStashed() throws Exception {
    history(0);
    var random = new Random(5);
    try (UpdateDraft draft = store().draft(P1)) {
      var stashes = new ArrayList<UpdateDraft.Stash>();
      var blobs = new ArrayList<Blob>();
      for (int length : new int[] {0, 1, 100_000, 17, 3 << 20, 0, 5}) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        blobs.add(Blob.owned(bytes));
        stashes.add(draft.stash(blobs.getLast()));
        assertThat(stashes.getLast().length()).isEqualTo(length);
      }
      for (int i = stashes.size() - 1; i >= 0; i--) {
        assertThat(draft.unstash(stashes.get(i))).isEqualTo(blobs.get(i));
        assertThat(draft.unstash(stashes.get(i))).isEqualTo(blobs.get(i));
      }
    }
  }

  // Many at once

  @Test
  @Timeout(120)
  void commit_byManyAtOnce_givesEachItsVersion() throws Exception {
    history(0);
    try (var threads = Executors.newFixedThreadPool(6)) {
      List<Callable<Outcome>> updates =
          IntStream.rangeClosed(1, 24)
              .<Callable<Outcome>>mapToObj(
                  i ->
                      () ->
                          update(
                              draft -> {
                                draft.content(ContentHash.OF_NOTHING, Blob.EMPTY);
                                draft.put(
                                    path("f" + i), FileMode.file(0644), 0, ContentHash.OF_NOTHING);
                              }))
              .toList();
      var outcomes = new ArrayList<Outcome>();
      for (var outcome : threads.invokeAll(updates)) {
        outcomes.add(outcome.get());
      }
      assertThat(outcomes)
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(1, 24).mapToObj(PlainUpdatesContract::committed).toList());
    }
    assertThat(live(P1)).hasSize(24);
    assertThat(latest(P1)).isEqualTo(24);
  }

  @Test
  @Timeout(120)
  void commit_ofEqualContentsInAnyOrder_doesNotDeadlock() throws Exception {
    try (var threads = Executors.newFixedThreadPool(6)) {
      var updates = new ArrayList<Callable<Outcome>>();
      for (int i = 1; i <= 12; i++) {
        var project = new ProjectId(100 + i);
        project(project, 0);
        List<Integer> order = new ArrayList<>(IntStream.range(0, 200).boxed().toList());
        Collections.shuffle(order, new Random(i));
        updates.add(
            () ->
                update(
                    project,
                    draft -> {
                      for (int n : order) {
                        Blob text = Blob.utf8("shared " + n);
                        draft.content(ContentHash.of(text), codec.compress(text));
                        draft.put(path("f" + n), FileMode.file(0644), 9, ContentHash.of(text));
                      }
                    }));
      }
      for (var outcome : threads.invokeAll(updates)) {
        assertThat(outcome.get()).isEqualTo(committed(1));
      }
    }
    assertThat(live(new ProjectId(101))).hasSize(200);
  }
}
