package dev.dateilager.app.logging;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One line of the log. Holds no secret: whoever makes it sees to that (I23), and {@link Redaction}.
 *
 * @param time when
 * @param level how serious
 * @param caller the part of the program that says it
 * @param message what, in a few fixed words
 * @param fields the particulars, in order
 */
record LogLine(
    Instant time,
    LogLevel level,
    String caller,
    String message,
    Map<String, @Nullable Object> fields) {
  LogLine {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
