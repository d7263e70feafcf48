package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.Entry;
import dev.dateilager.domain.model.EntryReader;
import java.util.Optional;

/** A sequence of one entry, whose body is in memory. */
final class OneEntry implements EntryReader {
  private final byte[] body;
  private Optional<Entry> next;
  private int read;

  OneEntry(Entry entry, Blob body) {
    this.next = Optional.of(entry);
    this.body = body.shared();
  }

  @Override
  public Optional<Entry> next() {
    Optional<Entry> entry = next;
    next = Optional.empty();
    return entry;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    int part = Math.min(length, body.length - read);
    if (part == 0) {
      return length == 0 ? 0 : -1;
    }
    System.arraycopy(body, read, buffer, offset, part);
    read += part;
    return part;
  }

  @Override
  public void close() {
    // holds nothing but memory
  }
}
