package dev.dateilager.adapters.postgres.transfer;

import java.io.IOException;

/** What was read is no whole export: cut short, changed, or something else. */
public final class DamagedFile extends IOException {
  /**
   * @param message what was found where
   */
  public DamagedFile(String message) {
    super(message);
  }
}
