package dev.dateilager.adapters.fs.workspace;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.NewFile;

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
  void flush(Dir directory) throws DiskException;

  /** Finishes one file with this mode, flushed. */
  void finish(NewFile file, int mode) throws DiskException;

  /** Flushes the names in a directory. */
  void forceNames(Dir directory) throws DiskException;

  /** See {@link #LEFT_TO_THE_SYSTEM}. */
  final class LeftToTheSystem implements FlushedWrites {
    private LeftToTheSystem() {}

    @Override
    public void flush(Dir directory) {
      // nothing is promised
    }

    @Override
    public void finish(NewFile file, int mode) throws DiskException {
      file.finish(mode, false);
    }

    @Override
    public void forceNames(Dir directory) {
      // nothing is promised
    }
  }

  /** See {@link #WHOLE_FILE_SYSTEM}. */
  final class WholeFileSystem implements FlushedWrites {
    private WholeFileSystem() {}

    @Override
    public void flush(Dir directory) throws DiskException {
      directory.syncFileSystem();
    }

    @Override
    public void finish(NewFile file, int mode) throws DiskException {
      file.finish(mode, true);
    }

    @Override
    public void forceNames(Dir directory) throws DiskException {
      directory.sync();
    }
  }
}
