package dev.dateilager.app.logging;

/**
 * Which lines the log has, and their form.
 *
 * @param level the least serious one that is written
 * @param encoding how
 */
public record LogSettings(LogLevel level, LogEncoding encoding) {
  /** What a command without such options uses. */
  public static final LogSettings DEFAULT = new LogSettings(LogLevel.INFO, LogEncoding.CONSOLE);
}
