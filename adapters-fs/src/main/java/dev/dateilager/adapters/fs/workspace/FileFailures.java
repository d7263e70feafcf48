package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Failures;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;

/** Turns what the file system answers into the domain's failures. */
final class FileFailures {
  private FileFailures() {}

  /** Does something with files. */
  @FunctionalInterface
  interface FileWork<T> {
    T run() throws IOException, DateiLagerException;
  }

  /**
   * The result of {@code work}.
   *
   * @param tried what is tried on which thing, for the message
   */
  static <T> T translating(String tried, FileWork<T> work) throws DateiLagerException {
    try {
      return work.run();
    } catch (IOException failure) {
      throw of(tried, failure);
    }
  }

  static DateiLagerException of(String tried, IOException failure) {
    String what = "could not " + tried;
    return switch (failure) {
      case DiskException disk -> Failures.inTarget(what, disk);
      // what remains comes from making the directories above those that users name
      case AccessDeniedException denied ->
          new PermissionDenied(
              "%s: permission denied at '%s'".formatted(what, denied.getFile()), denied);
      case FileAlreadyExistsException taken ->
          new FailedPrecondition(
              "%s: '%s' is no directory".formatted(what, taken.getFile()), taken);
      default -> new IoFailed("%s: %s".formatted(what, failure.getMessage()), failure);
    };
  }
}
