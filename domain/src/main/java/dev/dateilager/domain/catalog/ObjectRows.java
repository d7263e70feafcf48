package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.DateiLagerException;
import java.util.Optional;

/** Rows pulled one at a time from the store; holds few of them in memory. Not thread-safe. */
public interface ObjectRows extends AutoCloseable {
  /**
   * The next row.
   *
   * @return absent after the last one; an answer that was cut short is an error, never an end
   * @throws DateiLagerException.Unavailable if the store went away
   */
  Optional<ObjectRow> next() throws DateiLagerException;

  /** Ends the query; never fails. */
  @Override
  void close();
}
