package dev.dateilager.app.logging;

import dev.dateilager.app.tracing.TracingSettings;

/**
 * What a command tells of its running: which lines the log has, in which form, and whether it
 * traces.
 *
 * @param level the least serious line that is written
 * @param encoding how
 * @param tracing whether spans are made
 */
public record LogSettings(LogLevel level, LogEncoding encoding, TracingSettings tracing) {
  /** What a command without such options uses. */
  public static final LogSettings DEFAULT = new LogSettings(LogLevel.INFO, LogEncoding.CONSOLE);

  /** Without tracing. */
  public LogSettings(LogLevel level, LogEncoding encoding) {
    this(level, encoding, TracingSettings.OFF);
  }

  /** The same with tracing as given. */
  public LogSettings withTracing(TracingSettings other) {
    return new LogSettings(level, encoding, other);
  }
}
