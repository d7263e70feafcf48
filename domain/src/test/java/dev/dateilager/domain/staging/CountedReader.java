package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A reader that counts down when it is closed. */
record CountedReader(EntryReader reader, AtomicInteger open) implements EntryReader {
  @Override
  public Optional<Entry> next() throws DateiLagerException {
    return reader.next();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws DateiLagerException {
    return reader.read(buffer, offset, length);
  }

  @Override
  public void close() {
    reader.close();
    open.decrementAndGet();
  }
}
