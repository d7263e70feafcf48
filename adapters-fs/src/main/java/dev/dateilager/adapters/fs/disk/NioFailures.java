package dev.dateilager.adapters.fs.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;

/** Finds out what an exception of {@code java.nio.file} means; errno is only in its words. */
final class NioFailures {
  private NioFailures() {}

  static DiskException of(String call, Path thing, IOException failure) {
    return new DiskException(call, thing.toString(), reason(failure), failure);
  }

  private static Reason reason(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> Reason.ABSENT;
      case FileAlreadyExistsException _ -> Reason.EXISTS;
      case DirectoryNotEmptyException _ -> Reason.NOT_EMPTY;
      case NotDirectoryException _ -> Reason.NOT_A_DIRECTORY;
      case AccessDeniedException _ -> Reason.DENIED;
      case AtomicMoveNotSupportedException _ -> Reason.OTHER_MOUNT;
      case FileSystemLoopException _, NotLinkException _ -> Reason.ESCAPES;
      case FileSystemException other -> inWords(other.getReason() == null ? "" : other.getReason());
      default -> inWords(failure.getMessage() == null ? "" : failure.getMessage());
    };
  }

  /** The C library's words in the C locale, which Java always has. */
  private static Reason inWords(String words) {
    return switch (words) {
      case "No space left on device", "Disk quota exceeded", "Too many open files" -> Reason.FULL;
      case "Operation not permitted" -> Reason.NOT_PERMITTED;
      case "Permission denied" -> Reason.DENIED;
      case "Read-only file system" -> Reason.READ_ONLY;
      case "Invalid cross-device link" -> Reason.OTHER_MOUNT;
      case "Too many links" -> Reason.LINK_LIMIT;
      case "Operation not supported" -> Reason.UNSUPPORTED;
      case "Not a directory" -> Reason.NOT_A_DIRECTORY;
      case "Directory not empty" -> Reason.NOT_EMPTY;
      case "Device or resource busy" -> Reason.BUSY;
      case "File name too long" -> Reason.TOO_LONG;
      case "Too many levels of symbolic links" -> Reason.ESCAPES;
      default -> Reason.OTHER;
    };
  }
}
