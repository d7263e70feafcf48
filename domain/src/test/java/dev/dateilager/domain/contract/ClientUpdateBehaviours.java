package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.staging.CacheDownload;
import dev.dateilager.domain.workspace.Update;
import dev.dateilager.domain.workspace.WorkspaceTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** behaviours.md, "Client: update". */
public abstract class ClientUpdateBehaviours extends ClientFixture {
  private static Update.Result sent(long version, long count) {
    return new Update.Result(version, count);
  }

  @Test
  @DisplayName("TestUpdateObjects: two changed, one added")
  void testUpdateObjects() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a", "b", "c").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 3);
    directory.write("a", "a v2");
    directory.write("c", "c v2");
    directory.write("d", "d v2");
    assertThat(update(directory, project)).isEqualTo(sent(2, 3));
    assertThat(listed(project))
        .isEqualTo(pairs("a", "a v2", "b", "b v1", "c", "c v2", "d", "d v2"));
    assertVersion(directory, 2);
  }

  @Test
  @DisplayName("TestUpdatePackedObjectsConsistentHashing: any order gives the same pack")
  void testUpdatePackedObjectsConsistentHashing() throws Exception {
    List<String> files = new ArrayList<>(List.of("1", "2", "3"));
    String folder = "consistent-" + System.identityHashCode(this) + "/";
    for (int i = 0; i < 6; i++) {
      ProjectId project = project("^" + folder);
      HandmadeDirectory directory = newDirectory();
      Collections.rotate(files, 1);
      for (String file : i < 3 ? files : files.reversed()) {
        directory.write(folder + file, file + " v1");
      }
      assertThat(update(directory, project)).isEqualTo(sent(1, 3));
    }
    createCache(folder);
    int packs = 0;
    try (CacheDownload download = caches().open(Optional.empty(), Set.of())) {
      while (download.next().isPresent()) {
        packs++;
      }
    }
    assertThat(packs).isEqualTo(1);
  }

  @Test
  @DisplayName("TestUpdateWithManyObjects: 500 random files of 50 000 bytes (seed 501)")
  void testUpdateWithManyObjects() throws Exception {
    ProjectId project = project();
    var random = new Random(501);
    HandmadeDirectory directory = newDirectory();
    var expected = new TreeMap<String, String>();
    for (int i = 0; i < 500; i++) {
      var content = new byte[50_000];
      random.nextBytes(content);
      directory.write(Integer.toString(i), content, 0644);
      expected.put(Integer.toString(i), "644 " + ContentHash.of(Blob.owned(content)));
    }
    assertThat(update(directory, project)).isEqualTo(sent(1, 500));
    HandmadeDirectory other = newDirectory();
    rebuild(other, project).expecting(1, 500);
    assertThat(other.tree()).isEqualTo(expected);
  }

  @Test
  @DisplayName("TestConcurrentUpdatesSetsCorrectMetadata: someone else was faster")
  void testConcurrentUpdatesSetsCorrectMetadata() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a", "b", "c").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 3);
    on(project).files("v2", "c", "d").send();
    directory.write("a", "a local");
    directory.write("d", "d local");
    assertThat(update(directory, project)).isEqualTo(sent(3, 2));
    assertTree(directory, "a", "755 a local", "b", "755 b v1", "c", "755 c v2", "d", "755 d local");
    assertVersion(directory, 3);
    assertThat(update(directory, project)).isEqualTo(sent(3, 0));
  }

  @Test
  @DisplayName("TestUpdateFailsWithTooLargeObject: an error, and everything as it was")
  void testUpdateFailsWithTooLargeObject() throws Exception {
    ProjectId project = project();
    HandmadeDirectory directory = newDirectory();
    directory.write("a", "1");
    directory.write("b", new byte[1001], 0644);
    try (WorkspaceTree tree = directory.open(1000)) {
      assertThatThrownBy(
              () ->
                  new Update(projects(), summaries(), rebuilds())
                      .update(tree, new Update.Request(project, List.of(), 2, (_, _) -> {})))
          .isInstanceOf(ResourceExhausted.class)
          .hasMessageContaining("'b'");
    }
    assertThat(listed(project)).isEmpty();
    assertThat(directory.state()).doesNotContainKeys("version", "sum.s2");
  }

  @Test
  @DisplayName("TestUpdateWithSubpaths: one of two changes is sent")
  void testUpdateWithSubpaths() throws Exception {
    ProjectId project = project("^pack/sub/[^/]+/", "^pack/a/");
    on(project).files("v1", "pack/a/1", "pack/sub/b/1", "pack/sub/c/1").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 3);
    directory.write("pack/sub/c/1", "sub local");
    directory.write("pack/a/1", "a local");
    assertThat(update(directory, project, "pack/sub")).isEqualTo(sent(2, 1));
    assertThat(directory.tree())
        .containsEntry("pack/sub/c/1", "755 sub local")
        .containsEntry("pack/a/1", "755 a local");
    assertThat(listed(project))
        .containsEntry("pack/sub/c/1", "sub local")
        .containsEntry("pack/a/1", "pack/a/1 v1");
    // What was left out is not forgotten (client.md oddity 7).
    assertThat(update(directory, project)).isEqualTo(sent(3, 1));
    assertThat(listed(project)).containsEntry("pack/a/1", "a local");
    assertThat(update(directory, project)).isEqualTo(sent(3, 0));
  }

  // Beyond the reference's tests.

  @Test
  void update_whenAFileBecameADirectory_andOnlyThatIsSent_deletesNothingOfIt() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a", "b").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 2);
    directory.remove("a");
    directory.write("a/x", "a/x v2");
    assertThat(update(directory, project, "a/")).isEqualTo(sent(2, 1));
    assertThat(update(directory, project)).isEqualTo(sent(3, 1));
    assertThat(listed(project)).isEqualTo(pairs("a/x", "a/x v2", "b", "b v1"));
    assertThat(update(directory, project)).isEqualTo(sent(3, 0));
  }

  @Test
  void update_whenNothingChanged_sendsNothing() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a").directory("e/").symlink("l", "a").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 3);
    assertThat(update(directory, project)).isEqualTo(sent(1, 0));
  }

  @Test
  void update_whenItFails_sendsTheSameAgain() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a", "b").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 2);
    directory.write("a", "a v2");
    directory.remove("b");
    var failing = new FailingUpdates(projects());
    try (WorkspaceTree tree = directory.open()) {
      assertThatThrownBy(
              () ->
                  new Update(failing, summaries(), rebuilds())
                      .update(tree, new Update.Request(project, List.of(), 2, (_, _) -> {})))
          .isInstanceOf(Unavailable.class);
    }
    assertVersion(directory, 1);
    assertThat(update(directory, project)).isEqualTo(sent(2, 2));
    assertThat(listed(project)).isEqualTo(pairs("a", "a v2"));
  }

  @Test
  void update_whenOnlyTouched_makesNoVersion_andForgetsTheTouch() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 1);
    directory.touch("a");
    assertThat(update(directory, project)).isEqualTo(sent(1, 1));
    assertThat(update(directory, project)).isEqualTo(sent(1, 0));
  }

  @Test
  void update_afterARebuildOverLocalEdits_stillSendsThem() throws Exception {
    ProjectId project = project("^pack/");
    on(project).files("v1", "a", "b", "c", "pack/1").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 4);
    directory.write("a", "a local");
    directory.remove("b");
    directory.write("new/file", "new local");
    on(project).files("v2", "c", "new/other", "pack/1").send();
    rebuild(directory, project).expecting(2, 3);
    assertThat(update(directory, project)).isEqualTo(sent(3, 3));
    assertThat(listed(project))
        .isEqualTo(
            pairs(
                "a", "a local",
                "c", "c v2",
                "new/file", "new local",
                "new/other", "new/other v2",
                "pack/1", "pack/1 v2"));
  }

  @Test
  void update_seesAChangeWithinTheLatestClockTick() throws Exception {
    ProjectId project = project();
    HandmadeDirectory directory = newDirectory();
    directory.write("a", "1");
    directory.write("b", "1");
    assertThat(update(directory, project)).isEqualTo(sent(1, 2));
    directory.rewriteUnseen("b", "2");
    assertThat(update(directory, project)).isEqualTo(sent(2, 1));
    assertThat(listed(project)).isEqualTo(pairs("a", "1", "b", "2"));
    directory.remove("b"); // now the other one is the latest, and has had no hash so far
    assertThat(update(directory, project)).isEqualTo(sent(3, 1));
    directory.rewriteUnseen("a", "3");
    assertThat(update(directory, project)).isEqualTo(sent(4, 1));
  }

  @Test
  void update_whenTheSummaryIsDamaged_isRefused_andARebuildMendsIt() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).expecting(1, 1);
    directory.writeState("sum.s2", "no summary");
    assertThatThrownBy(() -> update(directory, project)).isInstanceOf(Corrupt.class);
    on(project).files("v2", "b").send();
    rebuild(directory, project).expecting(2, 1);
    assertThat(update(directory, project)).isEqualTo(sent(2, 0));
  }

  @Test
  void update_afterARebuildWithoutSummary_thenWithOne_knowsAllFiles() throws Exception {
    ProjectId project = project();
    on(project).files("v1", "a", "b").send();
    HandmadeDirectory directory = newDirectory();
    rebuild(directory, project).withoutSummary().expecting(1, 2);
    assertThat(directory.state()).doesNotContainKey("sum.s2");
    on(project).files("v2", "c").send();
    rebuild(directory, project).expecting(2, 1);
    directory.remove("a");
    assertThat(update(directory, project)).isEqualTo(sent(3, 1));
    assertThat(listed(project)).isEqualTo(pairs("b", "b v1", "c", "c v2"));
  }
}
