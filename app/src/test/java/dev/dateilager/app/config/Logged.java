package dev.dateilager.app.config;

import dev.dateilager.app.logging.Log;
import dev.dateilager.app.logging.LogEncoding;
import dev.dateilager.app.logging.LogLevel;
import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.logging.LogSink;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;

/** A log whose lines a test reads. */
final class Logged {
  private final StringWriter written = new StringWriter();
  private final Log log =
      new LogSink(
              new PrintWriter(written),
              new LogSettings(LogLevel.DEBUG, LogEncoding.JSON),
              InstantSource.system(),
              ZoneOffset.UTC)
          .named("test");

  Log log() {
    return log;
  }

  /** What was written since this was last asked. */
  List<String> lines() {
    List<String> lines = written.toString().lines().toList();
    written.getBuffer().setLength(0);
    return lines;
  }
}
