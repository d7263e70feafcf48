package dev.dateilager.adapters.fs.workspace;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * How written files get to the disk before a name promises that they are there (I12, I20). One
 * flush for all of them: a call for each of thousands of small files takes many times as long
 * (F14).
 */
public interface FlushedWrites {
  /** Nothing survives a power cut for sure; for tests and throw-away directories. */
  FlushedWrites LEFT_TO_THE_SYSTEM = new LeftToTheSystem();

  /**
   * Everything on the file system is flushed, and names are, where Linux can do that; elsewhere
   * only files of state are flushed one by one.
   */
  FlushedWrites WHOLE_FILE_SYSTEM = new WholeFileSystem();

  /** Flushes everything written so far on the file system that holds {@code directory}. */
  void flush(Path directory) throws IOException;

  /** Flushes one file. */
  void force(FileChannel file) throws IOException;

  /** Flushes the names in a directory. */
  void forceNames(Path directory) throws IOException;

  /** See {@link #LEFT_TO_THE_SYSTEM}. */
  final class LeftToTheSystem implements FlushedWrites {
    private LeftToTheSystem() {}

    @Override
    public void flush(Path directory) {
      // nothing is promised
    }

    @Override
    public void force(FileChannel file) {
      // nothing is promised
    }

    @Override
    public void forceNames(Path directory) {
      // nothing is promised
    }
  }

  /** See {@link #WHOLE_FILE_SYSTEM}. */
  final class WholeFileSystem implements FlushedWrites {
    private WholeFileSystem() {}

    @Override
    public void flush(Path directory) throws IOException {
      if (LinuxCalls.serve(directory)) {
        LinuxCalls.syncFileSystem(directory);
      }
    }

    @Override
    public void force(FileChannel file) throws IOException {
      file.force(true);
    }

    @Override
    public void forceNames(Path directory) throws IOException {
      if (LinuxCalls.serve(directory)) { // others do not let a directory be opened
        LinuxCalls.syncNames(directory);
      }
    }
  }
}
