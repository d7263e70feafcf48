package dev.dateilager.app.logging;

import java.text.MessageFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Brings what libraries and adapters say by {@code java.util.logging} (and so by {@code
 * System.Logger} and slf4j) into the one log. Of libraries only warnings are let through: gRPC,
 * netty and the connection pool tell much that is of no use to an operator.
 *
 * <p>The program's own lines do not pass here, for the JDK takes its handlers away as soon as the
 * process is told to end, and those lines tell how it ends.
 */
public final class LibraryLogs extends Handler {
  private static final String OURS = "dev.dateilager";

  /** Says "Unknown channel option" at each start over a UNIX socket, which means nothing. */
  private static final String NETTY_BOOTSTRAP = "io.grpc.netty.shaded.io.netty.bootstrap";

  private final LogSink sink;
  private final List<Logger> held; // else the JDK forgets their levels

  private LibraryLogs(LogSink sink, List<Logger> held) {
    this.sink = sink;
    this.held = held;
  }

  /** Makes {@code sink} the only place where library lines of this process go. */
  public static void to(LogSink sink) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    Logger ours = Logger.getLogger(OURS);
    Logger bootstrap = Logger.getLogger(NETTY_BOOTSTRAP);
    root.setLevel(Level.WARNING);
    ours.setLevel(sink.takes(LogLevel.DEBUG) ? Level.FINE : Level.INFO);
    bootstrap.setLevel(Level.SEVERE);
    root.addHandler(new LibraryLogs(sink, List.of(root, ours, bootstrap)));
  }

  @Override
  public void publish(LogRecord entry) {
    if (held.isEmpty() || !isLoggable(entry)) {
      return;
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    if (entry.getThrown() != null) {
      fields.put("error", FailureText.words(entry.getThrown()));
    }
    String caller = entry.getLoggerName() == null ? "" : entry.getLoggerName();
    sink.write(level(entry.getLevel()), caller, message(entry), fields);
  }

  private static LogLevel level(Level level) {
    if (level.intValue() >= Level.SEVERE.intValue()) {
      return LogLevel.ERROR;
    }
    if (level.intValue() >= Level.WARNING.intValue()) {
      return LogLevel.WARN;
    }
    return level.intValue() >= Level.INFO.intValue() ? LogLevel.INFO : LogLevel.DEBUG;
  }

  private static String message(LogRecord entry) {
    String message = entry.getMessage() == null ? "" : entry.getMessage();
    Object[] parameters = entry.getParameters();
    if (parameters == null || parameters.length == 0 || message.indexOf('{') < 0) {
      return message;
    }
    try {
      return MessageFormat.format(message, parameters);
    } catch (IllegalArgumentException notAPattern) {
      return message;
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
