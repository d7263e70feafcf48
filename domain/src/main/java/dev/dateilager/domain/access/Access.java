package dev.dateilager.domain.access;

import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.ProjectId;

/**
 * The one table of who may do what (I22, auth.md §4): decided from the verified role alone, closed
 * where it says nothing. Roles are compared, never numbers (auth.md oddity 2).
 */
public final class Access {
  private Access() {}

  /**
   * Whether {@code role} may do {@code operation} at all, for a project of its own if it has one.
   */
  public static boolean allows(Role role, Operation operation) {
    return switch (operation.scope()) {
      case ANY -> true;
      case OWN_PROJECT ->
          switch (role) {
            case Role.Admin _, Role.Project _ -> true;
            case Role.SharedReader _ -> false;
          };
      case ADMIN -> role instanceof Role.Admin;
    };
  }

  /** Whether {@code role} may do {@code operation} on {@code project}. */
  public static boolean allows(Role role, Operation operation, ProjectId project) {
    return allows(role, operation)
        && switch (role) {
          case Role.Admin _ -> true;
          case Role.Project own ->
              operation.scope() == Operation.Scope.ANY || own.id().equals(project);
          case Role.SharedReader _ -> operation.scope() == Operation.Scope.ANY;
        };
  }

  /**
   * Refuses what {@link #allows(Role, Operation)} does not.
   *
   * @throws PermissionDenied naming the role and the operation
   */
  public static void require(Role role, Operation operation) throws PermissionDenied {
    if (!allows(role, operation)) {
      throw new PermissionDenied("role %s may not %s".formatted(role, operation));
    }
  }

  /**
   * Refuses what {@link #allows(Role, Operation, ProjectId)} does not.
   *
   * @throws PermissionDenied naming the role, the operation and the project
   */
  public static void require(Role role, Operation operation, ProjectId project)
      throws PermissionDenied {
    require(role, operation);
    if (!allows(role, operation, project)) {
      throw new PermissionDenied(
          "role %s may not %s on project %s".formatted(role, operation, project));
    }
  }
}
