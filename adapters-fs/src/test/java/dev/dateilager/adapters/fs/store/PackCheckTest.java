package dev.dateilager.adapters.fs.store;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.staging.GoldenStore;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Scrutiny;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comparing a pack on a real disk finds, and how it ends. */
@Timeout(60)
final class PackCheckTest {
  private static final SamplePack PACK =
      SamplePack.named("p")
          .file("p/a/one", 0644, "one")
          .file("p/a/two", 0755, "two")
          .file("p/b/c/three", 0644, "three")
          .file("p/b/four", 0644, "four")
          .symlink("p/link", "a/one")
          .directory("p/hollow/");

  @TempDir Path dir;
  private GoldenStore store;
  private Path pack;

  @BeforeEach
  void fill() throws Exception {
    Path root = dir.resolve("store");
    store =
        DiskGoldenStore.open(new LinuxDisk(), new NodePath(root.toString()), StoreSettings.DEFAULT);
    WholeStore.download(store, new CacheVersion(1), PACK);
    pack = root.resolve("objects/" + PACK.hash() + "/p");
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  private List<String> findings() throws Exception {
    var findings = new ArrayList<String>();
    store.verify(
        PACK.hash(), Scrutiny.LOOKS, found -> findings.add(found.path() + " " + found.what()));
    findings.sort(null);
    return findings;
  }

  @Test
  void verify_findsNamesThatAreTooMany_withoutGoingIntoThem() throws Exception {
    Files.createDirectories(pack.resolve("b/c/extra/below"));
    Files.createSymbolicLink(pack.resolve("hollow/link"), dir);
    Files.createFile(pack.resolve("../stray").normalize());
    assertThat(findings())
        .containsExactly(
            "p/b/c/extra is not in the manifest",
            "p/hollow/link is not in the manifest",
            "stray is not in the manifest");
  }

  @Test
  void verify_findsWhatIsOfAnotherKind() throws Exception {
    Files.delete(pack.resolve("a/one"));
    Files.createSymbolicLink(pack.resolve("a/one"), Path.of("two"));
    Files.delete(pack.resolve("link"));
    Files.createFile(pack.resolve("link"));
    Files.delete(pack.resolve("hollow"));
    Files.createSymbolicLink(pack.resolve("hollow"), Path.of("a"));
    Files.delete(pack.resolve("b/four"));
    Files.createDirectory(pack.resolve("b/four"));
    assertThat(findings())
        .containsExactly(
            "p/a/one is a SYMLINK instead of a FILE",
            "p/b/four is a DIRECTORY instead of a FILE",
            "p/hollow is not a directory",
            "p/link is a FILE instead of a SYMLINK");
  }

  @Test
  void verify_ofAMissingDirectory_namesItOnce() throws Exception {
    Files.delete(pack.resolve("b/c/three"));
    Files.delete(pack.resolve("b/c"));
    Files.delete(pack.resolve("b/four"));
    Files.delete(pack.resolve("b"));
    assertThat(findings()).containsExactly("p/b is missing");
  }

  @Test
  void verify_findsOtherModesAndLinkTexts() throws Exception {
    Files.setPosixFilePermissions(pack.resolve("a/two"), fromString("rwxrwxr-x"));
    Files.setPosixFilePermissions(pack.resolve("b"), fromString("rwxrwxrwx"));
    Files.delete(pack.resolve("link"));
    Files.createSymbolicLink(pack.resolve("link"), Path.of("a/two"));
    assertThat(findings())
        .containsExactly(
            "p/a/two has mode 0775 instead of 0755",
            "p/b has mode 0777 instead of 0755",
            "p/link points elsewhere");
  }

  @Test
  void verify_findsOtherOwners() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "NOT RUN: giving files away needs root, so owners were not compared");
    Files.setAttribute(pack.resolve("a/one"), "unix:uid", 1234);
    assertThat(findings()).containsExactly("p/a/one belongs to user 1234 instead of 0");
  }

  @Test
  void verify_ofAPackThatIsPutAsideMeanwhile_endsWithoutFindings() throws Exception {
    Files.delete(pack.resolve("a/one"));
    Files.delete(pack.resolve("b/four"));
    var told = new ArrayList<String>();
    assertThatThrownBy(
            () ->
                store.verify(
                    PACK.hash(),
                    Scrutiny.LOOKS,
                    finding -> {
                      told.add(finding.path());
                      store.quarantine(finding.pack(), finding.what());
                    }))
        .isInstanceOf(NotFound.class);
    assertThat(told).hasSize(1);
  }

  @Test
  void close_cutsASlowComparisonShort() throws Exception {
    var begun = new CountDownLatch(1);
    Files.setPosixFilePermissions(pack, fromString("rwxrwxrwx")); // found first of all
    var slow =
        new FutureTask<>(
            () -> {
              store.verify(PACK.hash(), Scrutiny.reading(1), finding -> begun.countDown());
              return true;
            });
    Thread.ofPlatform().start(slow);
    begun.await();
    store.close();
    assertThatThrownBy(slow::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(Cancelled.class);
  }
}
