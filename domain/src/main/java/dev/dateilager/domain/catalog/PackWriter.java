package dev.dateilager.domain.catalog;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.Entry;

/**
 * An S2_TAR under construction, in memory (formats.md §3). Not thread-safe.
 *
 * <p>Only the compressed form is kept.
 */
public interface PackWriter {
  /**
   * Appends an entry.
   *
   * @param body the file's bytes, as many as the entry says; empty for every other kind
   * @throws IllegalArgumentException if the body's length is another
   */
  void add(Entry entry, Blob body);

  /** Entries so far. */
  int count();

  /**
   * The sum of the body and path lengths so far, in bytes, which decides when a message is full
   * (formats.md §3.3).
   */
  long runningBytes();

  /** Ends the tar; the writer is of no more use. */
  Blob finish();
}
