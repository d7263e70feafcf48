package dev.dateilager.domain.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CatalogSnapshot;
import dev.dateilager.domain.catalog.Inspection;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How {@code CloneToProject}, {@code Rollback}, {@code Snapshot}, {@code Reset} and {@code Inspect}
 * behave (behaviours.md "Projects", "CloneToProject").
 */
public abstract class HistoryBehaviours extends UpdateBehaviours {
  private List<String> objectsOf(ProjectId project) throws DateiLagerException {
    return get(new ReadRequest(project, ABSENT, ABSENT, List.of(ALL)));
  }

  private long cloneTo(long version) throws DateiLagerException {
    return projects().cloneTo(ADMIN, P1, version, P2);
  }

  // CloneToProject

  @Test
  @DisplayName("TestCloneTo: what the source held, and again after it changed")
  void cloneToAnother() throws Exception {
    history(1, "c@1", "d@1", "f@1");
    project(P2, 1);

    assertThat(cloneTo(1)).isEqualTo(2);
    assertThat(objectsOf(P2)).containsExactly("c = c v1", "d = d v1", "f = f v1");

    assertThat(update(gone("c"), file("d", "d v2"), file("b", "b v2"))).isEqualTo(2);
    assertThat(cloneTo(2)).isEqualTo(3);
    assertThat(objectsOf(P2)).containsExactly("b = b v2", "d = d v2", "f = f v1");
    assertThat(get(new ReadRequest(P2, OptionalLong.of(2), ABSENT, List.of(ALL))))
        .containsExactly("b = b v2", "d = d v2", "c gone");
  }

  @Test
  @DisplayName("TestCloneToVersionGreaterThanCurrent: the latest state")
  void cloneToVersionGreaterThanCurrent() throws Exception {
    history(1, "c@1", "d@1");
    project(P2, 1);
    assertThat(cloneTo(20)).isEqualTo(2);
    assertThat(objectsOf(P2)).containsExactly("c = c v1", "d = d v1");
  }

  @Test
  @DisplayName("TestCloneToMultipleFromVersionToVersion: version 2, then version 5")
  void cloneToMultipleFromVersionToVersion() throws Exception {
    history(5, "a@1-2", "b@2-3", "d@2", "c@3-4", "f@4", "e@3-5");
    project(P2, 1);

    assertThat(cloneTo(2)).isEqualTo(2);
    assertThat(objectsOf(P2)).containsExactly("b = b v2", "d = d v2");
    assertThat(cloneTo(5)).isEqualTo(3);
    assertThat(objectsOf(P2)).containsExactly("d = d v2", "f = f v4");
  }

  @Test
  @DisplayName("TestCloneToDeleted: what the source deleted is gone in the target")
  void cloneToDeleted() throws Exception {
    history(2, "a@1-2", "f@2");
    project(P2, 1);
    rows(P2, "a@1");
    assertThat(cloneTo(2)).isEqualTo(2);
    assertThat(objectsOf(P2)).containsExactly("f = f v2");
  }

  @Test
  @DisplayName("TestCloneToOutOfSync: what the source never had is gone in the target")
  void cloneToOutOfSync() throws Exception {
    history(2, "f@2");
    project(P2, 3);
    rows(P2, "own@2");
    assertThat(cloneTo(2)).isEqualTo(4);
    assertThat(objectsOf(P2)).containsExactly("f = f v2");
  }

  @Test
  void cloneTo_ofPacks_sharesThemAndUpdatesGoOn() throws Exception {
    project(P1, 0, "p/");
    project(P2, 0, "p/");
    assertThat(update(file("p/a", "1"), file("p/b", "2"), file("c", "3"))).isEqualTo(1);
    assertThat(cloneTo(1)).isEqualTo(1);
    assertThat(update(P2, gone("p/a"))).isEqualTo(2);
    assertThat(objectsOf(P2)).containsExactly("c = 3", "p/b = 2");
    assertThat(objectsOf(P1)).containsExactly("c = 3", "p/a = 1", "p/b = 2");
  }

  @Test
  @DisplayName("Oddity 18: a source or target that does not exist is not found, nothing is emptied")
  void cloneTo_ofAMissingProject_isNotFound() throws Exception {
    history(1, "a@1");
    assertThatExceptionOfType(NotFound.class)
        .isThrownBy(() -> projects().cloneTo(ADMIN, P2, 1, P1));
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> cloneTo(1));
    assertThat(objectsOf(P1)).containsExactly("a = a v1");
  }

  @Test
  void cloneTo_withOtherPatternsOrANegativeVersion_isInvalid() throws Exception {
    history(1, "a@1");
    project(P2, 1, "p/");
    assertThatExceptionOfType(InvalidArgument.class).isThrownBy(() -> cloneTo(1));
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> projects().cloneTo(ADMIN, P1, -1, P1))
        .withMessageContaining("-1");
    assertThat(latest(P1)).isEqualTo(1);
    assertThat(latest(P2)).isEqualTo(1);
  }

  // Rollback

  @Test
  @DisplayName("TestProjectRollback: to 3, then to 2")
  void projectRollback() throws Exception {
    history(4, "a@1", "b@1-3", "b@3-4", "b@4", "c@2-3", "d@3");

    projects().rollback(ADMIN, P1, 3);
    assertThat(get(latest(ALL))).containsExactly("a = a v1", "b = b v3", "d = d v3");

    projects().rollback(ADMIN, P1, 2);
    assertThat(get(latest(ALL))).containsExactly("a = a v1", "b = b v1", "c = c v2");
    assertThat(latest(P1)).isEqualTo(2);
    assertThat(update(file("e", "e"))).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {3, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  @DisplayName("Oddity 21: a rollback to a version that there is not is invalid")
  void rollback_toAVersionThatThereIsNot_isInvalid(long version) throws Exception {
    history(2, "a@1-2", "b@2");
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> projects().rollback(ADMIN, P1, version))
        .withMessageContaining(Long.toString(version));
    assertThat(get(latest(ALL))).containsExactly("b = b v2");
  }

  @Test
  void rollback_ofAMissingProject_isFine() throws Exception {
    projects().rollback(ADMIN, P1, 5); // wire.md §8
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> latest(P1));
  }

  // Snapshot and Reset

  private List<ProjectVersion> snapshotted() throws DateiLagerException {
    var listed = new ArrayList<ProjectVersion>();
    projects().snapshot(ADMIN, listed::add);
    return listed;
  }

  @Test
  @DisplayName("TestSnapshotAndReset: back to the snapshot, what came later is gone")
  void snapshotAndReset() throws Exception {
    history(1, "/a/c@1", "/a/d@1");
    List<ProjectVersion> before = snapshotted();
    assertThat(before).containsExactly(new ProjectVersion(P1, 1));
    assertThat(update(file("/a/c", "/a/c v2"))).isEqualTo(2);
    project(P2, 0);
    assertThat(update(P2, file("x", "x"))).isEqualTo(1);

    projects().reset(ADMIN, before);

    assertThat(get(latest(ALL))).containsExactly("/a/c = /a/c v1", "/a/d = /a/d v1");
    assertThat(snapshotted()).isEqualTo(before);
    projects().create(ADMIN, P2, List.of(), Optional.empty());
    assertThat(objectsOf(P2)).isEmpty();
  }

  @Test
  @DisplayName("TestResetAll: nothing is left but what cache versions list")
  void resetAll() throws Exception {
    history(1, "a@1", ">p/@1", ">q/@1");
    CacheInfo cache = caches().create(ADMIN, "p/", 10, 0);

    projects().reset(ADMIN, List.of());

    assertThat(snapshotted()).isEmpty();
    try (CatalogSnapshot snapshot = store().snapshot()) {
      assertThat(snapshot.contentHashes(Optional.empty(), 10))
          .isEqualTo(snapshot.cache(Optional.of(cache.version())).orElseThrow().hashes());
    }
    projects().create(ADMIN, P1, List.of(), Optional.empty());
    assertThat(objectsOf(P1)).isEmpty();
    assertThat(update(file("a", "a v1"))).isEqualTo(1);
    assertThat(objectsOf(P1)).containsExactly("a = a v1");
  }

  @Test
  void reset_toWhatCannotBe_isInvalidAndChangesNothing() throws Exception {
    history(2, "a@1-2", "b@2");
    project(P2, 1);
    for (List<ProjectVersion> wrong :
        List.of(
            List.of(new ProjectVersion(P1, 3)),
            List.of(new ProjectVersion(P1, -1)),
            List.of(new ProjectVersion(P1, 1), new ProjectVersion(P1, 2)))) {
      assertThatExceptionOfType(InvalidArgument.class)
          .isThrownBy(() -> projects().reset(ADMIN, wrong))
          .withMessageContaining("project 1");
    }
    assertThat(snapshotted()).containsExactly(new ProjectVersion(P1, 2), new ProjectVersion(P2, 1));
    assertThat(get(latest(ALL))).containsExactly("b = b v2");
  }

  // Inspect

  @Test
  @DisplayName("Not covered: Inspect counts what Get lists, and the rows of all versions")
  void inspect() throws Exception {
    project(P1, 0, "p/", "l/");
    assertThat(reads().inspect(ADMIN, P1)).isEqualTo(new Inspection(0, 0, 0));
    assertThat(update(file("p/a", "1"), file("p/b", "2"), file("c", "3"), directory("d/")))
        .isEqualTo(1);
    assertThat(update(gone("c"), file("p/e", "4"), link("l/x", "y"))).isEqualTo(2);

    Inspection found = reads().inspect(ADMIN, P1);

    assertThat(found).isEqualTo(new Inspection(2, 5, 5));
    assertThat(found.liveObjects()).isEqualTo(get(latest(ALL)).size());
    assertThat(update(gone("p/a"), gone("p/b"), gone("p/e"))).isEqualTo(3);
    assertThat(reads().inspect(ADMIN, P1)).isEqualTo(new Inspection(3, 2, 5));
  }

  @Test
  void inspect_readsPacksAlone_andNamesOneThatIsMissing() throws Exception {
    history(1, "a@1");
    ContentHash plain = plainContent("a v1");
    seeds().removeContent(plain);
    ContentHash pack = packRow(P1, "p/", 1, ABSENT, packOf("p/1", "1"));
    assertThat(reads().inspect(ADMIN, P1).liveObjects()).isEqualTo(2);
    seeds().removeContent(pack);
    assertThatExceptionOfType(Corrupt.class)
        .isThrownBy(() -> reads().inspect(ADMIN, P1)) // I25
        .withMessageContaining(pack.hex());
  }

  @Test
  void inspect_ofAMissingProject_isNotFound() {
    assertThatExceptionOfType(NotFound.class).isThrownBy(() -> reads().inspect(ADMIN, P1));
  }

  @Test
  void historyUseCases_withoutTheRole_areDenied() throws Exception {
    history(2, "a@1-2", "b@2");
    project(P2, 1);
    for (Role role : List.of(READER, OWNER)) {
      assertDenied(() -> projects().cloneTo(role, P2, -1, P1));
      assertDenied(() -> projects().rollback(role, P1, -1));
      assertDenied(() -> projects().snapshot(role, _ -> {}));
      assertDenied(() -> projects().reset(role, List.of(new ProjectVersion(P1, -1))));
      assertDenied(() -> projects().reset(role, List.of()));
      assertDenied(() -> reads().inspect(role, P1));
    }
    assertThat(get(latest(ALL))).containsExactly("b = b v2");
    assertThat(latest(P2)).isEqualTo(1);
  }

  /** Asserts that a call is refused because of its role, before anything else is wrong with it. */
  protected static void assertDenied(ThrowingCallable call) {
    assertThatExceptionOfType(PermissionDenied.class).isThrownBy(call);
  }
}
