package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.workspace.Update;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** behaviours.md, "Client: update and rebuild together". */
public abstract class ClientCombinedBehaviours extends ClientFixture {
  private static Update.Result sent(long version, long count) {
    return new Update.Result(version, count);
  }

  @Test
  @DisplayName("TestCombined: rebuild, server updates two, rebuild")
  void testCombined() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a", "b", "c").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 3);
    on(project).files("v2", "a", "c").send();
    rebuild(directory, project).expecting(2, 2);
    assertTree(directory, "a", "755 a v2", "b", "755 b v1", "c", "755 c v2");
  }

  @Test
  @DisplayName("TestCombinedWithIdenticalObjects: touched files make no version of theirs")
  void testCombinedWithIdenticalObjects() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a", "b", "c").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 3);
    directory.touch("a");
    directory.touch("b");
    directory.write("c", "c v2");
    assertThat(update(directory, project)).isEqualTo(sent(2, 3));
    HandmadeDirectory fresh = newDirectory();
    rebuild(fresh, project).to(1).expecting(1, 3);
    rebuild(fresh, project).to(2).expecting(2, 1);
    assertTree(fresh, "a", "755 a v1", "b", "755 b v1", "c", "755 c v2");
  }

  @Test
  @DisplayName("TestCombinedWithEmptyDirectories: two of three get something")
  void testCombinedWithEmptyDirectories() throws Exception {
    ProjectId project = project();
    on(project).directory("a/").directory("b/").directory("c/").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 3);
    directory.write("a/b", "a/b v2");
    directory.write("b/c/d", "b/c/d v2");
    assertThat(update(directory, project)).isEqualTo(sent(2, 2));
    assertThat(listed(project)).isEqualTo(pairs("a/b", "a/b v2", "b/c/d", "b/c/d v2", "c/", ""));
  }

  @Test
  @DisplayName("TestCombinedWithChangingObjectTypes: file, directory and link change places")
  void testCombinedWithChangingObjectTypes() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a").directory("b/").symlink("c", "a").send();
    HandmadeDirectory source = newDirectory();
    HandmadeDirectory other = newDirectory();
    rebuild(source, project).expecting(1, 3);
    rebuild(other, project).expecting(1, 3);
    source.remove("a");
    source.mkdir("a");
    source.remove("b");
    source.symlink("b", "c");
    source.remove("c");
    source.write("c", "c v2");
    assertThat(update(source, project).version()).isEqualTo(2);
    rebuild(other, project).expecting(2, 3);
    assertTree(other, "a/", "dir", "b", "-> c", "c", "755 c v2");
  }

  @Test
  @DisplayName("TestCombinedNonEmptyDirectoryIntoFile: foo/bar is not deleted explicitly")
  void testCombinedNonEmptyDirectoryIntoFile() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "foo/bar").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 1);
    on(project).files("v2", "foo").send();
    rebuild(directory, project).expecting(2, 1);
    assertTree(directory, "foo", "755 foo v2");
  }

  @Test
  @DisplayName("TestCombinedNonEmptyDirectoryIntoSymlink: the same with a link and its target")
  void testCombinedNonEmptyDirectoryIntoSymlink() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "foo/bar").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 1);
    on(project).symlink("foo", "target").files("v2", "target").send();
    rebuild(directory, project).expecting(2, 2);
    assertTree(directory, "foo", "-> target", "target", "755 target v2");
  }

  @Test
  @DisplayName("TestCombinedFileIntoNonEmptyDirectory: foo, then foo/bar")
  void testCombinedFileIntoNonEmptyDirectory() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "foo").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 1);
    on(project).delete("foo").files("v2", "foo/bar").send();
    rebuild(directory, project).expecting(2, 1);
    assertTree(directory, "foo/bar", "755 foo/bar v2");
  }

  @Test
  @DisplayName("TestCombinedFileIntoEmptyDirectory: foo, then foo/")
  void testCombinedFileIntoEmptyDirectory() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "foo").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 1);
    on(project).delete("foo").directory("foo/").send();
    rebuild(directory, project).expecting(2, 1);
    assertTree(directory, "foo/", "dir");
  }

  @Test
  @DisplayName("TestCombinedWithPacked: the whole pack comes again")
  void testCombinedWithPacked() throws Exception {
    ProjectId project = project("^a/");
    on(project).files("v1", "a/c", "a/d", "a/e", "b").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 4);
    on(project).files("v2", "a/c", "b").delete("a/e").send();
    rebuild(directory, project).expecting(2, 3);
    assertTree(directory, "a/c", "755 a/c v2", "a/d", "755 a/d v1", "b", "755 b v2");
  }

  @Test
  @DisplayName("TestCombinedWithPackedSymlinks: links in a pack, a broken one too")
  void testCombinedWithPackedSymlinks() throws Exception {
    ProjectId project = project("^a/");
    on(project)
        .files("v1", "a/c", "a/d")
        .symlink("a/e", "c")
        .symlink("a/f", "d")
        .symlink("a/g", "nowhere")
        .files("v1", "b")
        .send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 6);
    on(project).files("v2", "a/c", "a/f", "b").symlink("a/e", "d").send();
    rebuild(directory, project).expecting(2, 6);
    assertTree(
        directory,
        "a/c",
        "755 a/c v2",
        "a/d",
        "755 a/d v1",
        "a/e",
        "-> d",
        "a/f",
        "755 a/f v2",
        "a/g",
        "-> nowhere",
        "b",
        "755 b v2");
  }

  @Test
  @DisplayName("TestCombinedWithPackAsASymlink: a pack that holds one link named as the pack")
  void testCombinedWithPackAsASymlink() throws Exception {
    ProjectId project = project("[b|e]/");
    on(project).files("v1", "a/x", "c").symlink("b/", "a/").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 3);
    assertThat(directory.tree()).containsEntry("b", "-> " + kept("a/"));
    on(project).symlink("b/", "f/").symlink("e/", "a/").files("v2", "c", "f/y").send();
    rebuild(directory, project).expecting(2, 4);
    assertTree(
        directory,
        "a/x",
        "755 a/x v1",
        "b",
        "-> " + kept("f/"),
        "c",
        "755 c v2",
        "e",
        "-> " + kept("a/"),
        "f/y",
        "755 f/y v2");
  }

  @Test
  @DisplayName("TestCombinedWithIdenticalPackedObjects: touched packs are not made again")
  void testCombinedWithIdenticalPackedObjects() throws Exception {
    ProjectId project = project("^a/");
    on(project).files("v1", "a/c", "a/d", "b").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 3);
    directory.touch("a/c");
    directory.touch("a/d");
    directory.write("b", "b v2");
    assertThat(update(directory, project)).isEqualTo(sent(2, 3));
    HandmadeDirectory fresh = newDirectory();
    rebuild(fresh, project).to(1).expecting(1, 3);
    rebuild(fresh, project).to(2).expecting(2, 1);
    assertTree(fresh, "a/c", "755 a/c v1", "a/d", "755 a/d v1", "b", "755 b v2");
  }

  @Test
  @DisplayName("TestCombinedWithPrefixDirectoryBug: a/ stays beside abc")
  void testCombinedWithPrefixDirectoryBug() throws Exception {
    ProjectId project = project();
    on(project).directory("a/").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 1);
    directory.write("abc", "abc v2");
    assertThat(update(directory, project)).isEqualTo(sent(2, 1));
    assertThat(listed(project)).isEqualTo(pairs("a/", "", "abc", "abc v2"));
  }

  @Test
  @DisplayName("TestRebuildUpdateWithSubpaths: what lies elsewhere is left alone")
  void testRebuildUpdateWithSubpaths() throws Exception {
    ProjectId project = project("^pack/sub/[^/]+/", "^pack/a/");
    on(project)
        .files("v1", "ab", "pack/sub/b/1", "pack/sub/b/2", "pack/sub/c/1", "pack/sub/c/2")
        .send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).subpaths("pack/sub").expecting(1, 4);
    directory.write("pack/sub/c/1", "sub local");
    directory.write("pack/a/1", "a local");
    assertThat(update(directory, project, "pack/sub")).isEqualTo(sent(2, 1));
    assertVersion(directory, 2);
    assertTree(
        directory,
        "pack/a/1",
        "755 a local",
        "pack/sub/b/1",
        "755 pack/sub/b/1 v1",
        "pack/sub/b/2",
        "755 pack/sub/b/2 v1",
        "pack/sub/c/1",
        "755 sub local",
        "pack/sub/c/2",
        "755 pack/sub/c/2 v1");
  }
}
