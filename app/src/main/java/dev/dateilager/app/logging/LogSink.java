package dev.dateilager.app.logging;

import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where lines of the log go: one writer, one encoding, one threshold. Safe for use by many threads;
 * {@code writing} keeps lines whole.
 */
public final class LogSink {
  private final ReentrantLock writing = new ReentrantLock();
  private final PrintWriter out;
  private final LogSettings settings;
  private final InstantSource clock;
  private final ZoneId zone;

  /**
   * @param out takes the lines; flushed after each
   * @param settings which lines, and in which form
   * @param clock stamps them
   * @param zone in which the stamps are written
   */
  public LogSink(PrintWriter out, LogSettings settings, InstantSource clock, ZoneId zone) {
    this.out = out;
    this.settings = settings;
    this.clock = clock;
    this.zone = zone;
  }

  /** The part of the log that speaks for {@code caller}. */
  public Log named(String caller) {
    return new Log(this, caller);
  }

  /** Whether a line of this level would be written. */
  boolean takes(LogLevel level) {
    return level.compareTo(settings.level()) >= 0;
  }

  void write(LogLevel level, String caller, String message, Map<String, Object> fields) {
    if (!takes(level)) {
      return;
    }
    String text = settings.encoding().encode(line(level, caller, message, fields), zone);
    writing.lock();
    try {
      out.print(text + "\n"); // not println: one line feed, as every reader of JSON lines expects
      out.flush();
    } finally {
      writing.unlock();
    }
  }

  private LogLine line(LogLevel level, String caller, String message, Map<String, Object> fields) {
    var clean = new LinkedHashMap<String, @Nullable Object>();
    fields.forEach((name, value) -> clean.put(name, Redaction.ofValue(value)));
    return new LogLine(clock.instant(), level, caller, Redaction.of(message), clean);
  }
}
