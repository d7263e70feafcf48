package dev.dateilager.adapters.fs.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.adapters.fs.disk.Tap;
import dev.dateilager.adapters.fs.disk.TappedDisk;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.staging.GoldenCopy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Targets, paths and golden files that someone has prepared (I1, I5, I6, I16, R3). */
@Timeout(120)
final class HostileTargetTest {
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final SamplePack A = SamplePack.twoFiles("a");

  @TempDir Path dir;
  private Node node;
  private GoldenCopy golden;

  @BeforeEach
  void open() throws Exception {
    node = Node.open(new LinuxDisk(), dir);
    golden = node.download(ONE, A);
  }

  @AfterEach
  void close() {
    node.close();
  }

  private Path goldenFile() {
    return dir.resolve("store/objects/" + A.hash() + "/node_modules/a/1");
  }

  @Test
  void place_overALinkBelowTheRoot_isRefusedAndNothingIsMadeBehindIt() throws Exception {
    Path outside = Files.createDirectory(dir.resolve("outside"));
    Files.createDirectory(dir.resolve("pod"));
    Files.createSymbolicLink(dir.resolve("pod/link"), outside);
    for (String path : List.of("pod/link/cache", "pod/link/new/cache")) {
      assertThatThrownBy(() -> node.place(golden, dir.resolve(path)))
          .isInstanceOf(FailedPrecondition.class);
    }
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void place_belowARootThatIsReachedOverALink_works() throws Exception {
    Path real = Files.createDirectory(dir.resolve("real"));
    Path link = Files.createSymbolicLink(dir.resolve("link"), real);
    node.close();
    node = Node.open(new LinuxDisk(), dir, link);
    node.place(golden, link.resolve("cache"));
    assertThat(TreeText.read(real.resolve("cache"), false)).isEqualTo(Node.placed(ONE, A));
  }

  @Test
  void place_inTheStoreOrAtIt_isDenied() throws Exception {
    List<String> before = Node.names(dir.resolve("store/objects"));
    for (String path : List.of("store", "store/objects/x", "store/x/y", "store/work")) {
      assertThatThrownBy(() -> node.place(golden, dir.resolve(path)))
          .isInstanceOf(PermissionDenied.class)
          .hasMessageContaining("into the store");
    }
    assertThat(Node.names(dir.resolve("store/objects"))).isEqualTo(before);
    assertThat(dir.resolve("store/x")).doesNotExist();
  }

  @Test
  void place_whereOursWasReplacedByALookAlike_isRefused() throws Exception {
    Path target = dir.resolve("pod/cache");
    node.place(golden, target);
    Files.move(target, dir.resolve("pod/moved"));
    Files.createDirectories(target.resolve("objects"));
    Files.writeString(target.resolve("versions"), "1\n");
    assertThatThrownBy(() -> node.place(golden, target)).isInstanceOf(FailedPrecondition.class);
    assertThat(Node.names(target)).containsExactly("objects", "versions");
    assertThat(TreeText.read(dir.resolve("pod/moved"), false)).isEqualTo(Node.placed(ONE, A));
  }

  @Test
  void place_ofAGoldenFileThatOthersMayWrite_isRefused() throws Exception {
    Files.setPosixFilePermissions(goldenFile(), PosixFilePermissions.fromString("rwxrwxr-x"));
    refusesGolden();
  }

  @Test
  void place_ofALinkInAGoldenFilesPlace_isRefused() throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), "node_modules/a/1 v1");
    Files.delete(goldenFile());
    Files.createSymbolicLink(goldenFile(), secret);
    refusesGolden();
  }

  @Test
  void place_ofALinkInAGoldenDirectorysPlace_isRefused() throws Exception {
    Path folder = goldenFile().resolve("..").normalize();
    Files.move(folder, dir.resolve("elsewhere"));
    Files.createSymbolicLink(folder, dir.resolve("elsewhere"));
    refusesGolden();
  }

  @Test
  void place_ofAGoldenFileThatSomebodyElseOwns_isRefused() throws Exception {
    assumeTrue("root".equals(System.getProperty("user.name")), "NOT RUN: chown needs root");
    Files.setAttribute(goldenFile(), "unix:uid", 65534);
    refusesGolden();
  }

  @Test
  void place_withoutItsManifest_isRefused() throws Exception {
    Files.delete(dir.resolve("store/manifests/" + A.hash()));
    refusesGolden();
  }

  private void refusesGolden() {
    assertThatThrownBy(() -> node.place(golden, dir.resolve("pod/cache")))
        .isInstanceOf(Corrupt.class);
    assertThat(dir.resolve("pod")).doesNotExist();
  }

  @Test
  @DisplayName(
      "TestPopulateCacheToPathWithNoWritePermissions: a folder with mode 0000, not as root")
  void place_atADirectoryWithoutPermissions_isDenied() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && Files.isExecutable(Path.of("/usr/bin/setpriv")),
        "NOT RUN: becoming another user needs root and setpriv");
    Path home = Files.createTempDirectory("nobody");
    try {
      Files.setAttribute(home, "unix:uid", 65534);
      Set<Path> classPath = copyFor(home);
      Path target = Files.createDirectories(home.resolve("pods/cache"));
      Files.setAttribute(home.resolve("pods"), "unix:uid", 65534);
      Files.setAttribute(target, "unix:uid", 65534);
      Files.setPosixFilePermissions(target, Set.of());
      var asNobody = List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
      try (ChildJvm child =
          ChildJvm.start(asNobody, classPath, "populate", home.toString(), target.toString())) {
        assertThat(child.line()).contains("PermissionDenied").contains("not writable");
      }
      assertThat(Node.names(target)).isEmpty();
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
      try (ChildJvm child =
          ChildJvm.start(asNobody, classPath, "populate", home.toString(), target.toString())) {
        assertThat(child.line()).isEqualTo("placed");
      }
      assertThat(TreeText.read(target, false)).isEqualTo(Node.placed(ONE, A));
    } finally {
      remove(home);
    }
  }

  /** Copies the class path where another user may read it. */
  private static Set<Path> copyFor(Path home) throws Exception {
    var copies = new TreeSet<Path>();
    int number = 0;
    for (Path place : ChildJvm.classPath()) {
      Path copy = home.resolve("classes" + number++);
      if (Files.isDirectory(place)) {
        try (Stream<Path> files = Files.walk(place)) {
          for (Path file : files.toList()) {
            Files.copy(file, copy.resolve(place.relativize(file).toString()));
          }
        }
      } else {
        Files.copy(place, copy);
      }
      copies.add(copy);
    }
    return copies;
  }

  private static void remove(Path tree) throws Exception {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Lets someone put his directory in the place of ours right before a call, once. */
  private TappedDisk exchangingBefore(String call, Path target) {
    var still = new AtomicBoolean(true);
    Tap tap =
        (made, name) -> {
          boolean now = made.equals(call) && (name.endsWith("/tree") || name.endsWith("/cache"));
          if (now && Files.exists(target) && still.getAndSet(false)) {
            try {
              Files.move(target, dir.resolve("pod/moved"));
              Files.createDirectories(target.resolve("his"));
            } catch (IOException failure) {
              throw new UncheckedIOException(failure);
            }
          }
        };
    return new TappedDisk(new LinuxDisk(), tap);
  }

  @Test
  void whatIsPutInOursPlaceMeanwhile_isGivenBackWhole() throws Exception {
    Path target = dir.resolve("pod/cache");
    node.place(golden, target);
    node.close();
    for (String call : List.of("exchange", "renameNew")) {
      node = Node.open(exchangingBefore(call, target), dir);
      assertThatThrownBy(
              () -> {
                if (call.equals("exchange")) {
                  node.place(golden, target);
                } else {
                  node.release(target);
                }
              })
          .isInstanceOf(FailedPrecondition.class);
      assertThat(Node.names(dir.resolve("pod"))).containsExactly("cache", "moved");
      assertThat(Node.names(target)).containsExactly("his");
      assertThat(TreeText.read(dir.resolve("pod/moved"), false)).isEqualTo(Node.placed(ONE, A));
      node.emptyTrash();
      assertThat(Node.names(target)).containsExactly("his");
      Files.delete(target.resolve("his"));
      Files.delete(target);
      Files.move(dir.resolve("pod/moved"), target);
      assertThat(node.placer().placements()).as("known as before").hasSize(1);
      node.close();
    }
    node = Node.open(new LinuxDisk(), dir);
    assertThat(node.release(target)).isTrue();
  }
}
