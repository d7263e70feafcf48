package dev.dateilager.domain.model;

import java.util.Optional;

/**
 * A sequence of entries with the bodies of its files, read once from front to back.
 *
 * <p>Not safe for use by several threads. Every answer may throw {@link
 * DateiLagerException.Corrupt} or {@link DateiLagerException.ResourceExhausted} (a limit of R9),
 * after which only {@link #close} may be called: what was read before is right as far as it goes,
 * but the sequence is not whole.
 */
public interface EntryReader extends AutoCloseable {
  /**
   * Moves to the next entry, skipping what is unread of the present body.
   *
   * @return absent at the end of a sequence that is whole
   * @throws DateiLagerException for malformed, truncated or over-large input, naming the entry
   */
  Optional<Entry> next() throws DateiLagerException;

  /**
   * Reads from the body of the present entry, a {@link Entry.RegularFile}.
   *
   * @return bytes read, at least 1 unless {@code length} is 0; or -1 at the body's end, and at once
   *     for entries of other kinds
   * @throws DateiLagerException for malformed or truncated input
   */
  int read(byte[] buffer, int offset, int length) throws DateiLagerException;

  /** Frees what is held; never fails. */
  @Override
  void close();
}
