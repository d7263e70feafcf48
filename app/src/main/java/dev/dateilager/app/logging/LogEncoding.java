package dev.dateilager.app.logging;

import dev.dateilager.app.json.Json;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Optional;

/** How a line of the log is written (cli.md §1). */
public enum LogEncoding {
  /** Time, level, caller, message and the fields as JSON, separated by tabs. */
  CONSOLE {
    @Override
    String encode(LogLine line, ZoneId zone) {
      var text = new StringBuilder();
      text.append(time(line, zone)).append('\t').append(line.level().label()).append('\t');
      text.append(line.caller()).append('\t').append(oneLine(line.message()));
      if (!line.fields().isEmpty()) {
        text.append('\t').append(Json.of(line.fields()));
      }
      return text.toString();
    }
  },
  /** A JSON object with {@code level}, {@code ts}, {@code caller}, {@code msg} and the fields. */
  JSON {
    @Override
    String encode(LogLine line, ZoneId zone) {
      var members = new LinkedHashMap<String, Object>();
      members.put("level", line.level().label());
      members.put("ts", time(line, zone));
      members.put("caller", line.caller());
      members.put("msg", line.message());
      line.fields().forEach(members::putIfAbsent); // a field never hides what readers rely on
      return Json.of(members);
    }
  };

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXX", Locale.ROOT);

  /** The text of a line, without a line break. */
  abstract String encode(LogLine line, ZoneId zone);

  /** The name as {@code --log-encoding} has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The encoding with this name.
   *
   * @return absent for any other name
   */
  public static Optional<LogEncoding> named(String name) {
    for (LogEncoding encoding : values()) {
      if (encoding.label().equals(name)) {
        return Optional.of(encoding);
      }
    }
    return Optional.empty();
  }

  private static String time(LogLine line, ZoneId zone) {
    return TIME.format(line.time().atZone(zone));
  }

  /** What comes from outside may not forge a line of its own. */
  private static String oneLine(String message) {
    return message.replace("\r", "\\r").replace("\n", "\\n");
  }
}
