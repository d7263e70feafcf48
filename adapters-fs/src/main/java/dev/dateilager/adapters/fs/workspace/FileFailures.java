package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Failures;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Objects;

/** Turns what the file system answers into the domain's failures. */
final class FileFailures {
  /** What strerror says of ENOSPC, EDQUOT, EMFILE, ENFILE and EMLINK. */
  private static final List<String> USED_UP =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "Too many open files",
          "Too many links");

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
    } catch (DirectoryIteratorException wrapped) {
      throw of(tried, Objects.requireNonNull(wrapped.getCause()));
    } catch (IOException failure) {
      throw of(tried, failure);
    }
  }

  static DateiLagerException of(String tried, IOException failure) {
    String message = "could not " + tried + ": " + reason(failure);
    if (failure instanceof DiskException disk) {
      return Failures.inTarget("could not " + tried, disk);
    }
    if (failure instanceof AccessDeniedException) {
      return new PermissionDenied(message, failure);
    }
    String reason = String.valueOf(failure.getMessage());
    return USED_UP.stream().anyMatch(reason::contains)
        ? new ResourceExhausted(message, failure)
        : new IoFailed(message, failure);
  }

  private static String reason(IOException failure) {
    String kind = failure.getClass().getSimpleName();
    if (failure instanceof FileSystemException known && known.getReason() != null) {
      return known.getReason();
    }
    return kind;
  }
}
