package dev.dateilager.adapters.archive.tar;

import java.io.IOException;

/** A tar that is malformed, cut short, ambiguous, or says what an S2_TAR may not say (I21). */
public final class TarFormatException extends IOException {
  private static final long serialVersionUID = 1L;

  TarFormatException(String message) {
    super(message);
  }

  TarFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
