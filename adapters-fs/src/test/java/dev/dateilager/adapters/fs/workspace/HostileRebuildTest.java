package dev.dateilager.adapters.fs.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dateilager.adapters.fs.attack.Attacker;
import dev.dateilager.adapters.fs.attack.Canary;
import dev.dateilager.adapters.fs.attack.OtherUser;
import dev.dateilager.adapters.fs.disk.LinuxDisk;
import dev.dateilager.domain.contract.EntryScript;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.workspace.CacheFolder;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A tenant exchanges a directory of his and a link to what is not his, without rest, while the
 * client works there with more rights than he has (I1, I20, F18). What is attempted may fail; it
 * may never reach outside.
 */
@Timeout(300)
class HostileRebuildTest {
  /** Of each attacker; more for a long run. */
  private static final int ROUNDS = Integer.getInteger("dateilager.rounds", 30);

  private static final int FILES = 12;
  private static final ContentHash PACK = ContentHash.of(Blob.utf8("a pack"));

  @TempDir private Path temporary;
  private Canary canary;
  private Path project;
  private FileDirectory directory;
  private FileCache cache;

  @BeforeEach
  void setUp() throws Exception {
    assumeTrue(LinuxDisk.isAvailable(), "NOT RUN: the portable layer is not race-proof");
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
    canary = Canary.plant(temporary.resolve("canary"));
    project = Files.createDirectories(temporary.resolve("tenant/project"));
    directory = new FileDirectory(project);
    cache = new FileCache(temporary.resolve("tenant/cache"));
    fillCache();
  }

  private void fillCache() {
    for (int i = 0; i < FILES; i++) {
      cache.write("objects/" + PACK + "/dir/cached/" + i % 3 + "/" + i, "cached " + i);
    }
  }

  /** Something that a client does. */
  @FunctionalInterface
  private interface Step {
    void run() throws DateiLagerException;
  }

  /** Under attack it may fail, if it says why. */
  private static void attempt(Step step) {
    try {
      step.run();
    } catch (DateiLagerException refused) {
      assertThat(refused).hasMessageNotContaining("null");
    }
  }

  /** The canary's own names, so that whatever reaches it changes it. */
  private static EntryScript plain() {
    var script = new EntryScript();
    script.deletion("dir/run").deletion("dir/link").deletion("dir/deep/empty");
    for (int i = 0; i < FILES; i++) {
      script.file("dir/deep/" + i % 4 + "/" + i, "plain " + i);
    }
    return script
        .file("dir/run", "plain")
        .file("dir/file", 0777, "plain")
        .symlink("dir/link", "plain")
        .file("dir/deep/empty", "plain")
        .directory("dir/made/");
  }

  private static EntryScript packed() {
    var script = new EntryScript();
    for (int i = 0; i < FILES; i++) {
      script.file("dir/pack/" + i % 4 + "/" + i, "packed " + i);
    }
    return script;
  }

  private static void applyPlain(WorkspaceTree tree) throws DateiLagerException {
    tree.apply(plain().reader(), Optional.empty(), Optional.empty());
  }

  private static void applyPack(WorkspaceTree tree, String path, EntryScript script)
      throws DateiLagerException {
    tree.apply(script.reader(), Optional.of(new ObjectPath(path)), Optional.empty());
  }

  private void applyCached(WorkspaceTree tree) throws DateiLagerException {
    tree.apply(
        new EntryScript().cached("dir/cached/", PACK).reader(),
        Optional.empty(),
        Optional.of(cache.directory()));
  }

  private void rebuild(WorkspaceTree tree) throws DateiLagerException {
    applyPlain(tree);
    applyPack(tree, "dir/pack/", packed());
    applyCached(tree);
    tree.recordSummary(Blob.utf8("summary"));
    tree.recordVersion(2);
  }

  /** Everything that a client may do to a tree, each attempted by itself. */
  private void workOn() {
    attempt(
        () -> {
          try (WorkspaceTree tree = directory.open()) {
            attempt(() -> applyPlain(tree));
            attempt(() -> applyPack(tree, "dir/pack/", packed()));
            attempt(() -> applyCached(tree));
            for (String pack : List.of("dir/deep/", "dir/empty", "dir/cached/")) {
              attempt(() -> applyPack(tree, pack, new EntryScript()));
            }
            attempt(() -> tree.prune(List.of(new ObjectPath("dir/empty"))));
            attempt(() -> tree.recordSummary(Blob.utf8("summary")));
            attempt(() -> tree.recordVersion(1));
            attempt(() -> tree.scanBelow(new ObjectPath("dir"), (_, _) -> {}));
            attempt(() -> assertNothingSeen(tree));
          }
        });
  }

  /** What is read is never the canary's. */
  private static void assertNothingSeen(WorkspaceTree tree) throws DateiLagerException {
    for (int i = 0; i < 20; i++) {
      assertThat(tree.read(new ObjectPath("dir/secret"))).isEmpty();
      assertThat(tree.hash(new ObjectPath("dir/secret"))).isEmpty();
      assertThat(tree.look(new ObjectPath("dir/secret"))).isEmpty();
    }
  }

  private void ownByTenant(Attacker.As who) throws IOException {
    if (who != Attacker.As.THREAD) {
      OtherUser.assumeThereIsOne();
      OtherUser.own(temporary.resolve("tenant"));
    }
  }

  /** Nothing came to stand beside what was there. */
  private void assertContained() throws IOException {
    canary.assertUntouched();
    try (Stream<Path> names = Files.list(temporary)) {
      assertThat(names.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("canary", "tenant");
    }
    try (Stream<Path> names = Files.list(temporary.resolve("tenant"))) {
      assertThat(names.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder("project", "cache");
    }
  }

  private void assertConverges() throws Exception {
    try (WorkspaceTree tree = directory.open()) {
      rebuild(tree);
    }
    assertThat(directory.tree())
        .containsEntry("dir/run", "755 plain")
        .containsEntry("dir/link", "-> plain")
        .containsEntry("dir/deep/3/11", "755 plain 11")
        .containsEntry("dir/pack/3/11", "755 packed 11")
        .containsEntry("dir/cached/2/11", "644 cached 11");
    assertThat(directory.state()).containsEntry("version", "2");
    assertThat(directory.state().keySet()).containsOnly("version", "sum.s2", "diff.s2");
  }

  @ParameterizedTest
  @EnumSource(Attacker.As.class)
  void rebuild_whileADirectoryIsExchangedForALink_staysInside(Attacker.As who) throws Exception {
    Files.createDirectory(project.resolve("dir"));
    Files.createSymbolicLink(project.resolve("swap"), canary.root().resolve("dir"));
    ownByTenant(who);
    try (Attacker attacker = Attacker.exchanging(who, project, "dir", "swap")) {
      for (int round = 0; round < ROUNDS; round++) {
        workOn();
      }
      assertThat(attacker.stop()).isGreaterThan(100);
    }
    assertContained();
    directory.remove("dir");
    assertConverges();
  }

  @Test
  void rebuild_whileTheStateDirectoryIsExchangedForALink_staysInside() throws Exception {
    Files.createDirectory(project.resolve(".dl"));
    Files.createSymbolicLink(project.resolve("swap"), canary.root());
    try (Attacker _ = Attacker.exchanging(project, ".dl", "swap")) {
      for (int round = 0; round < ROUNDS; round++) {
        workOn();
      }
    }
    assertContained();
    directory.remove(".dl");
    assertConverges();
  }

  @Test
  void rebuild_whileAPackInTheCacheIsExchangedForALink_takesNothingElse() throws Exception {
    Path pack = temporary.resolve("tenant/cache/objects/" + PACK + "/dir");
    Files.createSymbolicLink(pack.resolve("swap"), canary.root().resolve("dir"));
    try (Attacker _ = Attacker.exchanging(pack, "cached", "swap")) {
      for (int round = 0; round < 2 * ROUNDS; round++) {
        attempt(
            () -> {
              try (WorkspaceTree tree = directory.open()) {
                applyCached(tree);
              }
            });
        assertThat(directory.tree().keySet()).doesNotContain("dir/cached/run", "dir/cached/file");
      }
    }
    assertContained();
    cache.remove("objects/" + PACK);
    fillCache();
    assertConverges();
  }

  @Test
  void getCache_whileItsFoldersAreExchangedForLinks_staysInside() throws Exception {
    Path folder = temporary.resolve("tenant/cache");
    Files.createSymbolicLink(folder.resolve("swap"), canary.root());
    for (String name : List.of("objects", "tmp")) {
      Files.createDirectories(folder.resolve(name));
      try (Attacker _ = Attacker.exchanging(folder, name, "swap")) {
        for (int round = 0; round < ROUNDS; round++) {
          int number = round;
          attempt(() -> download(number));
        }
      }
      assertContained();
      cache.remove(name);
    }
    cache.remove("swap");
    download(7);
    assertThat(cache.directory().versions()).contains(new CacheVersion(7));
    assertThat(cache.directory().has(ContentHash.of(Blob.utf8("pack 7")))).isTrue();
  }

  private void download(int number) throws DateiLagerException {
    try (CacheFolder.Download download = cache.folder().begin()) {
      download.add(ContentHash.of(Blob.utf8("pack " + number)), packed().reader());
      download.list(new CacheVersion(number));
    }
  }

  /** The attacks are real: whoever looks first and then opens by path is led outside (F18). */
  @ParameterizedTest
  @EnumSource(Attacker.As.class)
  void naiveRebuild_underTheSameAttack_escapes(Attacker.As who) throws Exception {
    Files.createDirectory(project.resolve("dir"));
    Files.createSymbolicLink(project.resolve("swap"), canary.root().resolve("dir"));
    ownByTenant(who);
    try (Attacker _ = Attacker.exchanging(who, project, "dir", "swap")) {
      while (!canary.isTouched()) { // bounded by the test's time limit
        writeNaively(project.resolve("dir"), "run");
      }
    }
    assertThat(canary.root().resolve("dir/run")).hasContent("naive");
  }

  private static void writeNaively(Path parent, String name) {
    if (!Files.isSymbolicLink(parent) && Files.exists(parent)) {
      try {
        Files.writeString(parent.resolve(name), "naive");
      } catch (IOException _) {
        // the directory went away meanwhile
      }
    }
  }
}
