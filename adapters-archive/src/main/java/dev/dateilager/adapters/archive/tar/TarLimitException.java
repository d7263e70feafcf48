package dev.dateilager.adapters.archive.tar;

import java.io.IOException;

/** A tar that passes a limit of R9; it may be right otherwise. */
public final class TarLimitException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * A passed limit.
   *
   * @param message the limit and what was found
   */
  public TarLimitException(String message) {
    super(message);
  }
}
