package dev.dateilager.app.lifetime;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was opened, in order, so that all of it is closed in reverse order, whatever fails. Used by
 * one thread.
 */
public final class Lifetime implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Nothing is open. */
  public Lifetime() {}

  /**
   * Takes charge of {@code part}.
   *
   * @return the same
   */
  public <T extends AutoCloseable> T owns(T part) {
    opened.push(part);
    return part;
  }

  /**
   * Closes all of it, the last opened first. Does nothing the second time.
   *
   * @throws IllegalStateException if closing a part failed; the others are closed all the same, and
   *     what they threw is suppressed in it
   */
  @Override
  public void close() {
    IllegalStateException first = null;
    while (!opened.isEmpty()) {
      AutoCloseable part = opened.pop();
      try {
        part.close();
      } catch (Exception failure) { // whatever it is, the rest must be closed
        if (failure instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        if (first == null) {
          first = new IllegalStateException("cannot close " + part, failure);
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
