package dev.dateilager.adapters.fs.disk;

/** Sees every call on a tapped disk before it is made, and may refuse it. */
@FunctionalInterface
public interface Tap {
  /**
   * A call that changes something is about to be made.
   *
   * @param call its name, such as {@code rename}
   * @param name what it is made on, relative to the directory's path
   * @throws DiskException to let the call fail instead
   */
  void before(String call, String name) throws DiskException;
}
