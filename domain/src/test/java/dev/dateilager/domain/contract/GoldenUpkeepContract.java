package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.DamagedPack;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.staging.Finding;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.Scrutiny;
import dev.dateilager.domain.staging.StoreSpace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** And what it must hold to when it is kept in order: leased, pruned, checked and mended. */
public abstract class GoldenUpkeepContract extends GoldenStoreContract {
  private static final CacheVersion THREE = new CacheVersion(3);
  private static final SamplePack C = SamplePack.twoFiles("c");
  private static final SamplePack KINDS =
      SamplePack.named("k")
          .file("k/run", 0755, "run")
          .file("k/data", 0666, "data")
          .file("k/empty", 0600, "")
          .file("k/deep/er/still", 0644, "still")
          .directory("k/hollow/")
          .symlink("k/link", "../k/run");

  /** Turns a bit of a stored file. */
  protected abstract void flip(ContentHash pack, String path) throws Exception;

  /** Changes a stored file's bytes and their number. */
  protected abstract void damage(ContentHash pack, String path) throws Exception;

  /** Removes a stored file. */
  protected abstract void lose(ContentHash pack, String path) throws Exception;

  /** Puts an empty file among the stored ones. */
  protected abstract void addStray(ContentHash pack, String path) throws Exception;

  private static GoldenSize sizeOf(GoldenStore store, SamplePack... packs) {
    return store.size(new GoldenCopy(ONE, hashes(packs)));
  }

  @Test
  void lease_ofAVersion_givesItsGoldenCopy_andNothingOfOthers() throws Exception {
    try (GoldenStore store = open()) {
      GoldenCopy golden = download(store, ONE, A);
      GoldenStore.Lease lease = store.lease(ONE).orElseThrow();
      assertThat(lease.golden()).isEqualTo(golden);
      lease.close();
      lease.close();
      assertThat(store.lease(TWO)).isEmpty();
    }
  }

  @Test
  void prune_removesOtherVersionsAndPacksThatNoneHas() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A, B);
      download(store, TWO, B, C);
      GoldenSize size = sizeOf(store, A);
      PruneReport report = store.prune(Set.of(TWO, THREE), false);
      assertThat(report).isEqualTo(new PruneReport(Set.of(ONE), Set.of(), 1, size));
      assertPruned(store);
    }
    try (GoldenStore store = open()) {
      assertPruned(store);
      assertThat(download(store, ONE, A, B).packs()).isEqualTo(hashes(A, B));
      assertThat(stored(A.hash())).isEqualTo(A.tree());
    }
  }

  private void assertPruned(GoldenStore store) throws Exception {
    assertThat(store.versions()).containsExactly(TWO);
    assertThat(store.golden(ONE)).isEmpty();
    assertThat(store.has(A.hash())).isFalse();
    assertThat(stored(B.hash())).isEqualTo(B.tree());
    assertThat(stored(C.hash())).isEqualTo(C.tree());
  }

  @Test
  void prune_dryRun_saysTheSameAndChangesNothing() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A, B);
      download(store, TWO, B, C);
      PruneReport promised = store.prune(Set.of(TWO), true);
      assertThat(store.versions()).containsExactly(TWO, ONE);
      assertThat(stored(A.hash())).isEqualTo(A.tree());
      assertThat(store.prune(Set.of(TWO), false)).isEqualTo(promised);
    }
  }

  @Test
  void prune_ofNothing_isEmptyTwice() throws Exception {
    try (GoldenStore store = open()) {
      var nothing = new PruneReport(Set.of(), Set.of(), 0, GoldenSize.NOTHING);
      assertThat(store.prune(Set.of(), false)).isEqualTo(nothing);
      download(store, ONE, A);
      assertThat(store.prune(Set.of(ONE), false)).isEqualTo(nothing);
      store.prune(Set.of(), false);
      assertThat(store.versions()).isEmpty();
      assertThat(store.has(A.hash())).isFalse();
      assertThat(store.prune(Set.of(), false)).isEqualTo(nothing);
    }
  }

  @Test
  void prune_leavesALeasedVersion_untilTheLeaseIsClosed() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A, B);
      download(store, TWO, C);
      GoldenStore.Lease second = store.lease(ONE).orElseThrow();
      try (GoldenStore.Lease _ = store.lease(ONE).orElseThrow()) {
        second.close();
        second.close();
        PruneReport report = store.prune(Set.of(), false);
        assertThat(report.removed()).containsExactly(TWO);
        assertThat(report.held()).containsExactly(ONE);
        assertThat(report.packs()).isEqualTo(1);
        assertThat(store.versions()).containsExactly(ONE);
        assertThat(stored(A.hash())).isEqualTo(A.tree());
      }
      assertThat(store.prune(Set.of(), false).removed()).containsExactly(ONE);
      assertThat(store.has(A.hash())).isFalse();
    }
  }

  @Test
  void prune_duringADownload_isToldToComeAgain() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A);
      try (GoldenStore.Download adding = store.begin()) {
        adding.add(B.hash(), B.open());
        assertThatThrownBy(() -> store.prune(Set.of(), false))
            .isInstanceOf(Aborted.class)
            .hasMessageContaining("download");
        adding.list(TWO, hashes(A, B));
      }
      assertThat(store.versions()).containsExactly(TWO, ONE);
      store.prune(Set.of(TWO), false);
      assertThat(stored(A.hash())).isEqualTo(A.tree());
      assertThat(stored(B.hash())).isEqualTo(B.tree());
    }
  }

  @Test
  void quarantine_takesEveryVersionWithThePackOffTheList() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A);
      download(store, TWO, A, B);
      download(store, THREE, C);
      store.quarantine(A.hash(), "a test says so");
      assertThat(store.versions()).containsExactly(THREE);
      assertThat(store.has(A.hash())).isFalse();
      assertThat(store.has(B.hash())).isTrue();
      assertThat(store.lease(TWO)).isEmpty();
    }
    try (GoldenStore store = open()) {
      assertThat(store.versions()).containsExactly(THREE);
      assertThat(store.has(A.hash())).isFalse();
      assertThat(store.has(B.hash())).isTrue();
    }
  }

  @Test
  void list_afterAQuarantinedPackWasAdded_makesEveryVersionWholeAgain() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A);
      download(store, TWO, A, B);
      damage(A.hash(), "node_modules/a/1");
      store.quarantine(A.hash(), "other bytes");
    }
    try (GoldenStore store = open()) {
      try (GoldenStore.Download adding = store.begin()) {
        assertThat(adding.add(A.hash(), A.open())).isEqualTo(2);
        assertThat(adding.add(B.hash(), B.open())).as("it stands").isZero();
        adding.list(TWO, hashes(A, B));
      }
      assertThat(store.versions()).containsExactly(TWO, ONE);
      assertThat(store.golden(ONE)).contains(new GoldenCopy(ONE, hashes(A)));
      assertThat(stored(A.hash())).isEqualTo(A.tree());
      assertThat(findings(store, A)).isEmpty();
    }
    try (GoldenStore store = open()) {
      assertThat(store.versions()).containsExactly(TWO, ONE);
    }
  }

  @Test
  void quarantine_ofAPackThatDoesNotStand_doesNothing() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A);
      store.quarantine(B.hash(), "never there");
      assertThat(store.versions()).containsExactly(ONE);
    }
  }

  @Test
  void quarantine_ofOneAfterTheOther_isMendedByOneDownload() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A, B, C);
      store.quarantine(A.hash(), "first");
      store.quarantine(B.hash(), "second");
      store.quarantine(A.hash(), "again");
      download(store, TWO, A);
      assertThat(store.versions()).containsExactly(TWO);
      download(store, TWO, A, B);
      assertThat(store.versions()).containsExactly(TWO, ONE);
      assertThat(stored(B.hash())).isEqualTo(B.tree());
    }
  }

  @Test
  void quarantine_duringADownloadThatCountedOnThePack_failsItsListing() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A);
      try (GoldenStore.Download adding = store.begin()) {
        adding.add(A.hash(), A.open());
        adding.add(B.hash(), B.open());
        store.quarantine(A.hash(), "meanwhile");
        assertThatThrownBy(() -> adding.list(TWO, hashes(A, B)))
            .isInstanceOfSatisfying(
                DamagedPack.class, damaged -> assertThat(damaged.pack()).isEqualTo(A.hash()));
      }
      assertThat(store.versions()).isEmpty();
      download(store, TWO, A, B);
      assertThat(store.versions()).containsExactly(TWO, ONE);
    }
  }

  @Test
  void prune_dropsVersionsThatWaitForAPack_unlessTheyAreKept() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A, B);
      download(store, TWO, A, C);
      store.quarantine(A.hash(), "damaged");
      PruneReport report = store.prune(Set.of(TWO), false);
      assertThat(report.removed()).isEmpty();
      assertThat(report.packs()).isEqualTo(1);
      assertThat(store.has(B.hash())).isFalse();
      assertThat(store.has(C.hash())).isTrue();
      download(store, THREE, A);
      assertThat(store.versions()).containsExactly(THREE, TWO);
    }
  }

  private static List<Finding> findings(GoldenStore store, SamplePack pack) throws Exception {
    var findings = new ArrayList<Finding>();
    store.verify(pack.hash(), Scrutiny.reading(), findings::add);
    findings.sort(Comparator.comparing(Finding::path).thenComparing(Finding::what));
    return findings;
  }

  @Test
  void verify_ofWhatWasUnpacked_findsNothing() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A, KINDS, SamplePack.named("none"));
      assertThat(findings(store, A)).isEmpty();
      assertThat(findings(store, KINDS)).isEmpty();
      assertThat(findings(store, SamplePack.named("none"))).isEmpty();
    }
  }

  @Test
  void verify_findsEachDamage_andAgain() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, KINDS, A);
      flip(KINDS.hash(), "k/run");
      damage(KINDS.hash(), "k/data");
      lose(KINDS.hash(), "k/deep/er/still");
      addStray(KINDS.hash(), "k/hollow/stray");
      for (int time = 0; time < 2; time++) {
        assertThat(findings(store, KINDS))
            .extracting(Finding::path)
            .containsExactly("k/data", "k/deep/er/still", "k/hollow/stray", "k/run");
        assertThat(findings(store, KINDS)).allMatch(each -> each.pack().equals(KINDS.hash()));
      }
      assertThat(findings(store, KINDS).get(1).what()).contains("missing");
      assertThat(findings(store, KINDS).get(2).what()).contains("not in the manifest");
      assertThat(findings(store, KINDS).get(3).what()).contains("other bytes");
      assertThat(findings(store, A)).isEmpty();
    }
  }

  @Test
  void verify_byLooksAlone_findsAllButOtherBytes() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, KINDS);
      flip(KINDS.hash(), "k/run");
      damage(KINDS.hash(), "k/data");
      lose(KINDS.hash(), "k/empty");
      var findings = new ArrayList<String>();
      store.verify(KINDS.hash(), Scrutiny.LOOKS, finding -> findings.add(finding.path()));
      assertThat(findings).containsExactlyInAnyOrder("k/data", "k/empty");
    }
  }

  @Test
  void verify_endsWhenTheSinkDoes() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, KINDS);
      lose(KINDS.hash(), "k/run");
      assertThatThrownBy(
              () ->
                  store.verify(
                      KINDS.hash(),
                      Scrutiny.LOOKS,
                      finding -> {
                        throw new Aborted("enough: " + finding.path());
                      }))
          .isInstanceOf(Aborted.class)
          .hasMessage("enough: k/run");
    }
  }

  @Test
  void verify_ofAPackThatDoesNotStand_isNotFound() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A);
      store.quarantine(A.hash(), "damaged");
      for (SamplePack pack : new SamplePack[] {A, B}) {
        assertThatThrownBy(() -> store.verify(pack.hash(), Scrutiny.LOOKS, finding -> {}))
            .isInstanceOf(NotFound.class)
            .hasMessageContaining(pack.hash().hex());
      }
    }
  }

  @Test
  void space_isWhatTheFileSystemHasLeft() throws Exception {
    try (GoldenStore store = open()) {
      StoreSpace space = store.space();
      assertThat(space.bytes()).isPositive();
      assertThat(space.inodes()).isPositive();
      assertThat(store.location()).isNotEmpty();
    }
  }
}
