package dev.dateilager.app.config;

import dev.dateilager.domain.model.Limits;

/** The bounds of R9 with the longest message that a process is set to take. */
public final class MessageLimits {
  private MessageLimits() {}

  /** The defaults, but for messages of at most so many bytes. */
  public static Limits of(int maxMessageBytes) {
    Limits defaults = Limits.DEFAULT;
    return new Limits(
        maxMessageBytes,
        defaults.unpackedBytes(),
        defaults.entries(),
        defaults.ratio(),
        defaults.ratioFromBytes(),
        defaults.tarExtensionBytes());
  }
}
