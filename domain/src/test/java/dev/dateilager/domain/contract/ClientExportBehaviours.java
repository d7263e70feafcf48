package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.workspace.Export;
import dev.dateilager.domain.workspace.Get;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What {@code client get} makes of a project's objects: lists of some, and files of some. */
public abstract class ClientExportBehaviours extends ClientFixture {
  private static final ObjectQuery ALL = ObjectQuery.prefix("");
  private static final OptionalLong ABSENT = OptionalLong.empty();

  private long export(
      HandmadeDirectory directory, ProjectId project, OptionalLong to, ObjectQuery query)
      throws DateiLagerException {
    try (WorkspaceTree tree = directory.open()) {
      return new Export(projects()).export(tree, project, ABSENT, to, query);
    }
  }

  private ProjectId sample() throws DateiLagerException {
    ProjectId project = project("^pack/");
    on(project)
        .file("a", 0640, new byte[] {'1'})
        .file("pack/b", "b v1")
        .symlink("link", "a")
        .directory("empty/")
        .send();
    on(project).file("a", "2").delete("link").send();
    return project;
  }

  @Test
  void export_writesEverythingAsOfAVersion_andNothingOfItsOwn() throws Exception {
    ProjectId project = sample();
    HandmadeDirectory directory = newDirectory();

    assertThat(export(directory, project, OptionalLong.of(1), ALL)).isEqualTo(4);

    assertTree(
        directory, "a", "640 1", "pack/b", "755 b v1", "link", kept("-> a"), "empty/", "dir");
    assertThat(directory.state()).isEmpty();
  }

  @Test
  void export_ofTheLatestVersion_knowsNothingOfRemovals() throws Exception {
    HandmadeDirectory directory = newDirectory();

    assertThat(export(directory, sample(), ABSENT, ALL)).isEqualTo(3);

    assertTree(directory, "a", "755 2", "pack/b", "755 b v1", "empty/", "dir");
  }

  @Test
  void export_reachesIntoPacks() throws Exception {
    HandmadeDirectory directory = newDirectory();

    assertThat(export(directory, sample(), ABSENT, ObjectQuery.exact("pack/b"))).isEqualTo(1);

    assertTree(directory, "pack/b", "755 b v1");
  }

  @Test
  void export_intoADirectoryThatHoldsSomething_isRefused() throws Exception {
    ProjectId project = sample();
    HandmadeDirectory full = newDirectory();
    full.write("mine", "mine");
    HandmadeDirectory workspace = newDirectory();
    rebuild(workspace, project).run();
    workspace.remove("a");
    workspace.remove("pack");
    workspace.remove("empty");

    assertThatExceptionOfType(FailedPrecondition.class)
        .isThrownBy(() -> export(full, project, ABSENT, ALL));
    assertThatExceptionOfType(FailedPrecondition.class)
        .isThrownBy(() -> export(workspace, project, ABSENT, ALL));

    assertTree(full, "mine", "755 mine");
    assertTree(workspace);
    assertVersion(workspace, 2);
  }

  @Test
  void export_ofNothing_leavesNothing() throws Exception {
    HandmadeDirectory directory = newDirectory();

    assertThat(export(directory, sample(), ABSENT, ObjectQuery.prefix("none"))).isZero();

    assertTree(directory);
    assertThat(directory.state()).isEmpty();
  }

  @Test
  void get_obeysEveryPartOfTheQuery() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a/b", "a/c", "a/d", "e").send();
    var paths = new ArrayList<String>();
    new Get(projects())
        .get(
            project,
            new ObjectQuery("a/", true, List.of("a/c"), List.of("a/b", "a/c")),
            ABSENT,
            ABSENT,
            (_, object) -> paths.add(object.path()));
    assertThat(paths).containsExactly("a/b");
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(
            () ->
                new Get(projects())
                    .get(
                        project,
                        new ObjectQuery("a/", true, List.of("e"), List.of()),
                        ABSENT,
                        ABSENT,
                        (_, _) -> {}));
  }
}
