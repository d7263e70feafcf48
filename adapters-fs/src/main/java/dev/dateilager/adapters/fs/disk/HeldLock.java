package dev.dateilager.adapters.fs.disk;

/** A locked file. The file's existence means nothing; only the lock does (R5). */
public interface HeldLock extends AutoCloseable {
  /** What stands in the file, at most 4 KiB of it. */
  String content() throws DiskException;

  /** Replaces what stands in the file, for people to read. */
  void write(String content) throws DiskException;

  /** Gives the lock back; never fails. The file stays. */
  @Override
  void close();
}
