package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheListing;
import dev.dateilager.domain.catalog.CacheSink;
import dev.dateilager.domain.catalog.CacheUseSink;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.PackUse;
import dev.dateilager.domain.catalog.ProjectUse;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.catalog.Retention;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How collectors behave (behaviours.md "Garbage collection"), and what becomes of cache versions by
 * them.
 */
public abstract class RetentionBehaviours extends HistoryBehaviours {
  private static final int PROJECTS = 20;

  private List<ContentHash> contents() throws DateiLagerException {
    try (CatalogSnapshot snapshot = store().snapshot()) {
      return snapshot.contentHashes(Optional.empty(), Integer.MAX_VALUE);
    }
  }

  /** Rows stopped at 2, 3 and 4 and two live ones, latest 4; contents are the project's own. */
  private void churned(ProjectId project) throws Exception {
    project(project, 4);
    String own = "/%s/".formatted(project);
    rows(project, own + "a@1-2", own + "b@1-3", own + "c@3-4", own + "d@3", own + "e@4");
  }

  // GcProject

  @Test
  @DisplayName("TestGcProjectRemovesObjectsAndContent: two rows with their contents")
  void gcProjectRemovesObjectsAndContent() throws Exception {
    churned(P1);
    int before = contents().size();

    assertThat(retention().collectProject(ADMIN, P1, 1, 0)).isEqualTo(2);

    assertThat(seeds().countRows(P1)).isEqualTo(3);
    assertThat(contents()).hasSize(before - 2);
    assertThat(get(upTo(2, ALL))).isEmpty();
    assertThat(get(upTo(3, ALL))).containsExactly("/1/c = /1/c v3", "/1/d = /1/d v3"); // kept
    assertThat(get(latest(ALL))).containsExactly("/1/d = /1/d v3", "/1/e = /1/e v4");
  }

  @Test
  @DisplayName("TestGcProjectWithoutDeletes: everything is still there")
  void gcProjectWithoutDeletes() throws Exception {
    history(4, "/a@1", "/b@2", "/c@3");
    List<ContentHash> before = contents();

    assertThat(retention().collectProject(ADMIN, P1, 3, 0)).isZero();

    assertThat(contents()).isEqualTo(before);
    assertThat(get(latest(ALL))).containsExactly("/a = /a v1", "/b = /b v2", "/c = /c v3");
  }

  @Test
  @DisplayName("TestGcProjectFromVersion: what began before it stays")
  void gcProjectFromVersion() throws Exception {
    history(4, "/a@1-3", "/b@2-3", "/c@3-4", "/d@3", "/e@4");
    assertThat(retention().collectProject(ADMIN, P1, 1, 1)).isEqualTo(1);
    assertThat(get(upTo(2, ALL))).containsExactly("/a = /a v1");
  }

  @Test
  void gcProject_countsAContentOnce_andLeavesWhatOthersUse() throws Exception {
    history(9, "a@1-2", "b@9");
    ContentHash same = plainContent("same in all");
    for (long start = 2; start < 5; start++) {
      seeds()
          .insertRow(
              new StoredRow(
                  P1, start, OptionalLong.of(start + 1), "s", FileMode.file(0644), 1, false, same));
    }
    project(P2, 1);
    rows(P2, "a@1");

    assertThat(retention().collectProject(ADMIN, P1, 1, 0)).isEqualTo(1);

    assertThat(contents()).doesNotContain(same).hasSize(2);
    assertThat(get(new ReadRequest(P2, ABSENT, ABSENT, List.of(ALL)))).containsExactly("a = a v1");
  }

  @Test
  void gcProject_ofMoreRowsThanAreTakenAtOnce_takesThemAll() throws Exception {
    project(P1, 5000);
    ContentHash hash = plainContent("many");
    for (int i = 1; i <= 501; i++) {
      seeds()
          .insertRow(
              new StoredRow(
                  P1, i, OptionalLong.of(i + 1), "s", FileMode.file(0644), 1, false, hash));
    }
    assertThat(retention().collectProject(ADMIN, P1, 1, 0)).isEqualTo(1);
    assertThat(seeds().countRows(P1)).isZero();
    assertThat(contents()).isEmpty();
  }

  @Test
  void gcProject_ofAMissingProject_countsNothing() throws Exception {
    assertThat(retention().collectProject(ADMIN, P1, 1, 0)).isZero(); // wire.md §8
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, Long.MIN_VALUE})
  void gc_thatKeepsNoVersion_isInvalidAndRemovesNothing(long keep) throws Exception {
    churned(P1);
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> retention().collectProject(ADMIN, P1, keep, 0));
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> retention().collectRandomProjects(ADMIN, 100, keep, 0));
    assertThat(seeds().countRows(P1)).isEqualTo(5);
  }

  // GcRandomProjects

  private long allRows() throws Exception {
    long rows = 0;
    for (long id = 1; id <= PROJECTS; id++) {
      rows += seeds().countRows(new ProjectId(id));
    }
    return rows;
  }

  private void manyChurned() throws Exception {
    for (long id = 1; id <= PROJECTS; id++) {
      churned(new ProjectId(id));
    }
  }

  @Test
  @DisplayName("TestGcRandomProjectsRemovesObjectsAndContent: of a quarter of 20 projects")
  void gcRandomProjectsRemovesObjectsAndContent() throws Exception {
    manyChurned();
    long rows = allRows();
    int contents = contents().size();

    Retention.Collected collected = retention().collectRandomProjects(ADMIN, 25, 1, 0);

    assertThat(collected.contents()).isEqualTo(2L * collected.projects().size()).isPositive();
    assertThat(collected.projects()).hasSizeBetween(1, PROJECTS - 1).doesNotHaveDuplicates();
    assertThat(allRows()).isEqualTo(rows - collected.contents());
    assertThat(contents()).hasSize(contents - (int) collected.contents());
    for (ProjectId project : collected.projects()) {
      assertThat(seeds().countRows(project)).isEqualTo(3);
    }
  }

  @Test
  void gcRandomProjects_ofAll_takesAll_ofNone_takesNone() throws Exception {
    manyChurned();
    assertThat(retention().collectRandomProjects(ADMIN, 0, 1, 0))
        .isEqualTo(new Retention.Collected(0, List.of()));
    assertThat(retention().collectRandomProjects(ADMIN, 100, 1, 0).projects()).hasSize(PROJECTS);
    assertThat(retention().collectRandomProjects(ADMIN, 100, 1, 0).contents()).isZero();
    assertThat(allRows()).isEqualTo(3 * PROJECTS);
  }

  @Test
  void gcRandomProjects_withoutAnyProject_isFine() throws Exception {
    assertThat(retention().collectRandomProjects(ADMIN, 50, 1, -1))
        .isEqualTo(new Retention.Collected(0, List.of()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 100.1, Double.NaN, Double.POSITIVE_INFINITY, -1e300})
  void gc_ofASampleThatIsNone_isInvalidAndRemovesNothing(double percent) throws Exception {
    churned(P1);
    int before = contents().size();
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> retention().collectRandomProjects(ADMIN, percent, 1, 0));
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> retention().collectContents(ADMIN, percent));
    assertThat(seeds().countRows(P1)).isEqualTo(5);
    assertThat(contents()).hasSize(before);
  }

  // GcContents

  @Test
  @DisplayName("TestGcContentsRemovesNoContentWhenEverythingIsReferenced: nothing changes")
  void gcContentsRemovesNoContentWhenEverythingIsReferenced() throws Exception {
    manyChurned();
    List<ContentHash> before = contents();
    for (double percent : new double[] {25, 0, 100}) {
      assertThat(retention().collectContents(ADMIN, percent)).isZero();
    }
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  @DisplayName("TestGcContentsRemovesContent: a quarter of all is looked at, up to ten times")
  void gcContentsRemovesContent() throws Exception {
    manyChurned();
    for (long id = 1; id <= PROJECTS; id++) {
      assertThat(store().removeStopped(new ProjectId(id), 1, 0, 10)).hasSize(2); // rows alone
    }
    long rows = allRows();
    int before = contents().size();
    var retention = retention();
    long removed = 0;
    for (int turn = 0; turn < 10 && removed == 0; turn++) {
      removed = retention.collectContents(ADMIN, 25);
    }
    assertThat(removed).isPositive().isLessThan(2L * PROJECTS);
    assertThat(contents()).hasSize(before - (int) removed);
    assertThat(allRows()).isEqualTo(rows);
    assertThat(retention.collectContents(ADMIN, 100)).isEqualTo(2L * PROJECTS - removed);
  }

  @Test
  @DisplayName("Oddity 13: contents that cache versions list are kept until they are retired")
  void gc_leavesTheCachesPacks_untilTheyAreRetired() throws Exception {
    history(1, ">a/@1", ">b/@1");
    CacheInfo old = caches().create(ADMIN, "a/", 10, 0);
    CacheInfo newest = caches().create(ADMIN, "", 10, 0);
    projects().delete(ADMIN, P1);

    assertThat(retention().collectContents(ADMIN, 100)).isZero();
    assertThat(caches().retire(ADMIN, old.version(), false)).isEqualTo(old);
    assertThat(retention().collectContents(ADMIN, 100)).isZero();
    var packs = new ArrayList<ContentHash>();
    caches().get(READER, Optional.empty(), new PacksOnly(packs));
    assertThat(packs).hasSize(2);

    assertThatExceptionOfType(FailedPrecondition.class)
        .isThrownBy(() -> caches().retire(ADMIN, newest.version(), false));
    assertThat(caches().retire(ADMIN, newest.version(), true)).isEqualTo(newest);
    assertThat(retention().collectContents(ADMIN, 100)).isEqualTo(2);
    assertThat(caches().list(READER)).isEmpty();
  }

  @Test
  void gcProject_ofAPackInACacheVersion_keepsItsContent() throws Exception {
    project(P1, 5, "c/");
    rows(P1, ">a/@1-2", ">b/@1-3");
    ContentHash cached = packRow(P1, "c/", 1, ABSENT, packOf("c/1", "1"));
    var _ = caches().create(ADMIN, "c/", 10, 0);
    assertThat(update(gone("c/1"))).isEqualTo(6);
    assertThat(update(gone("x"))).isEqualTo(7);

    assertThat(retention().collectProject(ADMIN, P1, 1, 0)).isEqualTo(2);

    assertThat(seeds().countRows(P1)).isZero();
    assertThat(contents()).containsExactly(cached);
    projects().delete(ADMIN, P1);
    assertThat(retention().collectContents(ADMIN, 100)).isZero();
    assertThat(contents()).containsExactly(cached);
  }

  // Caches

  /** Notes what a cache version delivers. */
  private record PacksOnly(List<ContentHash> packs) implements CacheSink {
    @Override
    public void begin(CacheListing listing, long toCome) {
      assertThat(packs).isEmpty();
    }

    @Override
    public void pack(ContentHash hash, Blob packed) {
      packs.add(hash);
    }
  }

  /** Notes what an inspection says, in order. */
  private static final class Uses implements CacheUseSink {
    private final List<Object> said = new ArrayList<>();

    @Override
    public void begin(CacheInfo cache) {
      said.add(cache);
    }

    @Override
    public void pack(PackUse use) {
      said.add(use);
    }

    @Override
    public void project(ProjectUse use) {
      said.add(use);
    }
  }

  private List<Object> inspected(Optional<CacheVersion> wanted) throws DateiLagerException {
    var uses = new Uses();
    caches().inspect(ADMIN, wanted, uses);
    return uses.said;
  }

  @Test
  void inspectCache_tellsPacksThenProjects() throws Exception {
    project(P1, 1);
    project(P2, 1);
    ContentHash shared = packRow(P1, "a/", 1, ABSENT, packOf("x", "1"));
    assertThat(packRow(P2, "b/", 1, ABSENT, packOf("x", "1"))).isEqualTo(shared);
    ContentHash alone = packRow(P2, "c/", 1, ABSENT, packOf("y", "22"));
    CacheInfo old = caches().create(ADMIN, "", 1, 0);
    CacheInfo info = caches().create(ADMIN, "", 10, 0);
    var length = OptionalLong.of(packOf("x", "1").length());
    var sharedUse = new PackUse(shared, length, Optional.of("a/"), 2);

    assertThat(inspected(Optional.empty()))
        .containsExactly(
            info,
            sharedUse,
            new PackUse(alone, OptionalLong.of(packOf("y", "22").length()), Optional.of("c/"), 1),
            new ProjectUse(P1, 1),
            new ProjectUse(P2, 2));
    assertThat(inspected(Optional.of(old.version())))
        .containsExactly(old, sharedUse, new ProjectUse(P1, 1), new ProjectUse(P2, 1));
  }

  @Test
  void inspectCache_thatIsNotThere_isNotFound() throws Exception {
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> inspected(Optional.empty()));
    CacheInfo empty = caches().create(ADMIN, "", 10, 0);
    assertThat(inspected(Optional.empty())).containsExactly(empty);
    var next = new CacheVersion(empty.version().value() + 1);
    assertThatExceptionOfType(NotFound.class)
        .isThrownBy(() -> inspected(Optional.of(next)))
        .withMessageContaining(next.toString());
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> caches().retire(ADMIN, next, true));
  }

  @Test
  void createCache_byBytes_takesAsManyAsFit() throws Exception {
    history(1, ">a/@1", ">b/@1");
    long one = caches().create(ADMIN, "a/", 10, 0).bytes();
    assertThat(caches().create(ADMIN, "", 0, 2 * one).packs()).isEqualTo(2);
    assertThat(caches().create(ADMIN, "", 0, 2 * one - 1).packs()).isEqualTo(1);
    assertThat(caches().create(ADMIN, "", 1, 2 * one).packs()).isEqualTo(1);
    assertThat(caches().create(ADMIN, "", 0, 1).packs()).isZero();
    int before = new HashSet<>(caches().list(ADMIN)).size();
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> caches().create(ADMIN, "", 0, 0));
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> caches().create(ADMIN, "", 1, -1));
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> caches().create(ADMIN, "", 100_001, 1));
    assertThat(caches().list(ADMIN)).hasSize(before);
  }

  @Test
  void retentionUseCases_withoutTheRole_areDenied() throws Exception {
    churned(P1);
    var _ = plainContent("unused");
    CacheInfo cache = caches().create(ADMIN, "", 10, 0);
    for (Role role : List.of(READER, OWNER)) {
      assertDenied(() -> retention().collectProject(role, P1, 0, 0));
      assertDenied(() -> retention().collectRandomProjects(role, 200, 0, 0));
      assertDenied(() -> retention().collectContents(role, 200));
      assertDenied(() -> caches().inspect(role, Optional.empty(), new Uses()));
      assertDenied(() -> caches().retire(role, cache.version(), true));
    }
    assertThat(seeds().countRows(P1)).isEqualTo(5);
    assertThat(contents()).hasSize(6);
    assertThat(caches().list(READER)).containsExactly(cache);
  }
}
