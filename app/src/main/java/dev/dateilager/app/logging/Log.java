package dev.dateilager.app.logging;

import java.util.LinkedHashMap;
import java.util.Map;

/** The log as one part of the program sees it. Safe for use by many threads. */
public final class Log {
  private final LogSink sink;
  private final String caller;

  Log(LogSink sink, String caller) {
    this.sink = sink;
    this.caller = caller;
  }

  /**
   * Writes a line for who looks inside.
   *
   * @param fields names and values in turn, such as {@code "dl.project", 1}
   */
  public void debug(String message, Object... fields) {
    write(LogLevel.DEBUG, message, fields);
  }

  /**
   * Writes a line of daily running.
   *
   * @param fields as in {@link #debug}
   */
  public void info(String message, Object... fields) {
    write(LogLevel.INFO, message, fields);
  }

  /**
   * Writes a warning.
   *
   * @param fields as in {@link #debug}
   */
  public void warn(String message, Object... fields) {
    write(LogLevel.WARN, message, fields);
  }

  /**
   * Writes of a failure that the process survives.
   *
   * @param fields as in {@link #debug}
   */
  public void error(String message, Object... fields) {
    write(LogLevel.ERROR, message, fields);
  }

  /**
   * Writes why the process ends; does not end it.
   *
   * @param fields as in {@link #debug}
   */
  public void fatal(String message, Object... fields) {
    write(LogLevel.FATAL, message, fields);
  }

  private void write(LogLevel level, String message, Object... fields) {
    sink.write(level, caller, message, pairs(fields));
  }

  private static Map<String, Object> pairs(Object... fields) {
    if (fields.length % 2 != 0) {
      throw new IllegalArgumentException("fields are names and values in turn");
    }
    var pairs = new LinkedHashMap<String, Object>();
    for (int i = 0; i < fields.length; i += 2) {
      pairs.put(fields[i].toString(), fields[i + 1]);
    }
    return pairs;
  }
}
