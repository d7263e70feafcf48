package dev.dateilager.app.logging;

import java.util.Locale;
import java.util.Optional;

/** How serious a line is, from least to most; the names are those of {@code --log-level}. */
public enum LogLevel {
  /** For finding out what happens inside. */
  DEBUG,
  /** What an operator wants to know in daily running. */
  INFO,
  /** Something was met that should not be, and dealt with. */
  WARN,
  /** Something failed, and the process goes on. */
  ERROR,
  /** Accepted as a threshold for the sake of the Go commands' users; no line has it. */
  DPANIC,
  /** As {@link #DPANIC}. */
  PANIC,
  /** The one line that says why the process ends. */
  FATAL;

  /** The name in lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The level with this name.
   *
   * @return absent for any other name
   */
  public static Optional<LogLevel> named(String name) {
    for (LogLevel level : values()) {
      if (level.label().equals(name)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }
}
