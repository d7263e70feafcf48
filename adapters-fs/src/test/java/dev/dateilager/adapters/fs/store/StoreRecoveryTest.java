package dev.dateilager.adapters.fs.store;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.NioDisk;
import dev.dateilager.adapters.fs.place.Node;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.staging.Finding;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Scrutiny;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a start makes of a store that others, or a crash, have left odd (I14, R5, R6). */
@Timeout(60)
final class StoreRecoveryTest {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final int MANIFEST_HEAD = 96;
  private static final CacheVersion TWO = new CacheVersion(2);
  private static final SamplePack A = SamplePack.twoFiles("a");
  private static final SamplePack B = SamplePack.twoFiles("b");

  @TempDir Path dir;
  private Path root;

  @BeforeEach
  void fill() throws Exception {
    root = dir.resolve("store");
    try (Node node = Node.open(new LinuxDisk(), dir)) {
      node.download(ONE, A);
      node.download(TWO, A, B);
    }
  }

  private GoldenStore open() throws Exception {
    return DiskGoldenStore.open(
        new LinuxDisk(), new NodePath(root.toString()), StoreSettings.DEFAULT);
  }

  private String versions() throws Exception {
    return Files.readString(root.resolve("versions"));
  }

  @Test
  @DisplayName("TestClientCanHaveMultipleCacheVersions: versions has both lines, mode 0644")
  void versions_listsEachNumberOnALine() throws Exception {
    assertThat(versions()).isEqualTo("1\n2\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("versions"))))
        .isEqualTo("rw-r--r--");
    assertThat(Node.names(root)).contains("objects", "versions").doesNotContain(".lock");
  }

  @Test
  void open_ofVersionsWithGarbage_ignoresAndRewritesIt() throws Exception {
    Files.writeString(root.resolve("versions"), "1\n2\n2\n\nseven\n 3\n4\r\n99\n-1\n2");
    try (GoldenStore store = open()) {
      assertThat(store.versions()).containsExactly(TWO, ONE);
    }
    assertThat(versions()).isEqualTo("1\n2\n");
  }

  @Test
  void open_withoutVersions_keepsThePacks() throws Exception {
    Files.delete(root.resolve("versions"));
    try (GoldenStore store = open()) {
      assertThat(store.versions()).isEmpty();
      assertThat(store.has(A.hash())).isTrue();
      assertThat(store.has(B.hash())).isTrue();
    }
  }

  @Test
  void verify_ofADamagedManifest_saysSo() throws Exception {
    Path manifest = root.resolve("manifests/" + B.hash());
    byte[] bytes = Files.readAllBytes(manifest);
    for (int at = MANIFEST_HEAD; at < bytes.length; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x10;
      Files.write(manifest, damaged);
      var findings = new ArrayList<Finding>();
      try (GoldenStore store = open()) {
        assertThat(store.versions()).containsExactly(TWO, ONE);
        store.verify(B.hash(), Scrutiny.LOOKS, findings::add);
      }
      assertThat(findings).singleElement().extracting(Finding::path).isEqualTo("");
      assertThat(findings.getFirst().what()).contains("damaged manifest");
    }
  }

  @Test
  void open_ofAManifestWithADamagedHead_dropsThatPackAndItsVersionsOnly() throws Exception {
    Path manifest = root.resolve("manifests/" + B.hash());
    byte[] bytes = Files.readAllBytes(manifest);
    for (int at = 0; at < MANIFEST_HEAD; at++) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 0x10;
      Files.write(manifest, damaged);
      assertDropsB();
    }
    Files.copy(root.resolve("manifests/" + A.hash()), manifest, REPLACE_EXISTING);
    assertDropsB();
    for (int length = 0; length < bytes.length; length++) {
      Files.write(manifest, Arrays.copyOf(bytes, length));
      assertDropsB();
    }
  }

  private void assertDropsB() throws Exception {
    Path object = root.resolve("objects/" + B.hash());
    try (GoldenStore store = open()) {
      assertThat(store.versions()).containsExactly(ONE);
      assertThat(store.has(B.hash())).isFalse();
      assertThat(object).doesNotExist();
    }
    Files.createDirectory(object); // as if it stood again, for the next damage
    Files.writeString(root.resolve("versions"), "1\n2\n");
  }

  @Test
  void open_ofObjectsWithoutManifest_removesThem() throws Exception {
    Files.createDirectories(root.resolve("objects/" + "0".repeat(64) + "/n"));
    Files.writeString(root.resolve("objects/stray"), "x");
    Files.createSymbolicLink(root.resolve("objects/link"), dir);
    Files.writeString(root.resolve("manifests/stray"), "x");
    Files.writeString(root.resolve("generations/7"), "x");
    open().close();
    assertThat(Node.names(root.resolve("objects")))
        .containsExactlyInAnyOrder(A.hash().hex(), B.hash().hex());
    assertThat(Node.names(root.resolve("manifests"))).hasSize(2);
    assertThat(Node.names(root.resolve("generations"))).containsExactly("1", "2");
    assertThat(dir).exists();
  }

  @Test
  void open_ofADamagedGeneration_takesItOffTheList() throws Exception {
    Path generation = root.resolve("generations/2");
    Files.writeString(generation, Files.readString(generation).replace(B.hash() + "\n", ""));
    try (GoldenStore store = open()) {
      assertThat(store.versions()).containsExactly(ONE);
      assertThat(store.has(B.hash())).isTrue();
    }
    assertThat(versions()).isEqualTo("1\n");
  }

  @Test
  void begin_afterOurOwnLockWasLeft_takesItOver() throws Exception {
    Files.writeString(root.resolve(".lock"), "dateilager process 1 since ever, boot another\n");
    try (GoldenStore store = open()) {
      store.begin().close();
    }
    assertThat(root.resolve(".lock")).doesNotExist();
  }

  @Test
  void begin_atSomebodyElsesLock_leavesIt() throws Exception {
    Files.writeString(root.resolve(".lock"), "mine");
    try (GoldenStore store = open()) {
      assertThatThrownBy(store::begin)
          .isInstanceOf(FailedPrecondition.class)
          .hasMessageContaining("unable to obtain cache lock file")
          .hasMessageContaining("'mine'");
    }
    assertThat(root.resolve(".lock")).hasContent("mine");
  }

  @Test
  void open_ofADirectoryThatIsNotOurs_isRefusedUntouched() throws Exception {
    Path foreign = Files.createDirectories(dir.resolve("foreign"));
    Files.createDirectory(foreign.resolve("objects"));
    assertThatThrownBy(
            () ->
                DiskGoldenStore.open(
                    new LinuxDisk(), new NodePath(foreign.toString()), StoreSettings.DEFAULT))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("is not a store of ours")
        .hasMessageContaining("name an empty or a new directory");
    assertThat(Node.names(foreign)).containsExactly("objects");
  }

  @Test
  void open_ofALaterForm_isRefused() throws Exception {
    Files.writeString(root.resolve("FORMAT"), "dateilager store 2\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("dateilager store 2");
  }

  @Test
  void open_byTheOtherImplementation_findsTheSame() throws Exception {
    try (GoldenStore store =
        DiskGoldenStore.open(
            new NioDisk(root.getFileSystem()),
            new NodePath(root.toString()),
            StoreSettings.DEFAULT)) {
      assertThat(store.versions()).containsExactly(TWO, ONE);
    }
  }

  @Test
  void syncEach_keepsTheSameStore() throws Exception {
    var settings = new StoreSettings(true, 2, 1 << 20);
    SamplePack c = SamplePack.twoFiles("c").file("node_modules/c/d/e/f", 0644, "deep");
    try (GoldenStore store =
            DiskGoldenStore.open(new LinuxDisk(), new NodePath(root.toString()), settings);
        GoldenStore.Download adding = store.begin()) {
      adding.add(c.hash(), c.open());
      adding.list(new CacheVersion(3), Set.of(c.hash()));
    }
    try (Node node = Node.open(new LinuxDisk(), dir)) {
      node.assertWhole(dir, A, B, c);
    }
  }
}
