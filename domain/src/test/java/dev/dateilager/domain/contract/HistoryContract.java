package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.model.VersionRange;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What clones, rollbacks and resets must hold to, in every store (semantics.md §5, §7). */
public abstract class HistoryContract extends PackUpdatesContract {
  private static final ProjectId P3 = new ProjectId(3);

  /** What was live in a project at a version. */
  protected final List<String> liveAt(ProjectId project, long version) throws Exception {
    return listing(new RowQuery(project, new VersionRange(0, version), ALL, false));
  }

  private void assertMissing(ProjectId id) throws Exception {
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThatExceptionOfType(NotFound.class).isThrownBy(() -> snapshot.project(id));
    }
  }

  // Clones

  @Test
  void cloneProject_makesTheTargetEqualAndKeepsItsHistory() throws Exception {
    history(4, "a@1-3", "a@3", "gone@1-2", "later@4", "d/@2", ">p/@2");
    project(P2, 7);
    rows(P2, "own@1", "a@1", ">q/@5", "old@1-3");

    assertThat(store().cloneProject(P1, 3, P2)).isEqualTo(8);

    assertThat(latest(P2)).isEqualTo(8);
    assertThat(live(P2)).containsExactly("a = a v3", "d/ = ", ">p/ = p/ v2");
    assertThat(liveAt(P2, 7)).containsExactly("a = a v1", "own = own v1", ">q/ = q/ v5");
    assertThat(liveAt(P2, 2)).containsExactly("a = a v1", "old = old v1", "own = own v1");
    assertThat(latest(P1)).isEqualTo(4);
    assertThat(seeds().countRows(P1)).isEqualTo(6);
  }

  @Test
  void cloneProject_leavesEqualRowsAlone_andChangesTheVersionAllTheSame() throws Exception {
    history(3, "same@1", "other@2", ">p/@1");
    project(P2, 5);
    rows(P2, "same@1", ">p/@1", "other@1");
    long rowsBefore = seeds().countRows(P2);

    assertThat(store().cloneProject(P1, 3, P2)).isEqualTo(6);
    assertThat(listing(new RowQuery(P2, new VersionRange(5, 6), ALL, false)))
        .containsExactly("other = other v2");
    assertThat(seeds().countRows(P2)).isEqualTo(rowsBefore + 1);

    assertThat(store().cloneProject(P1, 3, P2)).isEqualTo(7);
    assertThat(seeds().countRows(P2)).isEqualTo(rowsBefore + 1);
  }

  @Test
  void cloneProject_comparesModeSizeAndKindToo() throws Exception {
    project(P1, 1);
    project(P2, 1);
    ContentHash hash = plainContent("text");
    for (ProjectId id : List.of(P1, P2)) {
      long of1 = id.equals(P1) ? 1 : 0;
      seeds().insertRow(row(id, "mode", FileMode.file((int) (0644 + of1)), 4, false, hash));
      seeds().insertRow(row(id, "size", FileMode.file(0644), 4 + of1, false, hash));
      seeds().insertRow(row(id, "kind", new FileMode(0), 4, of1 == 1, hash));
      seeds().insertRow(row(id, "same", FileMode.file(0644), 4, false, hash));
    }

    assertThat(store().cloneProject(P1, 1, P2)).isEqualTo(2);

    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(found(snapshot, new RowQuery(P2, new VersionRange(1, 2), ALL, false)))
          .extracting(
              row ->
                  "%s %o %d %s".formatted(row.path(), row.mode().bits(), row.size(), row.packed()))
          .containsExactly("kind 0 4 true", "mode 645 4 false", "size 644 5 false");
    }
  }

  private static StoredRow row(
      ProjectId id, String path, FileMode mode, long size, boolean packed, ContentHash hash) {
    return new StoredRow(id, 1, OptionalLong.empty(), path, mode, size, packed, hash);
  }

  @Test
  void cloneProject_atVersionZero_emptiesTheTarget_aboveTheLatest_givesWhatIsThere()
      throws Exception {
    history(2, "a@1", "b@2");
    project(P2, 3);
    rows(P2, "x@1");

    assertThat(store().cloneProject(P1, 20, P2)).isEqualTo(4);
    assertThat(live(P2)).containsExactly("a = a v1", "b = b v2");
    assertThat(store().cloneProject(P1, 0, P2)).isEqualTo(5);
    assertThat(live(P2)).isEmpty();
    assertThat(liveAt(P2, 3)).containsExactly("x = x v1");
  }

  @Test
  void cloneProject_ontoItself_bringsAnOldVersionBackAsANewOne() throws Exception {
    history(3, "a@1-2", "a@2", "b@1-3", "c@3");

    assertThat(store().cloneProject(P1, 1, P1)).isEqualTo(4);

    assertThat(live(P1)).containsExactly("a = a v1", "b = b v1");
    assertThat(liveAt(P1, 3)).containsExactly("a = a v2", "c = c v3");
  }

  @Test
  void cloneProject_ofAMissingProject_isNotFoundAndChangesNothing() throws Exception {
    history(1, "a@1");
    assertThatExceptionOfType(NotFound.class)
        .isThrownBy(() -> store().cloneProject(P2, 1, P1))
        .withMessageContaining("project 2");
    assertThatExceptionOfType(NotFound.class)
        .isThrownBy(() -> store().cloneProject(P1, 1, P2))
        .withMessageContaining("project 2");
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> store().cloneProject(P3, 1, P2));
    assertThat(latest(P1)).isEqualTo(1);
    assertThat(live(P1)).containsExactly("a = a v1");
  }

  @Test
  void cloneProject_withOtherPatterns_isRefusedAndChangesNothing() throws Exception {
    project(P1, 1, "a/", "b/");
    rows(P1, "x@1");
    project(P2, 1, "b/", "a/");
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> store().cloneProject(P1, 1, P2));
    assertThat(latest(P2)).isEqualTo(1);
    assertThat(live(P2)).isEmpty();
  }

  @Test
  void cloneProject_whereTwoRowsAreLiveForAPath_takesTheNewest() throws Exception {
    history(2, "a@1", "a@2"); // oddity 7
    project(P2, 2);
    rows(P2, "x@1", "x@2");

    assertThat(store().cloneProject(P1, 2, P2)).isEqualTo(3);

    assertThat(live(P2)).containsExactly("a = a v2");
  }

  // Rollbacks

  @Test
  void rollback_bringsBackWhatStoppedLater_andForgetsWhatBeganLater() throws Exception {
    history(4, "a@1-2", "a@2", "b@1-4", "c@3", "d@2-3", ">p/@1-3", ">p/@3");
    List<String> atTwo = liveAt(P1, 2);

    store().rollback(P1, 2);

    assertThat(latest(P1)).isEqualTo(2);
    assertThat(live(P1))
        .isEqualTo(atTwo)
        .containsExactly("a = a v2", "b = b v1", "d = d v2", ">p/ = p/ v1");
    assertThat(liveAt(P1, 1)).containsExactly("a = a v1", "b = b v1", ">p/ = p/ v1");
    assertThat(seeds().countRows(P1)).isEqualTo(5);
  }

  @Test
  void rollback_toTheLatest_changesNothing_toZero_empties() throws Exception {
    history(3, "a@1-3", "b@2");
    store().rollback(P1, 3);
    assertThat(latest(P1)).isEqualTo(3);
    assertThat(seeds().countRows(P1)).isEqualTo(2);
    store().rollback(P1, 0);
    assertThat(latest(P1)).isZero();
    assertThat(seeds().countRows(P1)).isZero();
  }

  @Test
  void rollback_aboveTheLatest_isInvalidAndChangesNothing() throws Exception {
    history(3, "a@1-3", "b@2");
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> store().rollback(P1, 4))
        .withMessageContainingAll("project 1", "3", "4");
    assertThat(latest(P1)).isEqualTo(3);
    assertThat(live(P1)).containsExactly("b = b v2");
  }

  @Test
  void rollback_ofAMissingProject_doesNothing() throws Exception {
    history(1, "a@1");
    store().rollback(P2, 5);
    assertMissing(P2);
    assertThat(live(P1)).containsExactly("a = a v1");
  }

  @Test
  void rollback_isNotSeenByAnOlderSnapshot_andTheNextUpdateGoesOnFromIt() throws Exception {
    history(3, "a@1-3", "b@3");
    try (CatalogSnapshot before = store().snapshot()) {
      store().rollback(P1, 1);
      assertThat(before.project(P1).latestVersion()).isEqualTo(3);
      assertThat(listing(before, new RowQuery(P1, new VersionRange(0, 3), ALL, false)))
          .containsExactly("b = b v3");
    }
    try (UpdateDraft draft = store().draft(P1)) {
      put(draft, "c", "c");
      assertThat(draft.commit()).isEqualTo(new UpdateDraft.Outcome.Committed(2));
    }
  }

  // Resets

  @Test
  void reset_takesTheListedBackAndRemovesTheOthers() throws Exception {
    history(3, "a@1-3", "b@3");
    project(P2, 1);
    rows(P2, "x@1");
    project(P3, 2);
    rows(P3, "y@2");

    store()
        .reset(
            List.of(
                new ProjectVersion(P1, 1),
                new ProjectVersion(P3, 2),
                new ProjectVersion(new ProjectId(99), 7)));

    assertThat(latest(P1)).isEqualTo(1);
    assertThat(live(P1)).containsExactly("a = a v1");
    assertThat(live(P3)).containsExactly("y = y v2");
    assertMissing(P2);
    assertMissing(new ProjectId(99));
    assertThat(seeds().countRows(P2)).isZero();
  }

  @Test
  void reset_withoutAny_removesEveryProjectAndNoContentOrCache() throws Exception {
    history(1, "a@1", ">p/@1");
    var cache = store().createCache("", 10, Long.MAX_VALUE);
    project(P2, 1);

    store().reset(List.of());

    assertMissing(P1);
    assertMissing(P2);
    assertThat(seeds().countRows(P1)).isZero();
    assertThat(store().newestCache()).contains(cache.version());
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.contentHashes(Optional.empty(), 10)).hasSize(2);
    }
  }

  @Test
  void reset_aboveALatest_isInvalidAndChangesNothing() throws Exception {
    history(3, "a@1-3", "b@3");
    project(P2, 1);
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(
            () -> store().reset(List.of(new ProjectVersion(P1, 1), new ProjectVersion(P2, 2))));
    assertThat(latest(P1)).isEqualTo(3);
    assertThat(live(P1)).containsExactly("b = b v3");
    assertThat(latest(P2)).isEqualTo(1);
  }
}
