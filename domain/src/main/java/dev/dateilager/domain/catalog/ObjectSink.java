package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ListedObject;

/** Takes the objects of a {@code Get}, one at a time. */
@FunctionalInterface
public interface ObjectSink {
  /**
   * Takes an object; may block until the peer has room.
   *
   * @param version the version that the objects are of; the same in every call
   * @throws DateiLagerException to end the read, which fails with it
   */
  void accept(long version, ListedObject object) throws DateiLagerException;
}
