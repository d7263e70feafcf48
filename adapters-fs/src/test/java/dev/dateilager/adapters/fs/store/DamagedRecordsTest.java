package dev.dateilager.adapters.fs.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.NioDisk;
import dev.dateilager.adapters.fs.disk.TestDisks;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.staging.Finding;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Scrutiny;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Records of a store whose bytes were changed by chance: read as what they were, as absent, or as
 * damaged, and never as anything else (I11, I21).
 */
@Timeout(300)
final class DamagedRecordsTest {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final SamplePack A =
      SamplePack.twoFiles("a").symlink("node_modules/a/l", "1").directory("node_modules/a/d/");
  private static final SamplePack B = SamplePack.twoFiles("b");
  private static final ManifestVisitor NOBODY =
      new ManifestVisitor() {
        @Override
        public void directory(String path) {}

        @Override
        public void file(String name, int mode, long size, byte[] sha256) {
          assertThat(sha256).hasSize(32);
        }

        @Override
        public void symlink(String name, String text) {}
      };

  private FileSystem files;
  private Path dir;
  private Path root;

  @BeforeEach
  void fill() throws Exception {
    files = TestDisks.inMemory();
    dir = Files.createDirectory(files.getPath("/node"));
    root = dir.resolve("store");
    try (GoldenStore store = open()) {
      WholeStore.download(store, ONE, A, B);
    }
  }

  @AfterEach
  void close() throws Exception {
    files.close();
  }

  private Dir dir(Path path) throws DiskException {
    return new NioDisk(files).open(new NodePath(path.toString()));
  }

  private GoldenStore open() throws DateiLagerException {
    return DiskGoldenStore.open(
        new NioDisk(files), new NodePath(root.toString()), StoreSettings.DEFAULT);
  }

  /** Bits turned, bytes cut off, put in, or all of them made up. */
  private static byte[] changed(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    switch (random.nextInt(5)) {
      case 0 -> {
        for (int i = 0; i <= random.nextInt(4); i++) {
          changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 1 -> changed = Arrays.copyOf(changed, random.nextInt(changed.length));
      case 2 -> changed = Arrays.copyOf(changed, changed.length + 1 + random.nextInt(100));
      case 3 -> {
        int at = random.nextInt(changed.length);
        for (int i = at; i < Math.min(changed.length, at + 1 + random.nextInt(16)); i++) {
          changed[i] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
        }
      }
      default -> {
        changed = new byte[random.nextInt(300)];
        random.nextBytes(changed);
      }
    }
    return changed;
  }

  @Test
  void manifest_isReadAsItWasOrAsDamaged() throws Exception {
    long seed = Rounds.seed("damaged manifests");
    var random = new Random(seed);
    Path file = root.resolve("manifests/" + A.hash());
    byte[] right = Files.readAllBytes(file);
    try (Dir manifests = dir(root.resolve("manifests"))) {
      for (int i = 0; i < 2000 * Rounds.asked(); i++) {
        byte[] changed = changed(right, random);
        Files.write(file, changed);
        boolean whole = isWhole(manifests, A.hash());
        assertThat(whole).as("try %d, seed %d", i, seed).isEqualTo(Arrays.equals(changed, right));
      }
    }
  }

  private static boolean isWhole(Dir manifests, ContentHash pack) throws DiskException {
    try {
      Manifest.size(manifests, pack);
    } catch (Corrupt _) {
      return false;
    }
    try {
      Manifest.read(manifests, pack, NOBODY);
      return true;
    } catch (Corrupt _) {
      return false;
    }
  }

  @Test
  void checkedText_isReadAsItWasOrAsAbsent() throws Exception {
    long seed = Rounds.seed("damaged texts");
    var random = new Random(seed);
    try (Dir here = dir(dir)) {
      List<String> lines = List.of("one", "", "größer", "last");
      CheckedText.write(here, here, "text", "form 1", lines);
      byte[] right = Files.readAllBytes(dir.resolve("text"));
      for (int i = 0; i < 2000 * Rounds.asked(); i++) {
        byte[] changed = changed(right, random);
        Files.write(dir.resolve("text"), changed);
        Optional<List<String>> read = CheckedText.read(here, "text", "form 1");
        assertThat(read)
            .as("try %d, seed %d", i, seed)
            .isEqualTo(Arrays.equals(changed, right) ? Optional.of(lines) : Optional.empty());
      }
    }
  }

  @Test
  void open_ofAStoreWithDamagedRecords_servesOnlyWhatIsWhole() throws Exception {
    long seed = Rounds.seed("damaged stores");
    var random = new Random(seed);
    for (int i = 0; i < 100 * Rounds.asked(); i++) {
      String when = "try %d, seed %d".formatted(i, seed);
      List<Path> records = records();
      Path record = records.get(random.nextInt(records.size()));
      byte[] right = Files.readAllBytes(record);
      Files.write(record, right.length == 0 ? new byte[] {1} : changed(right, random));
      try (GoldenStore store = open()) {
        checkWhole(store, when);
        mend(store);
      } catch (FailedPrecondition refused) { // a store of another form is left alone
        assertThat(record).as(when).hasFileName("FORMAT");
        Files.write(record, right);
      }
    }
  }

  private List<Path> records() throws Exception {
    try (var all = Files.walk(root)) {
      return all.filter(Files::isRegularFile)
          .filter(file -> !file.startsWith(root.resolve("objects")))
          .filter(file -> !file.startsWith(root.resolve("trash")))
          .sorted()
          .toList();
    }
  }

  private static void checkWhole(GoldenStore store, String when) throws Exception {
    var findings = new ArrayList<Finding>();
    for (CacheVersion version : store.versions()) {
      for (ContentHash pack : store.golden(version).orElseThrow().packs()) {
        assertThat(store.has(pack)).as(when).isTrue();
        store.verify(pack, Scrutiny.reading(), findings::add);
      }
    }
    assertThat(findings).as(when).allMatch(finding -> finding.what().contains("manifest"));
  }

  private static void mend(GoldenStore store) throws DateiLagerException {
    for (ContentHash pack : store.packs()) {
      var findings = new ArrayList<Finding>();
      store.verify(pack, Scrutiny.LOOKS, findings::add);
      if (!findings.isEmpty()) {
        store.quarantine(pack, findings.getFirst().what());
      }
    }
    WholeStore.download(store, ONE, A, B);
    store.prune(Set.of(ONE), false);
    assertThat(store.versions()).containsExactly(ONE);
  }
}
