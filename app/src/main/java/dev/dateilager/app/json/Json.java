package dev.dateilager.app.json;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes values as JSON text, without spaces and with the members of a map in its order. */
public final class Json {
  private final StringBuilder out = new StringBuilder();

  private Json() {}

  /**
   * The JSON text of a value.
   *
   * @param value null, a {@link Boolean}, a {@link Number}, a {@link Map}, a {@link Collection}, or
   *     anything else as the string that it prints as; numbers that JSON cannot say become strings
   */
  public static String of(@Nullable Object value) {
    var json = new Json();
    json.write(value);
    return json.out.toString();
  }

  private void write(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case Boolean truth -> out.append(truth);
      case Double number when !Double.isFinite(number) -> quote(number.toString());
      case Float number when !Float.isFinite(number) -> quote(number.toString());
      case Number number -> out.append(number);
      case Map<?, ?> members -> object(members);
      case Collection<?> elements -> array(elements);
      default -> quote(value.toString());
    }
  }

  private void object(Map<?, ?> members) {
    char before = '{';
    for (var member : members.entrySet()) {
      out.append(before);
      quote(String.valueOf(member.getKey()));
      out.append(':');
      write(member.getValue());
      before = ',';
    }
    out.append(before == '{' ? "{}" : "}");
  }

  private void array(Collection<?> elements) {
    char before = '[';
    for (Object element : elements) {
      out.append(before);
      write(element);
      before = ',';
    }
    out.append(before == '[' ? "[]" : "]");
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || (Character.isSurrogate(c) && !isPaired(text, i))) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /** Whether the surrogate at {@code i} has its other half: a lone one has no UTF-8 form. */
  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
