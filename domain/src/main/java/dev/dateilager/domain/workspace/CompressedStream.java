package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.DateiLagerException;
import java.util.Optional;

/** The messages of one GetCompress call, pulled one at a time. Not thread-safe. */
public interface CompressedStream extends AutoCloseable {
  /**
   * The next message.
   *
   * @return absent only if the stream ended well
   * @throws DateiLagerException.Corrupt if it ended after a piece that was to go on, or a pack path
   *     breaks R8
   * @throws DateiLagerException as the server's status says otherwise
   */
  Optional<CompressedPart> next() throws DateiLagerException;

  /** Cancels what is still to come; never fails. */
  @Override
  void close();
}
