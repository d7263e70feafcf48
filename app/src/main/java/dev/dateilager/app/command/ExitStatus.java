package dev.dateilager.app.command;

import dev.dateilager.domain.model.DateiLagerException;

/** What the process ends with; docs/cli.md has the table. */
public final class ExitStatus {
  /** Done. */
  public static final int DONE = 0;

  /** Failed in a way that the program did not foresee, or a comparison of the demo did not hold. */
  public static final int FAILED = 1;

  /** The command line makes no sense. */
  public static final int USAGE = 2;

  /** Told to end before it was done: 128 and the number of SIGINT. */
  public static final int INTERRUPTED = 130;

  private ExitStatus() {}

  /** The status of a failure; one for each thing that a caller does about it. */
  public static int of(DateiLagerException failure) {
    return switch (failure) { // no default: a new failure must be given a status
      case DateiLagerException.NotFound _ -> 3;
      case DateiLagerException.AlreadyExists _ -> 4;
      case DateiLagerException.Unauthenticated _ -> 5;
      case DateiLagerException.PermissionDenied _ -> 6;
      case DateiLagerException.InvalidArgument _ -> 7;
      case DateiLagerException.FailedPrecondition _ -> 8;
      case DateiLagerException.Corrupt _ -> 9;
      case DateiLagerException.Unavailable _ -> 10;
      case DateiLagerException.ResourceExhausted _ -> 11;
      case DateiLagerException.Aborted _ -> 12;
      case DateiLagerException.Unsupported _ -> 13;
      case DateiLagerException.Cancelled cut -> cut.deadlinePassed() ? 14 : INTERRUPTED;
      case DateiLagerException.IoFailed _ -> 15;
    };
  }
}
