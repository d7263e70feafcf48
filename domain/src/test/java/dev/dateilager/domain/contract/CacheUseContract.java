package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.PackUse;
import dev.dateilager.domain.catalog.ProjectUse;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How cache versions are limited, inspected and retired, in every store. */
public abstract class CacheUseContract extends RetentionContract {
  private static final ProjectId P3 = new ProjectId(3);

  /** Stores a pack of so many bytes and makes it live in some projects, from the first on. */
  private ContentHash pack(String path, int bytes, int projects) throws Exception {
    Blob packed = Blob.utf8(path + "x".repeat(bytes - path.length()));
    for (long id = 1; id <= projects; id++) {
      var _ = packRow(new ProjectId(id), path, 1, OptionalLong.empty(), packed);
    }
    return ContentHash.of(packed);
  }

  private void threeProjects() throws Exception {
    for (long id = 1; id <= 3; id++) {
      project(new ProjectId(id), 1);
    }
  }

  private List<ContentHash> hashes(CacheInfo cache) throws Exception {
    try (CatalogSnapshot snapshot = store().snapshot()) {
      return snapshot.cache(Optional.of(cache.version())).orElseThrow().hashes();
    }
  }

  @Test
  void createCache_byBytes_leavesOutWhatDoesNotFit_andGoesOn() throws Exception {
    threeProjects();
    ContentHash most = pack("most/", 100, 3);
    ContentHash big = pack("big/", 1000, 2);
    ContentHash least = pack("least/", 50, 1);

    assertThat(hashes(store().createCache("", 10, 1150))).containsExactly(most, big, least);
    assertThat(hashes(store().createCache("", 10, 1149))).containsExactly(most, big);
    assertThat(hashes(store().createCache("", 10, 1099))).containsExactly(most, least);
    assertThat(hashes(store().createCache("", 10, 149))).containsExactly(most);
    assertThat(hashes(store().createCache("", 10, 99))).containsExactly(least);
    assertThat(hashes(store().createCache("", 1, 1150))).containsExactly(most);
    CacheInfo none = store().createCache("", 10, 1);
    assertThat(none).isEqualTo(new CacheInfo(none.version(), 0, 0));
  }

  @Test
  void packUses_tellLengthPathAndProjects() throws Exception {
    threeProjects();
    ContentHash shared = pack("shared/", 100, 3);
    var _ = packRow(P1, "again/", 1, OptionalLong.empty(), Blob.utf8("shared/" + "x".repeat(93)));
    ContentHash stopped = packRow(P2, "stopped/", 1, OptionalLong.of(2), packOf("stopped/1", "1"));
    ContentHash lost = pack("lost/", 10, 1);
    seeds().removeContent(lost);
    ContentHash unknown = ContentHash.of(Blob.utf8("unknown"));
    rows(P3, "plain@1");
    ContentHash plain = ContentHash.of(Blob.utf8("plain v1"));

    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.packUses(List.of(shared, stopped, lost, unknown, plain)).values())
          .filteredOn(use -> !use.hash().equals(stopped) && !use.hash().equals(plain))
          .containsExactlyInAnyOrder(
              new PackUse(shared, OptionalLong.of(100), Optional.of("again/"), 3),
              new PackUse(lost, OptionalLong.empty(), Optional.of("lost/"), 1),
              new PackUse(unknown, OptionalLong.empty(), Optional.empty(), 0));
      assertThat(snapshot.packUses(List.of(stopped, plain)).values())
          .hasSize(2)
          .allMatch(use -> use.path().isEmpty() && use.projects() == 0)
          .allMatch(use -> use.storedBytes().isPresent());
      assertThat(snapshot.packUses(List.of())).isEmpty();
    }
  }

  @Test
  void projectUses_countEachPackOnce_inTheOrderOfTheIds() throws Exception {
    threeProjects();
    var _ = pack("all/", 100, 3);
    var _ = pack("two/", 100, 2);
    var _ = packRow(P1, "copy/", 1, OptionalLong.empty(), Blob.utf8("two/" + "x".repeat(96)));
    CacheInfo cache = store().createCache("", 10, Long.MAX_VALUE);
    var _ = pack("later/", 100, 3);

    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.projectUses(cache.version(), Optional.empty(), 10))
          .containsExactly(new ProjectUse(P1, 2), new ProjectUse(P2, 2), new ProjectUse(P3, 1));
      assertThat(snapshot.projectUses(cache.version(), Optional.of(P1), 1))
          .containsExactly(new ProjectUse(P2, 2));
      assertThat(snapshot.projectUses(cache.version(), Optional.of(P3), 1)).isEmpty();
      assertThat(snapshot.projectUses(new CacheVersion(999_999), Optional.empty(), 10)).isEmpty();
    }
  }

  @Test
  void retireCache_takesItAway_andItsNumberIsNotGivenAgain() throws Exception {
    threeProjects();
    var _ = pack("a/", 100, 1);
    CacheInfo first = store().createCache("", 10, Long.MAX_VALUE);
    CacheInfo second = store().createCache("", 10, Long.MAX_VALUE);

    assertThat(store().retireCache(first.version(), false)).isEqualTo(first);
    assertThat(store().retireCache(second.version(), true)).isEqualTo(second);

    assertThat(store().newestCache()).isEmpty();
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.caches()).isEmpty();
    }
    assertThat(store().createCache("", 10, Long.MAX_VALUE).version().value())
        .isEqualTo(second.version().value() + 1);
  }

  @Test
  void retireCache_ofTheNewest_isRefusedUnlessInsistedOn() throws Exception {
    CacheInfo first = store().createCache("", 10, Long.MAX_VALUE);
    CacheInfo second = store().createCache("", 10, Long.MAX_VALUE);

    assertThatExceptionOfType(FailedPrecondition.class)
        .isThrownBy(() -> store().retireCache(second.version(), false))
        .withMessageContaining("newest");
    assertThat(store().newestCache()).contains(second.version());

    var _ = store().retireCache(second.version(), true);
    assertThat(store().newestCache()).contains(first.version());
    assertThatExceptionOfType(FailedPrecondition.class)
        .isThrownBy(() -> store().retireCache(first.version(), false));
  }

  @Test
  void retireCache_thatIsNotThere_isNotFound() throws Exception {
    CacheInfo only = store().createCache("", 10, Long.MAX_VALUE);
    for (boolean force : new boolean[] {true, false}) {
      assertThatExceptionOfType(NotFound.class)
          .isThrownBy(
              () -> store().retireCache(new CacheVersion(only.version().value() + 1), force));
    }
    assertThat(store().newestCache()).contains(only.version());
  }
}
