package dev.dateilager.adapters.fs.disk;

/** A file that was made just now and is still written to; nobody else had it open before. */
public interface NewFile extends AutoCloseable {
  /** Appends bytes. */
  void write(byte[] bytes, int offset, int length) throws DiskException;

  /**
   * Gives it its exact mode, whatever the umask, by descriptor (F2, F6), and closes it.
   *
   * @param durable whether its bytes must be on disk first
   */
  void finish(int mode, boolean durable) throws DiskException;

  /** Closes it if {@link #finish} did not; never fails. The name stays. */
  @Override
  void close();
}
