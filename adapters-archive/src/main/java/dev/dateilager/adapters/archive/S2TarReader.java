package dev.dateilager.adapters.archive;

import dev.dateilager.adapters.archive.s2.S2InputStream;
import dev.dateilager.adapters.archive.tar.TarReader;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.model.Limits;
import java.io.IOException;
import java.util.Optional;

/** The entries of an S2_TAR in memory; decodes as it is read. */
final class S2TarReader implements EntryReader {
  private final TarReader tar;
  private final boolean nothing;
  private boolean failed;

  S2TarReader(Blob packed, Limits limits) {
    this.nothing = packed.isEmpty();
    var decoded = new S2InputStream(packed.stream());
    this.tar = new TarReader(new BoundedStream(decoded, packed.length(), limits), limits);
  }

  @Override
  public Optional<Entry> next() throws DateiLagerException {
    requireSound();
    if (nothing) {
      return Optional.empty();
    }
    try {
      return tar.next();
    } catch (IOException bad) {
      failed = true;
      throw Faults.ofReading(bad);
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws DateiLagerException {
    requireSound();
    try {
      return tar.read(buffer, offset, length);
    } catch (IOException bad) {
      failed = true;
      throw Faults.ofReading(bad);
    }
  }

  private void requireSound() {
    if (failed) {
      throw new IllegalStateException("reading went on after an error");
    }
  }

  @Override
  public void close() {
    // everything is on the heap
  }
}
