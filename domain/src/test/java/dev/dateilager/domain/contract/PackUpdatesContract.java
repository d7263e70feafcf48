package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.catalog.UpdateDraft.Outcome;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.VersionRange;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an update of packs must hold to, in every store (semantics.md §6.3). */
public abstract class PackUpdatesContract extends PlainUpdatesContract {

  @Test
  void livePack_findsTheRowInEitherForm() throws Exception {
    history(2, ">with/@1", ">without@1", ">gone/@1-2", "plain/@1");
    try (UpdateDraft draft = store().draft(P1)) {
      for (String name : List.of("with/", "without/")) {
        UpdateDraft.LivePack pack = draft.livePack(path(name)).orElseThrow();
        assertThat(ContentHash.of(pack.packed())).isEqualTo(pack.hash());
        assertThat(draft.livePackBytes(path(name))).isEqualTo(pack.packed().length());
      }
      assertThat(draft.livePack(path("gone/"))).isEmpty();
      assertThat(draft.livePack(path("plain/"))).isEmpty();
      assertThat(draft.livePack(path("never/"))).isEmpty();
      for (String name : List.of("gone/", "plain/", "never/")) {
        assertThat(draft.livePackBytes(path(name))).isZero();
      }
    }
  }

  @Test
  void livePack_whoseContentIsMissingOrDamaged_isCorrupt() throws Exception {
    project(P1, 1);
    ContentHash missing = packRow(P1, "m/", 1, OptionalLong.empty(), packOf("m/1", "1"));
    ContentHash damaged = packRow(P1, "d/", 1, OptionalLong.empty(), packOf("d/1", "1"));
    seeds().removeContent(missing);
    seeds().insertContent(damaged, Blob.utf8("damage"));
    try (UpdateDraft draft = store().draft(P1)) {
      for (String name : List.of("m/", "d/")) {
        assertThatExceptionOfType(Corrupt.class)
            .isThrownBy(() -> draft.livePack(path(name)))
            .withMessageContaining(name); // I25
      }
      assertThat(draft.livePackBytes(path("m/"))).isZero();
    }
  }

  @Test
  void replacePack_ofANewPack_insertsARow() throws Exception {
    history(0);

    Outcome outcome =
        update(
            draft ->
                draft.replacePack(
                    path("p/"), Optional.empty(), Optional.of(newPack(draft, "new", "p/1", "1"))));

    assertThat(outcome).isEqualTo(committed(1));
    try (CatalogSnapshot snapshot = store().snapshot()) {
      var row = found(snapshot, new RowQuery(P1, new VersionRange(0, 1), ALL, false)).getFirst();
      assertThat(row.path()).isEqualTo("p/");
      assertThat(row.packed()).isTrue();
      assertThat(row.mode()).isEqualTo(new FileMode(0));
      assertThat(row.size()).isEqualTo(packOf("p/1", "1").length());
      assertThat(row.storedBytes()).hasValue(row.size());
    }
  }

  /** Replaces a live pack, its base read as an update does. */
  private Outcome replace(String packPath, Optional<String> text) throws Exception {
    return update(
        draft -> {
          Optional<ContentHash> base =
              draft.livePack(path(packPath)).map(UpdateDraft.LivePack::hash);
          Optional<UpdateDraft.NewPack> replacement =
              text.isEmpty()
                  ? Optional.empty()
                  : Optional.of(newPack(draft, text.get(), packPath + "1", text.get()));
          draft.replacePack(path(packPath), base, replacement);
        });
  }

  @Test
  void replacePack_stopsTheOldRowInEitherForm() throws Exception {
    history(1, ">with/@1", ">without@1");

    assertThat(replace("with/", Optional.of("new 1"))).isEqualTo(committed(2));
    assertThat(replace("without/", Optional.of("new 2"))).isEqualTo(committed(3));

    assertThat(live(P1)).containsExactly(">with/ = new 1", ">without/ = new 2");
    assertThat(listing(1, 3, ALL)).containsExactly(">with/ = new 1", ">without/ = new 2");
  }

  @Test
  void replacePack_byItself_isNoChange() throws Exception {
    history(0);
    assertThat(replace("p/", Optional.of("same"))).isEqualTo(committed(1));
    assertThat(replace("p/", Optional.of("same"))).isEqualTo(unchanged(1));
    assertThat(seeds().countRows(P1)).isEqualTo(1);
  }

  @Test
  void replacePack_byNothing_isAChangeInAnyCase() throws Exception {
    history(1, ">p/@1", ">q@1");

    assertThat(replace("p/", Optional.empty())).isEqualTo(committed(2));
    assertThat(replace("q/", Optional.empty())).isEqualTo(committed(3));
    assertThat(live(P1)).isEmpty();
    assertThat(replace("p/", Optional.empty())).isEqualTo(committed(4)); // oddity 9
  }

  @Test
  void replacePack_twice_lastWordWins() throws Exception {
    history(0);

    Outcome outcome =
        update(
            draft -> {
              draft.replacePack(
                  path("p/"), Optional.empty(), Optional.of(newPack(draft, "1", "p/1", "1")));
              draft.replacePack(
                  path("p/"), Optional.empty(), Optional.of(newPack(draft, "2", "p/1", "2")));
            });

    assertThat(outcome).isEqualTo(committed(1));
    assertThat(live(P1)).containsExactly(">p/ = 2");
  }

  @Test
  void replacePack_leavesEmptyDirectoriesAbove() throws Exception {
    history(1, "m/@1");

    assertThat(replace("m/p/", Optional.of("new"))).isEqualTo(committed(2));
    assertThat(live(P1)).containsExactly("m/ = ", ">m/p/ = new"); // semantics.md §6.3
  }

  @Test
  void commit_whenPacksMoved_changesNothingAndMayBeRepeated() throws Exception {
    history(1, ">p/@1", ">q/@1", ">r/@1");

    try (UpdateDraft draft = store().draft(P1)) {
      for (String name : List.of("p/", "q/", "r/", "new/")) {
        Optional<ContentHash> base = draft.livePack(path(name)).map(UpdateDraft.LivePack::hash);
        draft.replacePack(
            path(name), base, Optional.of(newPack(draft, "mine " + name, name + "1", "mine")));
      }
      put(draft, "a", "a");
      assertThat(replace("p/", Optional.of("theirs"))).isEqualTo(committed(2));
      assertThat(replace("q/", Optional.empty())).isEqualTo(committed(3));
      assertThat(replace("new/", Optional.of("theirs too"))).isEqualTo(committed(4));

      assertThat(draft.commit())
          .isEqualTo(new Outcome.PacksMoved(Set.of(path("p/"), path("q/"), path("new/"))));
      assertThat(live(P1)).containsExactly(">new/ = theirs too", ">p/ = theirs", ">r/ = r/ v1");
      assertThat(latest(P1)).isEqualTo(4);

      for (String name : List.of("p/", "q/", "new/")) {
        Optional<ContentHash> base = draft.livePack(path(name)).map(UpdateDraft.LivePack::hash);
        draft.replacePack(
            path(name), base, Optional.of(newPack(draft, "merged " + name, name + "1", "merged")));
      }
      assertThat(draft.commit()).isEqualTo(committed(5));
    }
    assertThat(live(P1))
        .containsExactly(
            "a = a", ">new/ = merged new/", ">p/ = merged p/", ">q/ = merged q/", ">r/ = mine r/");
  }
}
