package dev.dateilager.domain.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.ProjectId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The whole table of auth.md §4, role by operation (I22). */
class AccessTest {
  private static final ProjectId OWN = new ProjectId(7);
  private static final ProjectId OTHER = new ProjectId(8);

  private static final Set<Operation> ADMIN_ONLY =
      EnumSet.of(
          Operation.NEW_PROJECT,
          Operation.DELETE_PROJECT,
          Operation.LIST_PROJECTS,
          Operation.ROLLBACK,
          Operation.INSPECT,
          Operation.SNAPSHOT,
          Operation.RESET,
          Operation.GC_PROJECT,
          Operation.GC_RANDOM_PROJECTS,
          Operation.GC_CONTENTS,
          Operation.CLONE_TO_PROJECT,
          Operation.CREATE_CACHE,
          Operation.INSPECT_CACHE,
          Operation.RETIRE_CACHE,
          Operation.POPULATE_DISK_CACHE,
          Operation.PLACE,
          Operation.RELEASE,
          Operation.LIST_PLACEMENTS,
          Operation.DAEMON_STATUS,
          Operation.REFRESH,
          Operation.PRUNE,
          Operation.VERIFY,
          Operation.EXPLAIN,
          Operation.DIAGNOSE);
  private static final Set<Operation> OWN_PROJECT =
      EnumSet.of(Operation.GET, Operation.GET_COMPRESS, Operation.GET_UNARY, Operation.UPDATE);
  private static final Set<Operation> ANYONE =
      EnumSet.of(
          Operation.GET_CACHE,
          Operation.LIST_CACHES,
          Operation.DOWNLOAD_CACHE,
          Operation.HEALTH_WATCH);

  /**
   * One cell of the table.
   *
   * @param atAll whether the role may do it, for a project of its own if it has one
   * @param onOwn whether it may do it on project 7
   * @param onOther whether it may do it on project 8
   */
  record Cell(Role role, Operation operation, boolean atAll, boolean onOwn, boolean onOther) {}

  static Stream<Cell> table() {
    Role admin = new Role.Admin();
    Role reader = new Role.SharedReader();
    Role project = new Role.Project(OWN);
    var cells = new ArrayList<Cell>();
    for (Operation operation : ADMIN_ONLY) {
      cells.add(new Cell(admin, operation, true, true, true));
      cells.add(new Cell(project, operation, false, false, false));
      cells.add(new Cell(reader, operation, false, false, false));
    }
    for (Operation operation : OWN_PROJECT) {
      cells.add(new Cell(admin, operation, true, true, true));
      cells.add(new Cell(project, operation, true, true, false));
      cells.add(new Cell(reader, operation, false, false, false));
    }
    for (Operation operation : ANYONE) {
      for (Role role : List.of(admin, project, reader)) {
        cells.add(new Cell(role, operation, true, true, true));
      }
    }
    return cells.stream();
  }

  @Test
  void theTable_namesEveryOperationOnce() {
    assertThat(Stream.of(ADMIN_ONLY, OWN_PROJECT, ANYONE).flatMap(Set::stream))
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Operation.values()));
  }

  @ParameterizedTest
  @MethodSource("table")
  void allows_whatTheTableSays(Cell cell) {
    assertThat(Access.allows(cell.role(), cell.operation())).isEqualTo(cell.atAll());
    assertThat(Access.allows(cell.role(), cell.operation(), OWN)).isEqualTo(cell.onOwn());
    assertThat(Access.allows(cell.role(), cell.operation(), OTHER)).isEqualTo(cell.onOther());
  }

  @ParameterizedTest
  @MethodSource("table")
  void require_refusesWhatTheTableDoesNotSay(Cell cell) {
    Role role = cell.role();
    Operation operation = cell.operation();
    assertThatCode(() -> Access.require(role, operation)).satisfies(denied(cell.atAll()));
    assertThatCode(() -> Access.require(role, operation, OWN)).satisfies(denied(cell.onOwn()));
    assertThatCode(() -> Access.require(role, operation, OTHER)).satisfies(denied(cell.onOther()));
  }

  private static Consumer<Throwable> denied(boolean allowed) {
    return thrown -> {
      if (allowed) {
        assertThat(thrown).isNull();
      } else {
        assertThat(thrown).isInstanceOf(PermissionDenied.class);
      }
    };
  }

  @Test
  void aNegativeProject_isAProjectLikeAnyOther() {
    var minusOne = new Role.Project(new ProjectId(-1)); // auth.md oddity 2
    assertThat(Access.allows(minusOne, Operation.UPDATE, OWN)).isFalse();
    assertThat(Access.allows(minusOne, Operation.GET, OWN)).isFalse();
    assertThat(Access.allows(minusOne, Operation.GET, new ProjectId(-1))).isTrue();
    assertThat(Access.allows(minusOne, Operation.NEW_PROJECT)).isFalse();
  }

  @Test
  void require_saysWhoAndWhat() {
    assertThatExceptionOfType(PermissionDenied.class)
        .isThrownBy(() -> Access.require(new Role.Project(OWN), Operation.UPDATE, OTHER))
        .withMessageContainingAll("project 7", "UPDATE", "project 8");
  }
}
