package dev.dateilager.domain.access;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The one form of JSON that a token may hold: an object whose values are strings or null (auth.md
 * §1). Nesting is refused where it begins, so that depth cannot cost anything (R9).
 *
 * <p>Messages say what is wrong, never what was found: a payload is part of a token (I23).
 */
final class FlatJson {
  /** Most bytes of a payload (R9). */
  static final int MAX_BYTES = 4096;

  private final String text;
  private int at;

  private FlatJson(String text) {
    this.text = text;
  }

  /**
   * The members in order; null reads as the empty string.
   *
   * @throws InvalidArgument if the bytes are not valid UTF-8, are too many, hold a key twice, or
   *     are no such object
   */
  static Map<String, String> parse(byte[] utf8) throws InvalidArgument {
    if (utf8.length > MAX_BYTES) {
      throw new InvalidArgument("token claims are over %d bytes".formatted(MAX_BYTES));
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      return new FlatJson(text).object();
    } catch (CharacterCodingException malformed) {
      throw new InvalidArgument("token claims are not valid UTF-8");
    }
  }

  /** The object of these members in their order; every value as a string. */
  static String write(Map<String, String> members) {
    var out = new StringBuilder("{");
    members.forEach(
        (key, value) -> {
          if (out.length() > 1) {
            out.append(',');
          }
          quote(out, key);
          out.append(':');
          quote(out, value);
        });
    return out.append('}').toString();
  }

  private static void quote(StringBuilder out, String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private Map<String, String> object() throws InvalidArgument {
    var members = new LinkedHashMap<String, String>();
    expect('{');
    if (!take('}')) {
      do {
        String key = string();
        expect(':');
        if (members.putIfAbsent(key, value()) != null) {
          throw new InvalidArgument("token claims hold a key twice");
        }
      } while (take(','));
      expect('}');
    }
    skipSpace();
    if (at != text.length()) {
      throw malformed();
    }
    return members;
  }

  private String value() throws InvalidArgument {
    skipSpace();
    if (text.startsWith("null", at)) {
      at += 4;
      return "";
    }
    return string();
  }

  private String string() throws InvalidArgument {
    expect('"');
    var out = new StringBuilder();
    for (char c = read(); c != '"'; c = read()) {
      if (c < 0x20) {
        throw malformed();
      }
      out.append(c == '\\' ? escaped() : c);
    }
    String string = out.toString();
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(string)) {
      throw malformed(); // a lone surrogate, written as \\ud800: no two readers agree on it
    }
    return string;
  }

  private char escaped() throws InvalidArgument {
    char c = read();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
          unit = unit << 4 | hexDigit(read());
        }
        yield (char) unit;
      }
      default -> throw malformed();
    };
  }

  /** ASCII only: {@link Character#digit} would take the digits of every script. */
  private static int hexDigit(char c) throws InvalidArgument {
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw malformed();
    }
    return digit;
  }

  private char read() throws InvalidArgument {
    if (at == text.length()) {
      throw malformed();
    }
    return text.charAt(at++);
  }

  private boolean take(char wanted) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char wanted) throws InvalidArgument {
    if (!take(wanted)) {
      throw malformed();
    }
  }

  private void skipSpace() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private static InvalidArgument malformed() {
    return new InvalidArgument("token claims are not a JSON object of strings");
  }
}
