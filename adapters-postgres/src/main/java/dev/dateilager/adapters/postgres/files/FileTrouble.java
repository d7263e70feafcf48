package dev.dateilager.adapters.postgres.files;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** Names what a failed file call means to the caller (I13). */
public final class FileTrouble {
  private FileTrouble() {}

  /** The typed form of {@code failed}, with {@code what} was tried. */
  public static DateiLagerException of(String what, IOException failed) {
    String message = String.valueOf(failed.getMessage());
    if (message.contains("No space left")
        || message.contains("quota exceeded")
        || message.contains("Too many open files")) {
      return new ResourceExhausted(what + ": " + message, failed);
    }
    return failed instanceof AccessDeniedException
        ? new PermissionDenied(what + ": access denied", failed)
        : new IoFailed(what, failed);
  }
}
