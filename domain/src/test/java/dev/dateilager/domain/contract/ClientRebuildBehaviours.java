package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.workspace.RebuildResult;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** behaviours.md, "Client: rebuild", and what the client's binary is asked of it. */
public abstract class ClientRebuildBehaviours extends ClientFixture {
  @Test
  @DisplayName("TestRebuild: three files")
  void testRebuild() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a", "b", "c").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 3);
    assertTree(directory, "a", "755 a v1", "b", "755 b v1", "c", "755 c v1");
  }

  @Test
  @DisplayName("TestRebuildWithOverwritesAndDeletes: shorter, deleted, new, file to symlink")
  void testRebuildWithOverwritesAndDeletes() throws Exception {
    ProjectId project = project();
    on(project).file("a", "a v1 and long").files("v1", "b", "c", "e").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).to(1).expecting(1, 4);
    on(project).file("a", "a v2").delete("b").files("v2", "d").symlink("e", "a").send();
    rebuild(directory, project).expecting(2, 4);
    assertTree(directory, "a", "755 a v2", "c", "755 c v1", "d", "755 d v2", "e", "-> a");
  }

  @Test
  @DisplayName("TestRebuildWithEmptyDirAndSymlink: links and directories that are not there yet")
  void testRebuildWithEmptyDirAndSymlink() throws Exception {
    ProjectId project = project();
    on(project)
        .files("v1", "a", "d/e")
        .directory("b/")
        .symlink("c", "a")
        .symlink("new/dir/f", "../../a")
        .send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 5);
    assertTree(
        directory,
        "a",
        "755 a v1",
        "b/",
        "dir",
        "c",
        "-> a",
        "d/e",
        "755 d/e v1",
        "new/dir/f",
        "-> ../../a");
  }

  @Test
  @DisplayName("TestRebuildWithUpdatedEmptyDirectories: a file appears in one of two")
  void testRebuildWithUpdatedEmptyDirectories() throws Exception {
    ProjectId project = project();
    on(project).directory("a/").directory("b/").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 2);
    on(project).files("v2", "a/c").send();
    rebuild(directory, project).expecting(2, 1);
    assertTree(directory, "a/c", "755 a/c v2", "b/", "dir");
  }

  @Test
  @DisplayName("TestRebuildWithManyObjects: 500 random files of 50 000 bytes (seed 500)")
  void testRebuildWithManyObjects() throws Exception {
    ProjectId project = project();
    var random = new Random(500);
    var expected = new TreeMap<String, String>();
    ServerChange change = on(project);
    for (int i = 0; i < 500; i++) {
      var content = new byte[50_000];
      random.nextBytes(content);
      change.file("/" + i, 0755, content);
      expected.put(Integer.toString(i), "755 " + ContentHash.of(Blob.owned(content)));
    }
    change.send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 500);
    assertThat(directory.tree()).isEqualTo(expected);
  }

  @Test
  @DisplayName("TestRebuildWithUpdatedObjectToDirectory: a file became a directory long ago")
  void testRebuildWithUpdatedObjectToDirectory() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a").send();
    on(project).files("v2", "b").send();
    on(project).delete("b").files("v3", "b/c", "b/d").send();
    on(project).delete("b/c").files("v4", "b/e").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).to(1).expecting(1, 1);
    rebuild(directory, project).expecting(4, 2);
    assertTree(directory, "a", "755 a v1", "b/d", "755 b/d v3", "b/e", "755 b/e v4");
  }

  @Test
  @DisplayName("TestRebuildWithPackedObjects: two packs")
  void testRebuildWithPackedObjects() throws Exception {
    ProjectId project = project("^pack/[^/]+/");
    on(project).files("v1", "pack/a/1", "pack/a/2", "pack/b/1", "pack/b/2").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 4);
    assertTree(
        directory,
        "pack/a/1",
        "755 pack/a/1 v1",
        "pack/a/2",
        "755 pack/a/2 v1",
        "pack/b/1",
        "755 pack/b/1 v1",
        "pack/b/2",
        "755 pack/b/2 v1");
  }

  @Test
  @DisplayName("TestRebuildWithCache: every pack comes from the cache, which stays as it was")
  void testRebuildWithCache() throws Exception {
    ProjectId project = project("^held/[^/]+/");
    on(project)
        .files("v1", "held/a/1", "held/a/2", "held/b/1", "held/b/2")
        .symlink("held/sub/link", "../a/1")
        .send();
    createCache("held/");
    HandmadeCache cache = newCache();
    assertThat(getCache(cache, Optional.empty()).count()).isEqualTo(5);
    var before = cache.tree();
    HandmadeDirectory directory = newDirectory();
    RebuildResult result = rebuild(directory, project).cache(cache).expecting(1, 3);
    assertThat(result.cachedCount()).isEqualTo(3);
    assertThat(result.detail().written()).isZero();
    assertThat(result.detail().linked() + result.detail().copied()).isEqualTo(4);
    assertThat(result.detail().obstacles().values().stream().mapToLong(files -> files).sum())
        .isEqualTo(result.detail().copied());
    assertTree(
        directory,
        "held/a/1",
        "755 held/a/1 v1",
        "held/a/2",
        "755 held/a/2 v1",
        "held/b/1",
        "755 held/b/1 v1",
        "held/b/2",
        "755 held/b/2 v1",
        "held/sub/link",
        "-> ../a/1");
    assertThat(cache.tree()).isEqualTo(before);
    assertThat(before.keySet()).anyMatch(name -> name.matches("objects/[0-9a-f]{64}/held/a/1"));
  }

  @Test
  @DisplayName("TestRebuildWithInexistantCacheDir: as if there were none")
  void testRebuildWithInexistantCacheDir() throws Exception {
    ProjectId project = project("^pack/[^/]+/");
    on(project).files("v1", "pack/a/1", "b").send();
    createCache("pack/");
    HandmadeDirectory directory = newDirectory();
    RebuildResult result = rebuild(directory, project).cache(newCache()).expecting(1, 2);
    assertThat(result.cachedCount()).isZero();
    assertTree(directory, "b", "755 b v1", "pack/a/1", "755 pack/a/1 v1");
  }

  @Test
  @DisplayName("TestRebuildWithFileMatcherInclude: every name or not every")
  void testRebuildWithFileMatcherInclude() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "ab", "bb").send();
    assertThat(rebuild(newDirectory(), project).matching("[ab]*", "").expecting(1, 2).fileMatch())
        .isTrue();
    assertThat(rebuild(newDirectory(), project).matching("a*", "").expecting(1, 2).fileMatch())
        .isFalse();
  }

  @Test
  @DisplayName("TestRebuildWithFileMatcherExclude: a later file does not fit")
  void testRebuildWithFileMatcherExclude() throws Exception {
    matches("", "ac");
  }

  @Test
  @DisplayName("TestRebuildWithFileMatcherIncludeAndExclude: both together")
  void testRebuildWithFileMatcherIncludeAndExclude() throws Exception {
    matches("[a|b|c]*", "ac");
  }

  private void matches(String include, String exclude) throws Exception {
    ProjectId project = project();
    on(project).files("v1", "ab", "bb", "cb").send();
    on(project).files("v2", "ac").send();
    HandmadeDirectory directory = newDirectory();
    assertThat(
            rebuild(directory, project)
                .matching(include, exclude)
                .to(1)
                .expecting(1, 3)
                .fileMatch())
        .isTrue();
    assertThat(rebuild(directory, project).matching(include, exclude).expecting(2, 1).fileMatch())
        .isFalse();
  }

  @Test
  @DisplayName("TestRebuildWithMissingMetadataDir: everything comes again, packs are replaced")
  void testRebuildWithMissingMetadataDir() throws Exception {
    ProjectId project = project("^pack/[^/]+/");
    on(project).files("v1", "a", "pack/a/1", "pack/b/1").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 3);
    directory.remove(".dl");
    directory.write("pack/a/stale", "stale");
    rebuild(directory, project).expecting(1, 3);
    assertTree(
        directory, "a", "755 a v1", "pack/a/1", "755 pack/a/1 v1", "pack/b/1", "755 pack/b/1 v1");
  }

  @Test
  @DisplayName("TestRebuildFileBecomesADir: a.html, then a.html/foo")
  void testRebuildFileBecomesADir() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a.html").send();
    on(project).delete("a.html").files("v2", "a.html/foo").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).to(1).expecting(1, 1);
    rebuild(directory, project).to(2).expecting(2, 1);
    assertTree(directory, "a.html/foo", "755 a.html/foo v2");
  }

  @Test
  @DisplayName("TestRebuildWithSubpaths: only what lies under them")
  void testRebuildWithSubpaths() throws Exception {
    ProjectId project = project("^pack/sub/[^/]+/", "^pack/a/");
    on(project)
        .files(
            "v1", "ab", "pack/a/1", "pack/sub/b/1", "pack/sub/b/2", "pack/sub/c/1", "pack/sub/c/2")
        .send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).subpaths("pack/sub").expecting(1, 4);
    assertThat(directory.tree().keySet())
        .containsExactly("pack/sub/b/1", "pack/sub/b/2", "pack/sub/c/1", "pack/sub/c/2");
  }

  @Test
  @DisplayName("can rebuild the file system: one file")
  void canRebuildTheFileSystem() throws Exception {
    ProjectId project = project();
    on(project).file("hello.txt", "hello").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 1);
    assertTree(directory, "hello.txt", "755 hello");
  }

  @Test
  @DisplayName("can rebuild the file system with a file matcher: include hello*")
  void canRebuildTheFileSystemWithAFileMatcher() throws Exception {
    ProjectId project = project();
    on(project).file("hello.txt", "hello").send();
    assertThat(rebuild(newDirectory(), project).matching("hello*", "").expecting(1, 1).fileMatch())
        .isTrue();
  }

  @Test
  @DisplayName("can rebuild the file system with a file matcher exclude pattern: bar*")
  void canRebuildTheFileSystemWithAFileMatcherExcludePattern() throws Exception {
    ProjectId project = project();
    on(project).file("hello.txt", "hello").send();
    on(project).file("bar.txt", "bar").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).to(1).expecting(1, 1);
    assertThat(rebuild(directory, project).matching("", "bar*").expecting(2, 1).fileMatch())
        .isFalse();
    assertThat(directory.tree()).containsKey("bar.txt");
  }

  @Test
  @DisplayName("can support Gadget's pattern: four projects")
  void canSupportGadgetsPattern() throws Exception {
    assertThat(gadget("frontend/a.js", "frontend/deep/b.js")).isTrue();
    assertThat(gadget("frontend/a.js", "frontend/vite.config.js")).isFalse();
    assertThat(gadget("frontend/a.js", "frontend/vite.config.ts")).isFalse();
    assertThat(gadget("frontend/a.js", "backend/a.js")).isFalse();
  }

  private boolean gadget(String... paths) throws Exception {
    ProjectId project = project();
    on(project).files("v1", paths).send();
    return rebuild(newDirectory(), project)
        .matching("frontend/**", "frontend/vite.config.[jt]s")
        .expecting(1, 2)
        .fileMatch();
  }

  // Beyond the reference's tests.

  @Test
  void rebuild_toTheRecordedVersion_orWithNothingToSend_writesNothing() throws Exception {
    ProjectId project = project();
    HandmadeDirectory directory = newDirectory();
    RebuildResult empty = rebuild(directory, project).expecting(0, 0);
    assertThat(empty.fileMatch()).isFalse();
    assertThat(directory.state()).isEmpty();
    on(project).files("v1", "a").send();
    rebuild(directory, project).expecting(1, 1);
    var state = directory.state();
    rebuild(directory, project).to(1).expecting(1, 0);
    rebuild(directory, project).expecting(1, 0);
    assertThat(directory.state()).isEqualTo(state);
  }

  @Test
  void rebuild_changesModesAlone() throws Exception {
    ProjectId project = project();
    on(project).file("d/a", 0755, new byte[] {'x'}).file("d/b", 0600, new byte[] {'y'}).send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 2);
    assertTree(directory, "d/a", "755 x", "d/b", "600 y");
    on(project).file("d/a", 0640, new byte[] {'x'}).send();
    rebuild(directory, project).expecting(2, 1);
    assertTree(directory, "d/a", "640 x", "d/b", "600 y");
  }

  @Test
  void rebuild_whenADirectoryBecameAFile_acceptsRecordedDeletions() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "foo/bar", "foo/deep/er").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 2);
    on(project).delete("foo/bar", "foo/deep/er").files("v2", "foo").send();
    rebuild(directory, project).run();
    assertTree(directory, "foo", "755 foo v2");
    assertVersion(directory, 2);
  }

  @Test
  void rebuild_inSteps_prunesWhatDeletionsEmptied_likeAFreshOne() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a/b/c/1", "k/1", "a/2", "kept/x").send();
    HandmadeDirectory steps = newDirectory();
    rebuild(steps, project).expecting(1, 4);
    on(project).delete("a/b/c/1", "k/1", "kept/x").directory("kept/").send();
    RebuildResult result = rebuild(steps, project).run();
    assertThat(result.count()).isEqualTo(4);
    assertTree(steps, "a/2", "755 a/2 v1", "kept/", "dir");
    HandmadeDirectory fresh = newDirectory();
    rebuild(fresh, project).run();
    assertThat(steps.tree()).isEqualTo(fresh.tree());
  }

  @Test
  void rebuild_whenTheCacheListsAVersionButLacksPacks_asksAgainWithoutIt() throws Exception {
    ProjectId project = project("^pack/[^/]+/");
    on(project).files("v1", "a", "pack/a/1", "pack/b/1").send();
    createCache("pack/");
    HandmadeCache cache = newCache();
    getCache(cache, Optional.empty());
    String folder =
        cache.tree().keySet().stream()
            .filter(name -> name.endsWith("pack/b/1"))
            .findFirst()
            .orElseThrow();
    cache.remove(folder.substring(0, "objects/".length() + 64));
    HandmadeDirectory directory = newDirectory();
    RebuildResult result = rebuild(directory, project).cache(cache).expecting(1, 3);
    assertThat(result.detail().cacheIncomplete()).isTrue();
    assertThat(result.cachedCount()).isZero();
    assertTree(
        directory, "a", "755 a v1", "pack/a/1", "755 pack/a/1 v1", "pack/b/1", "755 pack/b/1 v1");
  }
}
