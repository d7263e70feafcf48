package dev.dateilager.adapters.fs.disk;

import java.io.IOException;

/** A call on a file or directory failed. */
public final class DiskException extends IOException {
  private final Reason reason;

  /**
   * A failure without a deeper cause.
   *
   * @param call what was tried, such as {@code link}
   * @param thing on what
   * @param reason what it means
   * @param detail the system's own word for it, such as {@code ENOSPC}
   */
  public DiskException(String call, String thing, Reason reason, String detail) {
    super("failed to %s '%s': %s (%s)".formatted(call, thing, reason.text(), detail));
    this.reason = reason;
  }

  DiskException(String call, String thing, Reason reason, IOException cause) {
    super("failed to %s '%s': %s".formatted(call, thing, reason.text()), cause);
    this.reason = reason;
  }

  /** What it means. */
  public Reason reason() {
    return reason;
  }
}
