package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.tasks.Tasks;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every golden store must hold to when it is filled. */
@Timeout(60)
public abstract class GoldenStoreContract {
  static final CacheVersion ONE = new CacheVersion(1);
  static final CacheVersion TWO = new CacheVersion(2);
  static final SamplePack A = SamplePack.twoFiles("a");
  static final SamplePack B = SamplePack.twoFiles("b");

  /** Opens the store of this test, always the same one. */
  protected abstract GoldenStore open() throws Exception;

  /** What stands in the store for a pack, as {@link SamplePack#tree} describes it. */
  protected abstract SortedMap<String, String> stored(ContentHash pack) throws Exception;

  /** Makes the {@code .lock} of a Go client's download. */
  protected abstract void makeGoLock() throws Exception;

  static GoldenCopy download(GoldenStore store, CacheVersion version, SamplePack... packs)
      throws Exception {
    try (GoldenStore.Download adding = store.begin()) {
      for (SamplePack pack : packs) {
        adding.add(pack.hash(), pack.open());
      }
      return adding.list(version, hashes(packs));
    }
  }

  static Set<ContentHash> hashes(SamplePack... packs) {
    return Arrays.stream(packs).map(SamplePack::hash).collect(Collectors.toSet());
  }

  @Test
  void open_whenNew_holdsNothing() throws Exception {
    try (GoldenStore store = open()) {
      assertThat(store.versions()).isEmpty();
      assertThat(store.golden(ONE)).isEmpty();
      assertThat(store.has(A.hash())).isFalse();
    }
  }

  @Test
  @DisplayName("TestClientGetCache: two packs stand whole below objects/<hash>")
  void list_makesTheVersionStandWhole() throws Exception {
    try (GoldenStore store = open()) {
      GoldenCopy golden = download(store, ONE, A, B);
      assertThat(golden).isEqualTo(new GoldenCopy(ONE, hashes(A, B)));
      assertThat(store.golden(ONE)).contains(golden);
      assertThat(store.versions()).containsExactly(ONE);
      assertThat(store.has(A.hash())).isTrue();
      assertThat(store.size(golden)).isEqualTo(new GoldenSize(4, 4 * 19));
      assertThat(stored(A.hash())).isEqualTo(A.tree());
      assertThat(stored(B.hash())).isEqualTo(B.tree());
    }
  }

  @Test
  void packs_areThoseThatStand_atThatMoment() throws Exception {
    try (GoldenStore store = open()) {
      assertThat(store.packs()).isEmpty();
      download(store, ONE, A);
      Set<ContentHash> before = store.packs();
      download(store, TWO, A, B);
      assertThat(before).isEqualTo(hashes(A));
      assertThat(store.packs()).isEqualTo(hashes(A, B));
    }
    try (GoldenStore store = open()) {
      assertThat(store.packs()).isEqualTo(hashes(A, B));
    }
  }

  @Test
  void open_afterClose_findsWhatWasListed() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A);
      download(store, TWO, A, B);
    }
    try (GoldenStore store = open()) {
      assertThat(store.versions()).containsExactly(TWO, ONE);
      assertThat(store.golden(TWO)).contains(new GoldenCopy(TWO, hashes(A, B)));
      assertThat(store.size(new GoldenCopy(ONE, hashes(A)))).isEqualTo(new GoldenSize(2, 38));
      assertThat(stored(A.hash())).isEqualTo(A.tree());
    }
  }

  @Test
  @DisplayName("TestClientCanHaveMultipleCacheVersions: the same pack is unpacked once")
  void add_whenThePackStands_doesNothing() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A);
      try (GoldenStore.Download adding = store.begin()) {
        SamplePack other = SamplePack.named("a").file("node_modules/a/1", 0644, "other");
        assertThat(adding.add(A.hash(), other.open())).isZero();
        adding.list(TWO, hashes(A));
      }
      assertThat(store.versions()).containsExactly(TWO, ONE);
      assertThat(stored(A.hash())).isEqualTo(A.tree());
    }
  }

  @Test
  void add_countsEntries_andTheSamePackTwiceOnce() throws Exception {
    try (GoldenStore store = open();
        GoldenStore.Download adding = store.begin()) {
      assertThat(adding.add(A.hash(), A.open())).isEqualTo(2);
      assertThat(adding.add(A.hash(), A.open())).isZero();
      adding.list(ONE, hashes(A));
      assertThat(stored(A.hash())).isEqualTo(A.tree());
    }
  }

  @Test
  void add_fromSeveralThreads_keepsEveryPack() throws Exception {
    SamplePack[] packs =
        IntStream.range(0, 20)
            .mapToObj(i -> SamplePack.twoFiles("p" + i))
            .toArray(SamplePack[]::new);
    try (GoldenStore store = open();
        GoldenStore.Download adding = store.begin()) {
      Stream<Callable<Long>> tasks =
          Arrays.stream(packs).map(pack -> () -> adding.add(pack.hash(), pack.open()));
      Tasks.all(tasks.toList(), 4);
      adding.list(ONE, hashes(packs));
      for (SamplePack pack : packs) {
        assertThat(stored(pack.hash())).isEqualTo(pack.tree());
      }
    }
  }

  @Test
  void add_makesAllKindsWithGoldenModes() throws Exception {
    SamplePack pack =
        SamplePack.named("kinds")
            .file("m/all", 0777, "x")
            .file("m/group", 0664, "x")
            .file("m/private", 0600, "x")
            .file("m/nothing", 0, "x")
            .file("m/empty", 0644, "")
            .file("m/größe 日本 \n", 0644, "odd name")
            .symlink("m/dangling", "../../nowhere")
            .symlink("m/absolute", "/etc/passwd")
            .directory("m/hollow/")
            .file("m/a/b/c/deep", 0755, "deep");
    try (GoldenStore store = open()) {
      download(store, ONE, pack);
      assertThat(stored(pack.hash()))
          .isEqualTo(pack.tree())
          .containsEntry("m/all", TreeText.file(0755, "x"))
          .containsEntry("m/private", TreeText.file(0644, "x"))
          .containsEntry("m/nothing", TreeText.file(0444, "x"));
    }
  }

  @Test
  void add_ofAPackThatIsOneFileOrOneLink_keepsItAtItsPlace() throws Exception {
    SamplePack file = SamplePack.named("file").file("/node_modules/one", 0644, "only");
    SamplePack link = SamplePack.named("link").symlink("node_modules/two/", "one");
    try (GoldenStore store = open()) {
      download(store, ONE, file, link, SamplePack.named("none"));
      assertThat(stored(file.hash())).isEqualTo(file.tree());
      assertThat(stored(link.hash())).isEqualTo(link.tree());
      assertThat(stored(SamplePack.named("none").hash())).isEmpty();
    }
  }

  @Test
  void add_whenANameComesTwice_laterReplacesEarlier() throws Exception {
    SamplePack pack =
        SamplePack.named("twice")
            .file("n/f", 0644, "longer first")
            .file("n/f", 0755, "second")
            .file("n/l", 0644, "file")
            .symlink("n/l", "f")
            .symlink("n/back", "f")
            .file("n/back", 0644, "file again")
            .file("n/d", 0644, "file")
            .directory("n/d/")
            .directory("n/e/")
            .file("n/e", 0644, "now a file")
            .directory("n/d");
    try (GoldenStore store = open()) {
      download(store, ONE, pack);
      assertThat(stored(pack.hash())).isEqualTo(pack.tree());
    }
  }

  /** Entries that no pack can hold. */
  static Stream<SamplePack> hostilePacks() {
    var x = new ObjectPath("node_modules/x");
    return Stream.of(
        SamplePack.named("file below a link").symlink("n/l", "/tmp").file("n/l/f", 0644, "x"),
        SamplePack.named("link below a link").symlink("n/l", "..").symlink("n/l/m", "x"),
        SamplePack.named("directory below a link").symlink("n/l", "/tmp").directory("n/l/d/"),
        SamplePack.named("file below a file").file("n/f", 0644, "x").file("n/f/g", 0644, "x"),
        SamplePack.named("file in a directory's place")
            .file("n/d/f", 0644, "x")
            .file("n/d", 0644, ""),
        SamplePack.named("link in a directory's place")
            .file("n/d/f", 0644, "x")
            .symlink("n/d", "/"),
        SamplePack.named("client state").file("n/f", 0644, "x").file(".dl/version", 0644, "7"),
        SamplePack.named("client state itself").symlink("/.dl", "/tmp"),
        SamplePack.named("deletion").entry(new Entry.Deletion(x), Blob.EMPTY),
        SamplePack.named("cached reference")
            .entry(new Entry.CachedReference(x, A.hash()), Blob.utf8("x")),
        SamplePack.named("body shorter than said")
            .entry(new Entry.RegularFile(x, 0644, 4), Blob.utf8("abc")),
        SamplePack.named("body longer than said")
            .entry(new Entry.RegularFile(x, 0644, 2), Blob.utf8("abc")),
        SamplePack.named("malformed name such as ../x or one of 300 bytes")
            .file("n/f", 0644, "x")
            .failing(new Corrupt("path '../x' has a component '..'")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostilePackNames")
  void add_ofAHostilePack_leavesNothingOfIt(String name) throws Exception {
    SamplePack hostile =
        hostilePacks().filter(pack -> pack.name().equals(name)).findFirst().orElseThrow();
    try (GoldenStore store = open()) {
      download(store, ONE, A);
      try (GoldenStore.Download adding = store.begin()) {
        assertThatThrownBy(() -> adding.add(hostile.hash(), hostile.open()))
            .isInstanceOf(Corrupt.class);
        assertThatThrownBy(() -> adding.list(TWO, hashes(A, hostile)))
            .isInstanceOf(IllegalStateException.class);
      }
      assertThat(store.has(hostile.hash())).isFalse();
      assertThat(store.versions()).containsExactly(ONE);
      assertThat(stored(A.hash())).isEqualTo(A.tree());
    }
  }

  /** Their names. */
  static Stream<String> hostilePackNames() {
    return hostilePacks().map(SamplePack::name);
  }

  @Test
  void add_whenTheReaderMeetsALimit_passesThatOn() throws Exception {
    SamplePack bomb = B.failing(new ResourceExhausted("pack has more than 1000000 entries"));
    try (GoldenStore store = open();
        GoldenStore.Download adding = store.begin()) {
      assertThatThrownBy(() -> adding.add(bomb.hash(), bomb.open()))
          .isInstanceOf(ResourceExhausted.class);
      assertThat(adding.add(B.hash(), B.open())).isEqualTo(2);
      adding.list(ONE, hashes(B));
      assertThat(stored(B.hash())).isEqualTo(B.tree());
    }
  }

  @Test
  void list_whenAPackIsMissing_isABugAndListsNothing() throws Exception {
    try (GoldenStore store = open()) {
      try (GoldenStore.Download adding = store.begin()) {
        adding.add(A.hash(), A.open());
        assertThatThrownBy(() -> adding.list(ONE, hashes(A, B)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining(B.hash().hex());
      }
      assertThat(store.versions()).isEmpty();
    }
  }

  @Test
  void close_beforeList_allowsTheSameAgain() throws Exception {
    try (GoldenStore store = open()) {
      try (GoldenStore.Download adding = store.begin()) {
        adding.add(A.hash(), A.open());
      }
      assertThat(store.versions()).isEmpty();
      download(store, ONE, A);
      assertThat(stored(A.hash())).isEqualTo(A.tree());
    }
  }

  @Test
  void list_ofAVersionWithoutPacks_standsToo() throws Exception {
    try (GoldenStore store = open()) {
      GoldenCopy golden = download(store, ONE);
      assertThat(store.golden(ONE)).contains(golden);
      assertThat(store.size(golden)).isEqualTo(GoldenSize.NOTHING);
    }
  }

  @Test
  void begin_whileADownloadIsOpen_isABug() throws Exception {
    try (GoldenStore store = open()) {
      try (GoldenStore.Download _ = store.begin()) {
        assertThatThrownBy(store::begin).isInstanceOf(IllegalStateException.class);
      }
      store.begin().close();
    }
  }

  @Test
  @DisplayName("TestClientGetCacheFailsIfLockCannotBeObtained")
  void begin_whenAGoClientDownloads_isRefused() throws Exception {
    try (GoldenStore store = open()) {
      makeGoLock();
      assertThatThrownBy(store::begin)
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("unable to obtain cache lock file");
    }
  }

  @Test
  void open_whileAnotherHasIt_isRefusedAndSaysWho() throws Exception {
    try (GoldenStore store = open()) {
      download(store, ONE, A);
      assertThatThrownBy(this::open)
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("in use by")
          .hasMessageContaining("process");
      assertThat(store.golden(ONE)).isPresent();
    }
    open().close();
  }
}
