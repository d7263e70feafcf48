package dev.dateilager.app.command;

import dev.dateilager.app.logging.LogEncoding;
import dev.dateilager.app.logging.LogLevel;
import dev.dateilager.app.logging.LogSettings;
import dev.dateilager.app.logging.LogSink;
import dev.dateilager.app.logging.Redaction;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;

/**
 * The one line in which a failed command says why. With {@code --log-encoding json} it is a line of
 * the log like all others, for a reader of such logs takes nothing else (cli.md §6.1).
 */
final class FailureLine {
  private static final String OPTION = "--log-encoding";

  private FailureLine() {}

  static void console(PrintWriter err, String message) {
    err.println("dateilager: " + Redaction.of(message).replace("\r", "\\r").replace("\n", "\\n"));
  }

  static void json(PrintWriter err, String message) {
    json(err, "dateilager", "command failed", message);
  }

  /**
   * The same of another name.
   *
   * @param caller what failed
   * @param failed the fixed words for that
   */
  static void json(PrintWriter err, String caller, String failed, String message) {
    new LogSink(
            err,
            new LogSettings(LogLevel.DEBUG, LogEncoding.JSON),
            InstantSource.system(),
            ZoneId.systemDefault())
        .named(caller)
        .fatal(failed, "error", message);
  }

  /** Whether arguments ask for JSON, even if they cannot be parsed. */
  static boolean wantsJson(List<String> args) {
    for (int i = 0; i < args.size(); i++) {
      if (args.get(i).equals(OPTION + "=json")
          || (args.get(i).equals(OPTION)
              && i + 1 < args.size()
              && args.get(i + 1).equals("json"))) {
        return true;
      }
    }
    return false;
  }
}
