package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheListing;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.RowQuery;
import dev.dateilager.domain.catalog.UpdateDraft;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.AlreadyExists;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.model.VersionRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/**
 * What every {@code CatalogStore} must hold to: everything that the ports' documentation says. An
 * implementation's test extends this class and says where its store is.
 */
public abstract class CatalogStoreContract extends CacheUseContract {
  // Projects

  @Test
  void createProject_startsAtVersionZero() throws Exception {
    store().createProject(P1, List.of(), Optional.empty());

    assertThat(latest(P1)).isZero();
    assertThat(live(P1)).isEmpty();
  }

  @Test
  void createProject_withATakenId_alreadyExistsAndChangesNothing() throws Exception {
    project(P1, 3, "x/");
    rows(P1, "a@1");

    assertThatExceptionOfType(AlreadyExists.class)
        .isThrownBy(() -> store().createProject(P1, List.of(), Optional.empty()))
        .withMessage("project id 1 already exists");

    assertThat(latest(P1)).isEqualTo(3);
    assertThat(live(P1)).containsExactly("a = a v1");
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.project(P1).packPatterns()).containsExactly("x/");
    }
  }

  @Test
  void createProject_fromATemplate_copiesLiveRowsWithTheirVersions() throws Exception {
    project(P1, 5, "m/");
    rows(P1, "a@1-3", "a@3", "b@2-4", ">m/@4", "d/@1");

    store().createProject(P2, List.of("m/"), Optional.of(P1));

    assertThat(latest(P2)).isEqualTo(5);
    assertThat(live(P2)).containsExactly("a = a v3", "d/ = ", ">m/ = m/ v4");
    assertThat(seeds().countRows(P2)).isEqualTo(3);
    assertThat(seeds().countRows(P1)).isEqualTo(5);
    assertThat(listing(new RowQuery(P2, new VersionRange(0, 3), ALL, false)))
        .containsExactly("a = a v3", "d/ = ");
  }

  @Test
  void createProject_fromAMissingTemplate_isNotFoundAndLeavesNothing() throws Exception {
    assertThatExceptionOfType(NotFound.class)
        .isThrownBy(() -> store().createProject(P2, List.of(), Optional.of(P1)));

    assertMissing(P2);
    store().createProject(P2, List.of(), Optional.empty());
  }

  private void assertMissing(ProjectId id) throws Exception {
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThatExceptionOfType(NotFound.class).isThrownBy(() -> snapshot.project(id));
    }
  }

  @Test
  void createProject_withOtherPatternsThanTheTemplate_isRefusedAndLeavesNothing() throws Exception {
    project(P1, 1, "a/", "b/");
    for (List<String> patterns : List.of(List.of("b/", "a/"), List.of("a/"), List.<String>of())) {
      assertThatExceptionOfType(InvalidArgument.class)
          .isThrownBy(() -> store().createProject(P2, patterns, Optional.of(P1)));
      assertMissing(P2);
    }
  }

  @Test
  void createProject_keepsPatternsAsTheyAre() throws Exception {
    List<String> patterns = List.of("^node_modules/[^/]+/", "{a,\"b\"}", "\\\\", "NULL", "ü");
    store().createProject(P1, patterns, Optional.empty());
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.project(P1).packPatterns()).isEqualTo(patterns);
    }
  }

  @Test
  void deleteProject_removesItsRowsAndNothingElse() throws Exception {
    history(3, "a@1-2", "a@2", ">p/@3");
    project(P2, 2);
    rows(P2, "a@2");
    try (CatalogSnapshot before = store().snapshot()) {
      store().deleteProject(P1);
      assertThat(before.project(P1).latestVersion()).isEqualTo(3); // I24: it shows one state
    }

    assertMissing(P1);
    assertThat(seeds().countRows(P1)).isZero();
    assertThat(live(P2)).containsExactly("a = a v2");
    assertThat(latest(P2)).isEqualTo(2);
    ContentHash onlyThere = ContentHash.of(Blob.utf8("a v1"));
    try (CatalogSnapshot after = store().snapshot()) {
      assertThat(after.storedBytes(List.of(onlyThere))).containsOnlyKeys(onlyThere); // for the GC
    }
  }

  @Test
  void deleteProject_leavesTheIdFree() throws Exception {
    history(3, "a@1");
    store().deleteProject(P1);
    store().createProject(P1, List.of("x/"), Optional.empty());
    assertThat(latest(P1)).isZero();
    assertThat(live(P1)).isEmpty();
  }

  @Test
  void deleteProject_thatDoesNotExist_doesNothing() throws Exception {
    history(1, "a@1");
    store().deleteProject(P2);
    assertMissing(P2);
    assertThat(live(P1)).containsExactly("a = a v1");
  }

  @Test
  void deleteProject_whileItIsUpdated_leavesNothingToCommitTo() throws Exception {
    history(1, "a@1");
    try (UpdateDraft draft = store().draft(P1)) {
      put(draft, "b", "b");
      store().deleteProject(P1);
      assertThatExceptionOfType(NotFound.class).isThrownBy(draft::commit);
    }
    assertMissing(P1);
    assertThat(seeds().countRows(P1)).isZero();
  }

  @Test
  void projects_comeInTheOrderOfTheirIds_someAtATime() throws Exception {
    try (CatalogSnapshot empty = store().snapshot()) {
      assertThat(empty.projects(Optional.empty(), 3)).isEmpty();
      for (long id : new long[] {7, -3, Long.MAX_VALUE, 0, Long.MIN_VALUE}) {
        project(new ProjectId(id), 100 + id % 10);
      }
      assertThat(empty.projects(Optional.empty(), 3)).isEmpty(); // I24: it shows one state
    }
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.projects(Optional.empty(), 3))
          .containsExactly(
              new ProjectVersion(new ProjectId(Long.MIN_VALUE), 92),
              new ProjectVersion(new ProjectId(-3), 97),
              new ProjectVersion(new ProjectId(0), 100));
      assertThat(snapshot.projects(Optional.of(new ProjectId(0)), 2))
          .extracting(project -> project.id().value())
          .containsExactly(7L, Long.MAX_VALUE);
      assertThat(snapshot.projects(Optional.of(new ProjectId(1)), 1))
          .extracting(project -> project.id().value())
          .containsExactly(7L);
      assertThat(snapshot.projects(Optional.of(new ProjectId(Long.MAX_VALUE)), 2)).isEmpty();
    }
  }

  @Test
  void ping_answers() throws Exception {
    store().ping(Duration.ofSeconds(5));
  }

  // Cache versions

  /** Stores a pack with this text in a project; returns its hash. */
  private ContentHash pack(ProjectId project, String path, String text) throws Exception {
    return packRow(project, path, 1, OptionalLong.empty(), packOf("shared", text));
  }

  private CacheListing cache(CacheInfo info) throws Exception {
    try (CatalogSnapshot snapshot = store().snapshot()) {
      return snapshot.cache(Optional.of(info.version())).orElseThrow();
    }
  }

  @Test
  void cache_beforeTheFirst_isAbsent() throws Exception {
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.cache(Optional.empty())).isEmpty();
      assertThat(snapshot.cache(Optional.of(new CacheVersion(1)))).isEmpty();
      assertThat(snapshot.caches()).isEmpty();
      assertThat(snapshot.cacheHashes(List.of(new CacheVersion(1)))).isEmpty();
    }
    assertThat(store().newestCache()).isEmpty();
  }

  @Test
  void createCache_takesTheMostFrequentPacks() throws Exception {
    project(P1, 1);
    project(P2, 1);
    ContentHash thrice = pack(P1, "a/", "in three");
    var _ = pack(P2, "a/", "in three");
    var _ = pack(P2, "again/", "in three");
    ContentHash twice = pack(P1, "b/", "in two, at different paths");
    var _ = pack(P2, "c/", "in two, at different paths");
    ContentHash once = pack(P1, "d/", "in one");

    assertThat(cache(store().createCache("", 1, Long.MAX_VALUE)).hashes()).containsExactly(thrice);
    assertThat(cache(store().createCache("", 2, Long.MAX_VALUE)).hashes())
        .containsExactlyInAnyOrder(thrice, twice);
    assertThat(cache(store().createCache("", 3, Long.MAX_VALUE)).hashes())
        .containsExactlyInAnyOrder(thrice, twice, once);
    assertThat(cache(store().createCache("", 100_000, Long.MAX_VALUE)).hashes()).hasSize(3);
  }

  @Test
  void createCache_ofEquallyFrequentOnes_takesTheLowerHash() throws Exception {
    project(P1, 1);
    var hashes = new ArrayList<ContentHash>();
    for (int i = 0; i < 10; i++) {
      hashes.add(pack(P1, "p" + i + "/", "text " + i));
    }
    hashes.sort(null);

    assertThat(cache(store().createCache("", 4, Long.MAX_VALUE)).hashes())
        .containsExactlyInAnyOrderElementsOf(hashes.subList(0, 4));
  }

  @Test
  void createCache_takesOnlyLivePacksBelowThePrefix() throws Exception {
    history(2, ">m/live/@1", ">m/gone/@1-2", ">other/@1", ">m_x/@1", "m/plain@1");
    ContentHash live = ContentHash.of(packOf("m/live/1", "m/live/1 v1", "m/live/2", "m/live/2 v1"));

    assertThat(cache(store().createCache("m/", 100, Long.MAX_VALUE)).hashes())
        .containsExactly(live);
    assertThat(cache(store().createCache("", 100, Long.MAX_VALUE)).hashes()).hasSize(3);
    assertThat(cache(store().createCache("m_", 100, Long.MAX_VALUE)).hashes())
        .hasSize(1); // no wildcard
    assertThat(cache(store().createCache("%", 100, Long.MAX_VALUE)).hashes()).isEmpty();
  }

  @Test
  void createCache_withoutPacks_isAnEmptyVersion() throws Exception {
    CacheInfo info = store().createCache("", 10, Long.MAX_VALUE);

    assertThat(info.packs()).isZero();
    assertThat(info.bytes()).isZero();
    assertThat(cache(info)).isEqualTo(new CacheListing(info, List.of()));
    assertThat(store().newestCache()).contains(info.version());
  }

  @Test
  void createCache_countsPacksAndBytes() throws Exception {
    project(P1, 1);
    ContentHash missing = pack(P1, "a/", "one");
    var _ = pack(P1, "b/", "another");
    long both = (long) packOf("shared", "one").length() + packOf("shared", "another").length();

    CacheInfo info = store().createCache("", 10, Long.MAX_VALUE);
    assertThat(info).isEqualTo(new CacheInfo(info.version(), 2, both));

    seeds().removeContent(missing);
    assertThat(cache(info).info())
        .isEqualTo(new CacheInfo(info.version(), 2, packOf("shared", "another").length()));
    assertThat(cache(info).hashes()).hasSize(2).contains(missing);
  }

  @Test
  void caches_areNumberedAndListedNewestFirst() throws Exception {
    history(1, ">a/@1");
    CacheInfo first = store().createCache("", 10, Long.MAX_VALUE);
    rows(P1, ">b/@1");
    CacheInfo second = store().createCache("", 10, Long.MAX_VALUE);

    assertThat(second.version().value()).isEqualTo(first.version().value() + 1);
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.caches()).containsExactly(second, first);
      assertThat(snapshot.cache(Optional.empty()).orElseThrow().info()).isEqualTo(second);
      assertThat(snapshot.cache(Optional.of(first.version())).orElseThrow().info())
          .isEqualTo(first);
      assertThat(snapshot.cache(Optional.of(new CacheVersion(0)))).isEmpty();
      assertThat(snapshot.cache(Optional.of(new CacheVersion(second.version().value() + 1))))
          .isEmpty();
    }
    assertThat(store().newestCache()).contains(second.version());
  }

  @Test
  void cacheHashes_areTheUnion() throws Exception {
    project(P1, 1);
    ContentHash a = pack(P1, "a/", "a");
    CacheInfo onlyA = store().createCache("a", 10, Long.MAX_VALUE);
    ContentHash b = pack(P1, "b/", "b");
    CacheInfo onlyB = store().createCache("b", 10, Long.MAX_VALUE);
    var unknown = new CacheVersion(999_999);
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.cacheHashes(List.of(onlyA.version(), onlyB.version(), unknown)))
          .containsExactlyInAnyOrder(a, b);
      assertThat(snapshot.cacheHashes(List.of(onlyB.version()))).containsExactly(b);
      assertThat(snapshot.cacheHashes(List.of(unknown))).isEmpty();
      assertThat(snapshot.cacheHashes(List.of())).isEmpty();
    }
  }

  @Test
  void createCache_listsASharedPackOnce() throws Exception {
    project(P1, 1);
    ContentHash same = pack(P1, "a/", "same");
    project(P2, 1);
    assertThat(pack(P2, "z/", "same")).isEqualTo(same);

    assertThat(cache(store().createCache("", 10, Long.MAX_VALUE)).hashes()).containsExactly(same);
    assertThat(cache(store().createCache("z", 10, Long.MAX_VALUE)).hashes()).containsExactly(same);
  }
}
