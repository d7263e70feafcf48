package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.AlreadyExists;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.DateiLagerException.Unauthenticated;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Which status a failure becomes: the one place (wire.md §8). */
final class Statuses {
  /** Status texts travel in a header: a peer may take no more than 8 KiB of them all. */
  private static final int MAX_DESCRIPTION_CHARS = 1024;

  private Statuses() {}

  /** The status of what a use case says. Its message is for the peer, but for one kind. */
  static Status of(DateiLagerException failure) {
    Status status = switch (failure) { // no default: a new failure must be given a code
          case NotFound _ -> Status.NOT_FOUND;
          case AlreadyExists _ -> Status.ALREADY_EXISTS;
          case Unauthenticated _ -> Status.UNAUTHENTICATED;
          case PermissionDenied _ -> Status.PERMISSION_DENIED;
          case InvalidArgument _ -> Status.INVALID_ARGUMENT;
          case FailedPrecondition _ -> Status.FAILED_PRECONDITION;
          case Corrupt _ -> Status.DATA_LOSS;
          case Unavailable _ -> Status.UNAVAILABLE;
          case ResourceExhausted _ -> Status.RESOURCE_EXHAUSTED;
          case Aborted _ -> Status.ABORTED;
          case Unsupported _ -> Status.UNIMPLEMENTED;
          case Cancelled cancelled ->
              cancelled.deadlinePassed() ? Status.DEADLINE_EXCEEDED : Status.CANCELLED;
          case IoFailed _ -> Status.INTERNAL;
        };
    return status.withDescription(
        failure instanceof IoFailed ? "internal error" : shortened(failure.getMessage()));
  }

  /**
   * The status of whatever ended a call. A cause that nobody planned for says nothing to the peer
   * (wire.md oddity 7).
   */
  static Status ofAny(Throwable failure) {
    return failure instanceof DateiLagerException planned
        ? of(planned)
        : Status.INTERNAL.withDescription("internal error");
  }

  /** Whether the peer is told less than is known, or an operator must act. */
  static boolean isForOperators(Throwable failure) {
    return !(failure instanceof DateiLagerException)
        || failure instanceof IoFailed
        || failure instanceof Corrupt;
  }

  private static String shortened(@Nullable String message) {
    if (message == null) {
      return "";
    }
    return message.length() <= MAX_DESCRIPTION_CHARS
        ? message
        : message.substring(0, MAX_DESCRIPTION_CHARS) + "…";
  }
}
