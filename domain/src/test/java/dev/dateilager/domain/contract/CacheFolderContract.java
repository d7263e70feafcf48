package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.workspace.CacheFolder;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link CacheFolder} must hold to. */
public abstract class CacheFolderContract {
  private static final ContentHash PACK = ContentHash.of(Blob.utf8("a pack"));
  private static final CacheVersion SEVEN = new CacheVersion(7);

  private HandmadeCache cache;

  /** A cache that is not there yet. */
  protected abstract HandmadeCache newCache();

  @BeforeEach
  void setUp() {
    cache = newCache();
  }

  private static EntryScript entries() {
    return new EntryScript().file("p/x/1", 0755, "one").symlink("p/x/l", "1").directory("p/x/d/");
  }

  @Test
  void add_thenList_unpacksUnderFullNames() throws Exception {
    try (CacheFolder.Download download = cache.folder().begin()) {
      assertThat(download.has(PACK)).isFalse();
      assertThat(download.lists(SEVEN)).isFalse();
      assertThat(download.add(PACK, entries().reader())).isEqualTo(3);
      assertThat(download.has(PACK)).isTrue();
      assertThat(download.add(PACK, entries().reader())).isZero();
      download.list(SEVEN);
    }
    assertThat(cache.tree())
        .containsOnlyKeys(
            "objects/" + PACK + "/p/x/1",
            "objects/" + PACK + "/p/x/l",
            "objects/" + PACK + "/p/x/d/",
            "versions")
        .containsEntry("objects/" + PACK + "/p/x/1", "755 one")
        .containsEntry("versions", "644 7\n");
    assertThat(cache.directory().versions()).containsExactly(SEVEN);
    assertThat(cache.directory().has(PACK)).isTrue();
  }

  @Test
  void list_keepsTheOrder_andListsOnce() throws Exception {
    cache.write("versions", "9\nx\n7\n 8\n9\n");
    for (CacheVersion version : List.of(SEVEN, new CacheVersion(3))) {
      try (CacheFolder.Download download = cache.folder().begin()) {
        download.list(version);
      }
    }
    assertThat(cache.tree()).containsEntry("versions", "644 9\n7\n3\n");
    try (CacheFolder.Download download = cache.folder().begin()) {
      assertThat(download.lists(SEVEN)).isTrue();
      assertThat(download.lists(new CacheVersion(8))).isFalse();
    }
  }

  @Test
  void begin_whileAnotherRuns_isRefused_andTheFirstGoesOn() throws Exception {
    try (CacheFolder.Download first = cache.folder().begin()) {
      first.add(PACK, entries().reader());
      assertThatThrownBy(() -> cache.folder().begin())
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("unable to obtain cache lock file");
      assertThat(cache.tree()).containsKey(".lock");
      first.list(SEVEN);
    }
    assertThat(cache.tree()).containsKey("objects/" + PACK + "/p/x/1").doesNotContainKey(".lock");
    cache.folder().begin().close();
  }

  @Test
  void add_whenThePackIsDamaged_leavesNothingOfIt() throws Exception {
    try (CacheFolder.Download download = cache.folder().begin()) {
      assertThatThrownBy(() -> download.add(PACK, entries().truncated().reader()))
          .isInstanceOf(Corrupt.class);
      assertThatThrownBy(() -> download.add(PACK, entries().deletion("p/x/1").reader()))
          .isInstanceOf(Corrupt.class);
      assertThat(download.has(PACK)).isFalse();
    }
    assertThat(cache.tree()).containsOnlyKeys("objects/");
  }

  @Test
  void close_withoutList_listsNothing() throws Exception {
    try (CacheFolder.Download download = cache.folder().begin()) {
      download.add(PACK, entries().reader());
    }
    assertThat(cache.directory().versions()).isEmpty();
    assertThat(cache.tree()).doesNotContainKeys(".lock", "tmp/", "versions");
  }
}
