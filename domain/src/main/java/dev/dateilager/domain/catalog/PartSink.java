package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import java.util.Optional;

/** Takes the messages of a {@code GetCompress}, one at a time (formats.md §3.3). */
@FunctionalInterface
public interface PartSink {
  /**
   * Takes a message; may block until the peer has room.
   *
   * @param version the version that the objects are of; the same in every call
   * @param packed an S2_TAR; empty, together with a pack path, if that pack is gone
   * @param packPath set if the tar is everything at this path; as stored
   * @throws DateiLagerException to end the read, which fails with it
   */
  void accept(long version, Blob packed, Optional<String> packPath) throws DateiLagerException;
}
