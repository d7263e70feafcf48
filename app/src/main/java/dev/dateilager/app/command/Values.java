package dev.dateilager.app.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How client commands read their options (cli.md §3.2). */
final class Values {
  private Values() {}

  /** The version that an option names; -1 is none. */
  static OptionalLong version(String flag, long number, RequestCommand command) {
    if (number < -1) {
      throw command.wrong("%s must be -1 or more, got %d".formatted(flag, number));
    }
    return number == -1 ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /** A text; an empty one is none. */
  static Optional<String> text(@Nullable String text) {
    return Optional.ofNullable(text).filter(value -> !value.isEmpty());
  }

  /** A directory; an empty name is none. */
  static Optional<Path> directory(@Nullable String name) {
    return text(name).map(Path::of);
  }

  /** The parts between commas; none of an empty text. */
  static List<String> commas(@Nullable String list) {
    return list == null || list.isEmpty() ? List.of() : List.of(list.split(",", -1));
  }

  /**
   * The fields of lines of CSV: a field in double quotes may hold commas, and doubled quotes.
   *
   * @throws IllegalArgumentException if a quote is not closed, or stands inside a plain field
   */
  static List<String> csv(@Nullable List<String> lines) {
    var fields = new ArrayList<String>();
    if (lines != null) {
      for (String line : lines) {
        if (!line.isEmpty()) {
          addFields(line, fields);
        }
      }
    }
    return fields;
  }

  private static void addFields(String line, List<String> fields) {
    int at = 0;
    while (at <= line.length()) {
      int end;
      if (at < line.length() && line.charAt(at) == '"') {
        end = closingQuote(line, at);
        fields.add(line.substring(at + 1, end).replace("\"\"", "\""));
        end++;
      } else {
        int comma = line.indexOf(',', at);
        end = comma < 0 ? line.length() : comma;
        String field = line.substring(at, end);
        if (field.indexOf('"') >= 0) {
          throw new IllegalArgumentException("a quote stands inside a field of '" + line + "'");
        }
        fields.add(field);
      }
      if (end < line.length() && line.charAt(end) != ',') {
        throw new IllegalArgumentException("text follows a closing quote in '" + line + "'");
      }
      at = end + 1;
    }
  }

  private static int closingQuote(String line, int opening) {
    for (int i = opening + 1; i < line.length(); i++) {
      if (line.charAt(i) == '"') {
        if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
          i++;
        } else {
          return i;
        }
      }
    }
    throw new IllegalArgumentException("a quote is not closed in '" + line + "'");
  }
}
