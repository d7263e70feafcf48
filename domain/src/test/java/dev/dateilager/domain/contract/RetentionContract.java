package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.model.VersionRange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What collectors may rely on, in every store (semantics.md §8, oddities 12 and 13). */
public abstract class RetentionContract extends HistoryContract {
  private static ContentHash text(String text) {
    return ContentHash.of(Blob.utf8(text));
  }

  /** The contents that are there. */
  private List<ContentHash> stored() throws Exception {
    try (CatalogSnapshot snapshot = store().snapshot()) {
      return snapshot.contentHashes(Optional.empty(), Integer.MAX_VALUE);
    }
  }

  // Rows

  @Test
  void removeStopped_takesWhatNoKeptVersionShows() throws Exception {
    history(5, "a@1-3", "a@3-4", "a@4-5", "a@5", "b@1");
    List<String> atFour = liveAt(P1, 4);

    assertThat(store().removeStopped(P1, 1, 0, 10))
        .containsExactlyInAnyOrder(text("a v1"), text("a v3"));

    assertThat(seeds().countRows(P1)).isEqualTo(3);
    assertThat(liveAt(P1, 4)).isEqualTo(atFour).containsExactly("a = a v4", "b = b v1");
    assertThat(live(P1)).containsExactly("a = a v5", "b = b v1");
    assertThat(store().removeStopped(P1, 1, 0, 10)).isEmpty();
  }

  @Test
  void removeStopped_takesOnlyRowsThatBeganLater() throws Exception {
    history(9, "a@1-3", "a@3-4", "a@4-5");
    assertThat(store().removeStopped(P1, 1, 3, 10)).containsExactly(text("a v4"));
    assertThat(store().removeStopped(P1, 1, Long.MAX_VALUE, 10)).isEmpty();
    assertThat(store().removeStopped(P1, 1, -1, 10)).hasSize(2);
  }

  @Test
  void removeStopped_takesSomeAtATime() throws Exception {
    history(9, "a@1-2", "a@2-3", "a@3-4", "a@4-5", "a@5-6", "b@1");
    assertThat(store().removeStopped(P1, 1, 0, 2)).hasSize(2);
    assertThat(store().removeStopped(P1, 1, 0, 2)).hasSize(2);
    assertThat(store().removeStopped(P1, 1, 0, 2)).hasSize(1);
    assertThat(seeds().countRows(P1)).isEqualTo(1);
  }

  @Test
  void removeStopped_ofNoProject_orKeepingAll_takesNothing() throws Exception {
    history(3, "a@1-2");
    project(P2, 3);
    rows(P2, "a@1-2");
    assertThat(store().removeStopped(new ProjectId(99), 1, 0, 10)).isEmpty();
    for (long keep : new long[] {2, 3, 4, Long.MAX_VALUE}) {
      assertThat(store().removeStopped(P1, keep, 0, 10)).isEmpty();
    }
    assertThat(store().removeStopped(P1, 1, 0, 10)).hasSize(1);
    assertThat(seeds().countRows(P2)).isEqualTo(1);
  }

  @Test
  void removeStopped_isNotSeenByAnOlderSnapshot() throws Exception {
    history(3, "a@1-2");
    try (CatalogSnapshot before = store().snapshot()) {
      List<ContentHash> gone = store().removeStopped(P1, 1, 0, 10);
      assertThat(store().removeUnused(gone)).isEqualTo(1);
      assertThat(listing(before, new RowQuery(P1, new VersionRange(0, 1), ALL, false)))
          .containsExactly("a = a v1");
      assertThat(before.contents(gone)).hasSize(1); // I24: rows and contents of one state
    }
  }

  // Contents

  @Test
  void removeUnused_takesOnlyWhatNoRowNames() throws Exception {
    history(3, "live@1", "stopped@1-2", ">pack/@1");
    project(P2, 1);
    rows(P2, "elsewhere@1");
    ContentHash unused = plainContent("unused");
    List<ContentHash> before = stored();
    var asked = new ArrayList<>(before);
    asked.add(text("not there"));
    asked.add(unused);

    assertThat(store().removeUnused(asked)).isEqualTo(1);

    assertThat(stored()).hasSize(before.size() - 1).doesNotContain(unused);
    assertThat(store().removeUnused(asked)).isZero();
    assertThat(store().removeUnused(List.of())).isZero();
  }

  @Test
  void removeUnused_takesOnlyWhatItIsAskedFor() throws Exception {
    ContentHash asked = plainContent("asked for");
    ContentHash other = plainContent("not asked for");
    assertThat(store().removeUnused(List.of(asked))).isEqualTo(1);
    assertThat(stored()).containsExactly(other);
  }

  @Test
  @DisplayName("I25: every cache version is a root, the retired one is none")
  void removeUnused_leavesWhatACacheVersionLists() throws Exception {
    project(P1, 1);
    ContentHash first = packRow(P1, "a/", 1, OptionalLong.empty(), packOf("a/1", "1"));
    var old = store().createCache("a/", 10, Long.MAX_VALUE);
    ContentHash second = packRow(P1, "b/", 1, OptionalLong.empty(), packOf("b/1", "1"));
    var newest = store().createCache("b/", 10, Long.MAX_VALUE);
    store().deleteProject(P1);

    assertThat(store().removeUnused(List.of(first, second))).isZero();
    var _ = store().retireCache(old.version(), false);
    assertThat(store().removeUnused(List.of(first, second))).isEqualTo(1);
    assertThat(stored()).containsExactly(second);
    var _ = store().retireCache(newest.version(), true);
    assertThat(store().removeUnused(List.of(first, second))).isEqualTo(1);
  }

  @Test
  @DisplayName("I25: a content that an update was given and a collector took is stored again")
  void removeUnused_duringAnUpdate_losesNothing() throws Exception {
    history(1, "a@1");
    ContentHash hash = text("new");
    try (UpdateDraft draft = store().draft(P1)) {
      put(draft, "b", "new");
      var _ = store().removeUnused(List.of(hash)); // stored already, or still to be
      assertThat(draft.commit()).isInstanceOf(UpdateDraft.Outcome.Committed.class);
    }
    assertThat(stored()).contains(hash);
  }

  // What sweeps go by

  @Test
  void contentHashes_comeInTheirOrder_someAtATime() throws Exception {
    var all = new ArrayList<ContentHash>();
    for (int i = 0; i < 20; i++) {
      all.add(plainContent("text " + i));
    }
    all.sort(null);
    var read = new ArrayList<ContentHash>();
    try (CatalogSnapshot snapshot = store().snapshot()) {
      List<ContentHash> some = snapshot.contentHashes(Optional.empty(), 7);
      while (!some.isEmpty()) {
        read.addAll(some);
        some = snapshot.contentHashes(Optional.of(some.getLast()), 7);
      }
    }
    assertThat(read).isEqualTo(all);
    assertThat(new HashSet<>(read)).hasSize(20);
  }

  @Test
  void countRows_countsAllVersions() throws Exception {
    history(3, "a@1-2", "a@2", ">p/@1-3", ">p/@3");
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.countRows(P1)).isEqualTo(4);
      assertThat(snapshot.countRows(P2)).isZero();
    }
  }
}
