package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheListing;
import dev.dateilager.domain.catalog.CacheSink;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.AlreadyExists;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How the server's use cases behave over a store: every line of behaviours.md on projects, reads,
 * updates and caches, and what its "Not covered" list adds. A store's test extends this class and
 * says where its store is.
 */
public abstract class CatalogBehaviours extends RetentionBehaviours {
  private static final Optional<ProjectId> NO_TEMPLATE = Optional.empty();

  // Projects

  @Test
  @DisplayName("TestNewProject: an empty project")
  void newProject() throws Exception {
    projects().create(ADMIN, P1, List.of(), NO_TEMPLATE);
    assertThat(get(latest())).isEmpty();
    assertThat(get(latest(ALL))).isEmpty();
    assertThat(latest(P1)).isZero();
  }

  @Test
  @DisplayName("TestNewProjectWithTemplate: only live rows are copied")
  void newProjectWithTemplate() throws Exception {
    history(3, "/a@1-3", "/b@2-3", "/b@3", "/c@3");
    projects().create(ADMIN, P2, List.of(), Optional.of(P1));
    var all = new ReadRequest(P2, ABSENT, ABSENT, List.of(ALL));
    assertThat(get(all)).containsExactly("/b = /b v3", "/c = /c v3");
    assertThat(seeds().countRows(P1)).isEqualTo(4);
    assertThat(seeds().countRows(P2)).isEqualTo(2);
    assertThat(latest(P2)).isEqualTo(3);
  }

  @Test
  @DisplayName("TestClientNewProjectEmptyPackPattern: nothing is packed, one tar")
  void newProjectEmptyPackPattern() throws Exception {
    projects().create(ADMIN, P1, List.of(), NO_TEMPLATE);
    assertThat(update(file("a", "a v1"), file("b", "b v1"), file("c", "c v1"))).isEqualTo(1);
    assertThat(parts(latest(ALL)))
        .extracting(Part::entries)
        .containsExactly(List.of("a = a v1", "b = b v1", "c = c v1"));
  }

  @Test
  @DisplayName("TestClientNewProjectDuplicateReportsError: the id is taken")
  void newProjectDuplicate() throws Exception {
    projects().create(ADMIN, P1, List.of("a/"), NO_TEMPLATE);
    assertThatExceptionOfType(AlreadyExists.class)
        .isThrownBy(() -> projects().create(ADMIN, P1, List.of(), NO_TEMPLATE))
        .withMessage("project id 1 already exists");
  }

  @Test
  void newProject_withEmptyPatterns_packsNothing() throws Exception {
    projects().create(ADMIN, P1, List.of("", "p/", ""), NO_TEMPLATE);
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.project(P1).packPatterns()).containsExactly("p/"); // lessons.md 23
    }
    assertThat(update(file("a", "a"), file("p/a", "a"))).isEqualTo(1);
    assertThat(live(P1))
        .hasSize(2)
        .anyMatch(row -> row.startsWith("a = "))
        .anyMatch(row -> row.startsWith(">p/"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "a{2,1}", "(?!x)", "\\1", "[z-a]", "nul\0"})
  void newProject_withAPatternThatIsNone_isInvalidAndLeavesNothing(String pattern)
      throws Exception {
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> projects().create(ADMIN, P1, List.of("ok", pattern), NO_TEMPLATE));
    projects().create(ADMIN, P1, List.of("ok"), NO_TEMPLATE);
  }

  @Test
  void newProject_fromATemplateThatIsMissingOrOther_isRefused() throws Exception {
    assertThatExceptionOfType(NotFound.class)
        .isThrownBy(() -> projects().create(ADMIN, P2, List.of(), Optional.of(P1)));
    project(P1, 0, "a/");
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> projects().create(ADMIN, P2, List.of("b/"), Optional.of(P1)));
    projects().create(ADMIN, P2, List.of("a/"), Optional.of(P1));
  }

  @Test
  void newProject_withoutTheRole_isDenied() {
    for (Role role : List.of(READER, OWNER)) {
      assertThatExceptionOfType(PermissionDenied.class)
          .isThrownBy(() -> projects().create(role, P1, List.of("("), NO_TEMPLATE));
    }
  }

  @Test
  @DisplayName("TestDeleteProject: a read up to version 1 is an error after it")
  void deleteProject() throws Exception {
    history(1, "/a@1", "/b@1");
    assertThat(get(upTo(1, ALL))).containsExactly("/a = /a v1", "/b = /b v1");

    projects().delete(ADMIN, P1);

    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> get(upTo(1, ALL)));
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> update(file("/a", "a")));
    assertThat(seeds().countRows(P1)).isZero();
  }

  @Test
  void deleteProject_thatDoesNotExist_isFine() throws Exception {
    projects().delete(ADMIN, P1); // wire.md §8
    projects().create(ADMIN, P1, List.of(), NO_TEMPLATE);
  }

  @Test
  void deleteProject_withoutTheRole_isDenied() throws Exception {
    history(1, "a@1");
    for (Role role : List.of(READER, OWNER)) {
      assertThatExceptionOfType(PermissionDenied.class)
          .isThrownBy(() -> projects().delete(role, P1));
    }
    assertThat(get(latest(ALL))).containsExactly("a = a v1");
  }

  private List<ProjectVersion> listed(Role role) throws DateiLagerException {
    var listed = new ArrayList<ProjectVersion>();
    projects().list(role, listed::add);
    return listed;
  }

  @Test
  @DisplayName("Not covered: ListProjects counts, every project with its latest version")
  void listProjects() throws Exception {
    assertThat(listed(ADMIN)).isEmpty();
    project(P2, 0);
    history(3, "a@1-2", "a@2", "b@3");
    assertThat(update(file("b", "b v4"))).isEqualTo(4);
    assertThat(listed(ADMIN)).containsExactly(new ProjectVersion(P1, 4), new ProjectVersion(P2, 0));
  }

  @Test
  void listProjects_whoseSinkFails_failsWithIt() throws Exception {
    project(P1, 0);
    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(
            () ->
                projects()
                    .list(
                        ADMIN,
                        _ -> {
                          throw new Corrupt("no more");
                        }))
        .withMessage("no more");
  }

  @Test
  void listProjects_withoutTheRole_isDenied() throws Exception {
    project(P1, 0);
    for (Role role : List.of(READER, OWNER)) {
      assertThatExceptionOfType(PermissionDenied.class).isThrownBy(() -> listed(role));
    }
  }

  // Caches

  /** What a cache read says. */
  private static final class Recorder implements CacheSink {
    private final List<CacheInfo> begun = new ArrayList<>();
    private final List<ContentHash> announced = new ArrayList<>();
    private final List<Long> toCome = new ArrayList<>();
    private final List<Blob> packs = new ArrayList<>();

    @Override
    public void begin(CacheListing listing, long coming) {
      assertThat(packs).isEmpty();
      begun.add(listing.info());
      announced.addAll(listing.hashes());
      toCome.add(coming);
    }

    @Override
    public void pack(ContentHash hash, Blob packed) {
      assertThat(ContentHash.of(packed)).isEqualTo(hash);
      packs.add(packed);
    }
  }

  private Recorder cache(Role role, Optional<CacheVersion> wanted) throws DateiLagerException {
    var recorder = new Recorder();
    caches().get(role, wanted, recorder);
    return recorder;
  }

  private Recorder download(Optional<CacheVersion> wanted, Set<ContentHash> have)
      throws DateiLagerException {
    var recorder = new Recorder();
    caches().download(READER, wanted, have, recorder);
    return recorder;
  }

  private List<String> files(Recorder recorder) throws DateiLagerException {
    var files = new ArrayList<String>();
    for (Blob packed : recorder.packs) {
      files.addAll(entries(packed));
    }
    return files;
  }

  @Test
  @DisplayName("TestCreateCache: the next version has the packs that are live then")
  void createCache() throws Exception {
    project(P1, 1, "pack/[^/]+/");
    rows(P1, ">pack/a@1");
    CacheInfo first = caches().create(ADMIN, "pack/", 100, 0);
    assertThat(first.packs()).isEqualTo(1);

    assertThat(update(gone("pack/a/1"), gone("pack/a/2"), file("pack/b/1", "b"))).isEqualTo(2);
    CacheInfo second = caches().create(ADMIN, "pack/", 100, 0);

    assertThat(second.packs()).isEqualTo(1);
    assertThat(second.version().value()).isEqualTo(first.version().value() + 1);
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.cache(Optional.of(first.version())).orElseThrow().hashes())
          .doesNotContainAnyElementsOf(
              snapshot.cache(Optional.of(second.version())).orElseThrow().hashes());
    }
  }

  @Test
  @DisplayName("TestCreateCacheOnlyUsesPacksWithThePrefix: two of three")
  void createCacheOnlyUsesPacksWithThePrefix() throws Exception {
    history(1, ">pack/a@1");
    project(P2, 1);
    rows(P2, ">pack/b@1", ">private/@1");
    assertThat(caches().create(ADMIN, "pack/", 100, 0).packs()).isEqualTo(2);
  }

  @Test
  @DisplayName("TestCreateCacheIgnoresModulesNoLongerUsed: only the live one")
  void createCacheIgnoresModulesNoLongerUsed() throws Exception {
    history(2, ">pack/a@1-2", ">pack/b@2");
    assertThat(caches().create(ADMIN, "pack", 100, 0).packs()).isEqualTo(1);
  }

  @Test
  @DisplayName("TestGetCache: exactly the four files below the prefix, as project role")
  void getCache() throws Exception {
    history(1, ">pack/a@1");
    project(P2, 1);
    rows(P2, ">pack/b@1", ">private/@1");
    CacheInfo info = caches().create(ADMIN, "pack/", 100, 0);

    Recorder recorder = cache(OWNER, Optional.empty());

    assertThat(recorder.begun).containsExactly(info);
    assertThat(recorder.packs).hasSize(2);
    assertThat(files(recorder))
        .containsExactlyInAnyOrder(
            "pack/a/1 = pack/a/1 v1",
            "pack/a/2 = pack/a/2 v1",
            "pack/b/1 = pack/b/1 v1",
            "pack/b/2 = pack/b/2 v1");
  }

  @Test
  @DisplayName("TestGetCacheWithoutAvailableCacheVersion: nothing and no error")
  void getCacheWithoutAvailableCacheVersion() throws Exception {
    Recorder recorder = cache(READER, Optional.empty());
    assertThat(recorder.begun).isEmpty();
    assertThat(recorder.packs).isEmpty();
  }

  @Test
  void getCache_ofAVersion_givesThatOne() throws Exception {
    history(1, ">a/@1");
    CacheInfo first = caches().create(ADMIN, "", 1, 0);
    rows(P1, ">b/@1");
    CacheInfo second = caches().create(ADMIN, "b", 1, 0);

    assertThat(files(cache(READER, Optional.of(first.version()))))
        .containsExactly("a/1 = a/1 v1", "a/2 = a/2 v1");
    assertThat(cache(READER, Optional.empty()).begun).containsExactly(second);
    assertThat(cache(READER, Optional.of(new CacheVersion(second.version().value() + 1))).begun)
        .isEmpty();
    assertThat(caches().list(READER)).containsExactly(second, first);
  }

  @Test
  void getCache_ofAnEmptyVersion_beginsAndEnds() throws Exception {
    CacheInfo info = caches().create(ADMIN, "", 10, 0);
    Recorder recorder = cache(READER, Optional.empty());
    assertThat(recorder.begun).containsExactly(info);
    assertThat(recorder.packs).isEmpty();
  }

  @Test
  void getCache_ofAPackThatIsMissingOrDamaged_isCorrupt() throws Exception {
    project(P1, 1);
    ContentHash hash = packRow(P1, "p/", 1, ABSENT, packOf("p/1", "1"));
    var _ = caches().create(ADMIN, "", 10, 0);
    seeds().insertContent(hash, packOf("p/1", "other"));
    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> cache(READER, Optional.empty()))
        .withMessageContaining(hash.hex());
    seeds().removeContent(hash);
    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> cache(READER, Optional.empty())) // I25, oddity 13
        .withMessageContaining(hash.hex());
  }

  @Test
  void downloadCache_withoutPacksAtHand_givesWhatGetCacheGives() throws Exception {
    history(1, ">a/@1", ">b/@1");
    var _ = caches().create(ADMIN, "", 10, 0);

    Recorder whole = download(Optional.empty(), Set.of());
    Recorder got = cache(READER, Optional.empty());

    assertThat(whole.begun).isEqualTo(got.begun);
    assertThat(whole.announced).isEqualTo(got.announced).hasSize(2);
    assertThat(whole.packs).isEqualTo(got.packs).hasSize(2);
    assertThat(whole.toCome).isEqualTo(got.toCome).containsExactly(2L);
  }

  @Test
  void downloadCache_leavesOutThePacksAtHand_andAnnouncesThemAllTheSame() throws Exception {
    history(1, ">a/@1", ">b/@1", ">c/@1");
    CacheInfo info = caches().create(ADMIN, "", 10, 0);
    List<ContentHash> hashes = download(Optional.empty(), Set.of()).announced;
    var have = Set.of(hashes.get(0), hashes.get(2), ContentHash.of(Blob.utf8("of another cache")));

    Recorder part = download(Optional.of(info.version()), have);

    assertThat(part.begun).containsExactly(info);
    assertThat(part.announced).isEqualTo(hashes);
    assertThat(part.toCome).containsExactly(1L);
    assertThat(part.packs).extracting(ContentHash::of).containsExactly(hashes.get(1));
    assertThat(download(Optional.empty(), Set.copyOf(hashes)).toCome).containsExactly(0L);
  }

  @Test
  @DisplayName("I25: a pack at hand is not asked for, any other that is missing is an error")
  void downloadCache_ofAPackThatIsMissing_isCorruptUnlessItIsAtHand() throws Exception {
    project(P1, 1);
    ContentHash hash = packRow(P1, "p/", 1, ABSENT, packOf("p/1", "1"));
    var _ = caches().create(ADMIN, "", 10, 0);
    seeds().removeContent(hash);

    assertThat(download(Optional.empty(), Set.of(hash)).announced).containsExactly(hash);
    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> download(Optional.empty(), Set.of()))
        .withMessageContaining(hash.hex());
  }

  @Test
  void downloadCache_ofNoCacheOrAnother_saysNothing() throws Exception {
    assertThat(download(Optional.empty(), Set.of()).begun).isEmpty();
    CacheInfo empty = caches().create(ADMIN, "", 10, 0);
    Recorder recorder = download(Optional.empty(), Set.of());
    assertThat(recorder.begun).containsExactly(empty);
    assertThat(recorder.toCome).containsExactly(0L);
    assertThat(download(Optional.of(new CacheVersion(empty.version().value() + 1)), Set.of()).begun)
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 100_001, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 32) + 1})
  void createCache_ofAnImpossibleSize_isInvalid(long maxPacks) throws Exception {
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> caches().create(ADMIN, "", maxPacks, 0));
    assertThat(caches().list(ADMIN)).isEmpty();
  }

  @Test
  void createCache_atTheLimits_works() throws Exception {
    history(1, ">a/@1", ">b/@1");
    assertThat(caches().create(ADMIN, "", 1, 0).packs()).isEqualTo(1);
    assertThat(caches().create(ADMIN, "", 100_000, 0).packs()).isEqualTo(2);
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> caches().create(ADMIN, "a\0", 1, 0));
  }

  @Test
  void createCache_withoutTheRole_isDenied() {
    for (Role role : List.of(READER, OWNER)) {
      assertThatExceptionOfType(PermissionDenied.class)
          .isThrownBy(() -> caches().create(role, "", 10, 0));
    }
  }
}
