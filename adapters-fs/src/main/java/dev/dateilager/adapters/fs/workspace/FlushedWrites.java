package dev.dateilager.adapters.fs.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * How written files get to the disk before a name promises that they are there (I12, I20). One
 * flush for all of them: a call for each of thousands of small files takes many times as long
 * (F14).
 */
@FunctionalInterface
public interface FlushedWrites {
  /** Nothing survives a power cut for sure; for tests and throw-away directories. */
  FlushedWrites LEFT_TO_THE_SYSTEM = _ -> {};

  /**
   * Everything on the file system is flushed where Linux can do that; elsewhere it is left to the
   * system.
   */
  FlushedWrites WHOLE_FILE_SYSTEM =
      directory -> {
        if (LinuxCalls.serve(directory)) {
          LinuxCalls.syncFileSystem(directory);
        }
      };

  /** Flushes everything written so far on the file system that holds {@code directory}. */
  void flush(Path directory) throws IOException;

  /** Flushes a directory's names, where the file system lets a directory be opened. */
  static void forceNames(Path directory) throws IOException {
    if (LinuxCalls.serve(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
