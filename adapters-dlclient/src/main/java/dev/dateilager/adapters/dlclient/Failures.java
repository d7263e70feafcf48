package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.AlreadyExists;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.DateiLagerException.Unauthenticated;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import io.grpc.Status;
import java.util.regex.Pattern;

/** What a server's status means: the one place (wire.md §8). */
final class Failures {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private Failures() {}

  /**
   * The failure that a status tells.
   *
   * @throws IllegalArgumentException for OK
   */
  static DateiLagerException of(Status status) {
    String text = text(status);
    return switch (status.getCode()) { // no default: every code has its meaning
      case OK -> throw new IllegalArgumentException("a call that ended well is no failure");
      case CANCELLED -> new Cancelled(text, false);
      case DEADLINE_EXCEEDED -> // the words that Go programs print and scripts look for
          new Cancelled("context deadline exceeded: " + text, true);
      case NOT_FOUND -> new NotFound(text);
      case ALREADY_EXISTS -> new AlreadyExists(text);
      case PERMISSION_DENIED -> new PermissionDenied(text);
      case UNAUTHENTICATED -> new Unauthenticated(text);
      case INVALID_ARGUMENT, OUT_OF_RANGE -> new InvalidArgument(text);
      case FAILED_PRECONDITION -> new FailedPrecondition(text);
      case RESOURCE_EXHAUSTED -> new ResourceExhausted(text);
      case ABORTED -> new Aborted(text);
      case UNIMPLEMENTED -> new Unsupported(text);
      case DATA_LOSS -> new Corrupt(text);
      case UNAVAILABLE, INTERNAL, UNKNOWN ->
          new Unavailable("%s: %s".formatted(status.getCode(), text), status.asException());
    };
  }

  /**
   * The server's words, without what would move a terminal's cursor, and what gRPC knows of a
   * connection that failed.
   */
  private static String text(Status status) {
    String description = status.getDescription();
    Throwable cause = status.getCause();
    String text = description == null ? status.getCode().toString() : description;
    if (cause != null && cause.getMessage() != null) {
      text = text + ": " + cause.getMessage();
    }
    return CONTROL.matcher(text).replaceAll("?");
  }
}
