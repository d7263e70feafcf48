package dev.dateilager.adapters.fs.disk;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import java.io.IOException;

/** Tells a failed call in the domain's words; the one place where that is decided. */
public final class Failures {
  private Failures() {}

  /** Of something in our own directories, where a refusal is nobody's wish. */
  public static DateiLagerException inStore(String what, IOException failure) {
    return switch (failure instanceof DiskException disk ? disk.reason() : Reason.OTHER) {
      case FULL -> new ResourceExhausted(message(what, failure) + room(failure), failure);
      case READ_ONLY ->
          new FailedPrecondition(
              message(what, failure) + "; make the file system writable again", failure);
      default -> new IoFailed(message(what, failure), failure);
    };
  }

  private static String room(IOException failure) {
    String detail = failure + " " + failure.getCause();
    return detail.contains("EMFILE")
            || detail.contains("ENFILE")
            || detail.contains("Too many open files")
        ? "; raise the limit on open files"
        : "; make room on the file system of the store, or prune versions";
  }

  /** Of something in a workload's directories. */
  public static DateiLagerException inTarget(String what, IOException failure) {
    if (!(failure instanceof DiskException disk)) {
      return new IoFailed(message(what, failure), failure);
    }
    return switch (disk.reason()) {
      case FULL -> new ResourceExhausted(message(what, disk), disk);
      case DENIED, NOT_PERMITTED, READ_ONLY -> new PermissionDenied(message(what, disk), disk);
      case ABSENT, NOT_A_DIRECTORY, ESCAPES, BUSY, EXISTS, NOT_EMPTY, TOO_LONG ->
          new FailedPrecondition(message(what, disk), disk);
      case OTHER_MOUNT, LINK_LIMIT, UNSUPPORTED, OTHER -> new IoFailed(message(what, disk), disk);
    };
  }

  private static String message(String what, IOException failure) {
    return "%s: %s".formatted(what, failure.getMessage());
  }
}
