package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.staging.CacheDownload;
import dev.dateilager.domain.staging.CacheSource;
import dev.dateilager.domain.workspace.FetchCache;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** behaviours.md, "Client: getcache". */
public abstract class ClientGetCacheBehaviours extends ClientFixture {
  private static FetchCache.Result fetched(CacheVersion version, long count) {
    return new FetchCache.Result(Optional.of(version), count);
  }

  private CacheVersion cacheOfTwo(String scope) throws Exception {
    ProjectId project = project("^node_modules/[^/]+/[^/]+/");
    on(project)
        .files(
            "v1",
            "node_modules/" + scope + "/a/1",
            "node_modules/" + scope + "/a/2",
            "node_modules/" + scope + "/b/1",
            "node_modules/" + scope + "/b/2")
        .send();
    return createCache("node_modules/" + scope + "/");
  }

  @Test
  @DisplayName("TestClientGetCacheWithEmptyCache: no cache on the server")
  void testClientGetCacheWithEmptyCache() throws Exception {
    HandmadeCache cache = newCache();
    assertThat(
            new FetchCache((_, _) -> new NoCache(), packs())
                .fetch(cache.folder(), Optional.empty(), 2))
        .isEqualTo(new FetchCache.Result(Optional.empty(), 0));
    assertThat(cache.tree()).isEqualTo(pairs("objects/", "dir"));
  }

  @Test
  @DisplayName("TestClientGetCache: two packs under their hashes, and the version")
  void testClientGetCache() throws Exception {
    CacheVersion version = cacheOfTwo("get");
    HandmadeCache cache = newCache();
    assertThat(getCache(cache, Optional.empty())).isEqualTo(fetched(version, 4));
    assertThat(cache.tree()).containsEntry("versions", "644 " + version + "\n");
    assertThat(cache.tree().keySet())
        .hasSize(5)
        .allMatch(
            name ->
                name.equals("versions")
                    || name.matches("objects/[0-9a-f]{64}/node_modules/get/[ab]/[12]"));
  }

  @Test
  @DisplayName("TestClientGetCacheFailsIfLockCannotBeObtained: a .lock is there")
  void testClientGetCacheFailsIfLockCannotBeObtained() throws Exception {
    HandmadeCache cache = newCache();
    cache.write(".lock", "");
    cache.write("tmp/other", "another download's work");
    assertThatThrownBy(() -> getCache(cache, Optional.empty()))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("unable to obtain cache lock file");
    assertThat(cache.tree()).containsOnlyKeys(".lock", "tmp/other");
  }

  @Test
  @DisplayName("TestClientCanHaveMultipleCacheVersions: the second brings nothing new")
  void testClientCanHaveMultipleCacheVersions() throws Exception {
    ProjectId project = project("^node_modules/[^/]+/[^/]+/");
    on(project).files("v1", "node_modules/many/a/1", "node_modules/many/a/2").send();
    CacheVersion first = createCache("node_modules/many/");
    HandmadeCache cache = newCache();
    assertThat(getCache(cache, Optional.empty())).isEqualTo(fetched(first, 2));
    CacheVersion second = createCache("node_modules/many/");
    assertThat(getCache(cache, Optional.empty())).isEqualTo(fetched(second, 0));
    assertThat(cache.tree()).containsEntry("versions", "644 %s\n%s\n".formatted(first, second));
  }

  @Test
  @DisplayName("TestClientGetCacheWithSpecificVersion: the first of two")
  void testClientGetCacheWithSpecificVersion() throws Exception {
    ProjectId project = project("^node_modules/[^/]+/[^/]+/");
    on(project).files("v1", "node_modules/specific/a/1", "node_modules/specific/a/2").send();
    CacheVersion first = createCache("node_modules/specific/");
    on(project).files("v2", "node_modules/specific/b/1").send();
    createCache("node_modules/specific/");
    HandmadeCache cache = newCache();
    assertThat(getCache(cache, Optional.of(first))).isEqualTo(fetched(first, 2));
    assertThat(cache.tree()).containsEntry("versions", "644 " + first + "\n");
  }

  @Test
  @DisplayName("TestDownloadingTheSameVersionTwice: once listed, not downloaded again")
  void testDownloadingTheSameVersionTwice() throws Exception {
    CacheVersion version = cacheOfTwo("twice");
    HandmadeCache cache = newCache();
    assertThat(getCache(cache, Optional.of(version))).isEqualTo(fetched(version, 4));
    var before = cache.tree();
    assertThat(getCache(cache, Optional.of(version))).isEqualTo(fetched(version, 0));
    assertThat(cache.tree()).isEqualTo(before);
  }

  // Beyond the reference's tests.

  @Test
  void getCache_whenInterrupted_listsNothing_andTheNextFinishes() throws Exception {
    CacheVersion version = cacheOfTwo("cut");
    HandmadeCache cache = newCache();
    CacheSource cut = (wanted, have) -> new Cut(caches().open(wanted, have));
    assertThatThrownBy(
            () -> new FetchCache(cut, packs()).fetch(cache.folder(), Optional.of(version), 2))
        .isInstanceOf(Unavailable.class);
    assertThat(cache.tree()).doesNotContainKeys("versions", ".lock");
    assertThat(cache.directory().versions()).isEmpty();
    assertThat(getCache(cache, Optional.of(version)).version()).contains(version);
    assertThat(cache.tree()).hasSize(5);
  }

  @Test
  void getCache_whenAnotherVersionComes_listsNothing() throws Exception {
    CacheVersion version = cacheOfTwo("other");
    HandmadeCache cache = newCache();
    CacheSource stubborn = (_, have) -> caches().open(Optional.of(version), have);
    var asked = new CacheVersion(version.value() + 1);
    assertThatThrownBy(
            () -> new FetchCache(stubborn, packs()).fetch(cache.folder(), Optional.of(asked), 2))
        .isInstanceOf(Corrupt.class);
    assertThat(cache.tree()).isEqualTo(pairs("objects/", "dir"));
  }

  /** A server without a cache. */
  private static final class NoCache implements CacheDownload {
    @Override
    public Optional<CacheVersion> version() {
      return Optional.empty();
    }

    @Override
    public OptionalLong announcedPacks() {
      return OptionalLong.empty();
    }

    @Override
    public Optional<Set<ContentHash>> hashes() {
      return Optional.empty();
    }

    @Override
    public Optional<Pack> next() {
      return Optional.empty();
    }

    @Override
    public void close() {
      // nothing is held
    }
  }

  /** Breaks after the first pack. */
  private static final class Cut implements CacheDownload {
    private final CacheDownload real;
    private boolean one;

    Cut(CacheDownload real) {
      this.real = real;
    }

    @Override
    public Optional<CacheVersion> version() throws DateiLagerException {
      return real.version();
    }

    @Override
    public OptionalLong announcedPacks() {
      return OptionalLong.empty();
    }

    @Override
    public Optional<Set<ContentHash>> hashes() {
      return Optional.empty();
    }

    @Override
    public Optional<Pack> next() throws DateiLagerException {
      if (one) {
        throw new Unavailable("the stream broke");
      }
      one = true;
      return real.next();
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
