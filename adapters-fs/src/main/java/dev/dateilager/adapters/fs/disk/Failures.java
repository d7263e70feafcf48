package dev.dateilager.adapters.fs.disk;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import java.io.IOException;

/** Tells a failed call in the domain's words; the one place where that is decided. */
public final class Failures {
  private Failures() {}

  /** Of something in our own directories, where a refusal is nobody's wish. */
  public static DateiLagerException inStore(String what, IOException failure) {
    return failure instanceof DiskException disk && disk.reason() == Reason.FULL
        ? new ResourceExhausted(message(what, disk), disk)
        : new IoFailed(message(what, failure), failure);
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
          new DateiLagerException.FailedPrecondition(message(what, disk), disk);
      case OTHER_MOUNT, LINK_LIMIT, UNSUPPORTED, OTHER -> new IoFailed(message(what, disk), disk);
    };
  }

  private static String message(String what, IOException failure) {
    return "%s: %s".formatted(what, failure.getMessage());
  }
}
