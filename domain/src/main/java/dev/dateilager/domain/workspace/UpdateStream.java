package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.DateiLagerException;

/** One Update call: changes go out, one version comes back. Not thread-safe. */
public interface UpdateStream extends AutoCloseable {
  /** Sends a change; blocks while the peer does not take more, so memory stays bounded. */
  void send(ObjectChange change) throws DateiLagerException;

  /**
   * Ends the stream and waits for the answer.
   *
   * @return the project's version after it; -1 if nothing was sent (semantics.md §6.1)
   */
  long finish() throws DateiLagerException;

  /** Cancels the call if it is not finished; never fails. */
  @Override
  void close();
}
