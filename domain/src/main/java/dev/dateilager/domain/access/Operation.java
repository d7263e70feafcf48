package dev.dateilager.domain.access;

/** Every operation that a role is asked for, named as its RPC is (auth.md §4, wire.md §2, §3). */
public enum Operation {
  /** {@code pb.Fs/NewProject}. */
  NEW_PROJECT(Scope.ADMIN),
  /** {@code pb.Fs/DeleteProject}. */
  DELETE_PROJECT(Scope.ADMIN),
  /** {@code pb.Fs/ListProjects}. */
  LIST_PROJECTS(Scope.ADMIN),
  /** {@code pb.Fs/Rollback}. */
  ROLLBACK(Scope.ADMIN),
  /** {@code pb.Fs/Inspect}. */
  INSPECT(Scope.ADMIN),
  /** {@code pb.Fs/Snapshot}. */
  SNAPSHOT(Scope.ADMIN),
  /** {@code pb.Fs/Reset}. */
  RESET(Scope.ADMIN),
  /** {@code pb.Fs/GcProject}. */
  GC_PROJECT(Scope.ADMIN),
  /** {@code pb.Fs/GcRandomProjects}. */
  GC_RANDOM_PROJECTS(Scope.ADMIN),
  /** {@code pb.Fs/GcContents}. */
  GC_CONTENTS(Scope.ADMIN),
  /** {@code pb.Fs/CloneToProject}. */
  CLONE_TO_PROJECT(Scope.ADMIN),
  /** {@code pb.Fs/Get}. */
  GET(Scope.OWN_PROJECT),
  /** {@code pb.Fs/GetCompress}. */
  GET_COMPRESS(Scope.OWN_PROJECT),
  /** {@code pb.Fs/GetUnary}. */
  GET_UNARY(Scope.OWN_PROJECT),
  /** {@code pb.Fs/Update}. */
  UPDATE(Scope.OWN_PROJECT),
  /** {@code pb.Fs/GetCache}. */
  GET_CACHE(Scope.ANY),
  /** {@code dateilager.v1.Caches/CreateCache}. */
  CREATE_CACHE(Scope.ADMIN),
  /** {@code dateilager.v1.Caches/ListCaches}. */
  LIST_CACHES(Scope.ANY),
  /** {@code dateilager.v1.Caches/DownloadCache}. */
  DOWNLOAD_CACHE(Scope.ANY),
  /** {@code dateilager.v1.Caches/InspectCache}. */
  INSPECT_CACHE(Scope.ADMIN),
  /** {@code dateilager.v1.Caches/RetireCache}. */
  RETIRE_CACHE(Scope.ADMIN),
  /** {@code pb.Cached/PopulateDiskCache}. */
  POPULATE_DISK_CACHE(Scope.ADMIN),
  /** {@code dateilager.v1.Placements/Place}. */
  PLACE(Scope.ADMIN),
  /** {@code dateilager.v1.Placements/Release}. */
  RELEASE(Scope.ADMIN),
  /** {@code dateilager.v1.Placements/ListPlacements}. */
  LIST_PLACEMENTS(Scope.ADMIN),
  /** {@code dateilager.v1.Daemon/Status}. */
  DAEMON_STATUS(Scope.ADMIN),
  /** {@code dateilager.v1.Daemon/Refresh}. */
  REFRESH(Scope.ADMIN),
  /** {@code dateilager.v1.Daemon/Prune}. */
  PRUNE(Scope.ADMIN),
  /** {@code dateilager.v1.Daemon/Verify}. */
  VERIFY(Scope.ADMIN),
  /** {@code dateilager.v1.Daemon/Explain}. */
  EXPLAIN(Scope.ADMIN),
  /** {@code dateilager.v1.Daemon/Diagnose}. */
  DIAGNOSE(Scope.ADMIN),
  /** {@code grpc.health.v1.Health/Watch}. */
  HEALTH_WATCH(Scope.ANY);

  private final Scope scope;

  Operation(Scope scope) {
    this.scope = scope;
  }

  /** Who may do it. */
  public Scope scope() {
    return scope;
  }

  /** The three answers of the table in auth.md §4. */
  public enum Scope {
    /** Admins. */
    ADMIN,
    /** Admins for any project, a project's own token for that project. */
    OWN_PROJECT,
    /** Every verified token. */
    ANY
  }
}
