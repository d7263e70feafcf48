package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;

/**
 * Translates the globs of the Go client into regular expressions (client.md §2.10). No character is
 * a separator: {@code *}, {@code **} and {@code ?} take slashes too.
 */
final class Glob {
  private final String glob;
  private final int[] runes;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private int open;

  private Glob(String glob) {
    this.glob = glob;
    this.runes = glob.codePoints().toArray();
  }

  /**
   * An expression that has to match whole names, line terminators included.
   *
   * @throws InvalidArgument if a class is not closed, empty, or neither a list nor one range
   */
  static String toRegex(String glob) throws InvalidArgument {
    return new Glob(glob).translate();
  }

  private String translate() throws InvalidArgument {
    while (at < runes.length) {
      int rune = runes[at++];
      switch (rune) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        case '[' -> charClass();
        case '{' -> {
          open++;
          regex.append("(?:");
        }
        case '\\' -> escaped();
        case ',' -> {
          if (open > 0) {
            regex.append('|');
          } else {
            literal(rune);
          }
        }
        case '}' -> {
          if (open > 0) {
            open--;
            regex.append(')');
          } else {
            literal(rune);
          }
        }
        default -> literal(rune);
      }
    }
    regex.repeat(")", open); // a missing brace at the end is forgiven
    return regex.toString();
  }

  /** What follows a backslash means itself; a backslash at the very end means nothing. */
  private void escaped() {
    if (at < runes.length) {
      literal(runes[at++]);
    }
  }

  private void charClass() throws InvalidArgument {
    regex.append('[');
    if (peek(0) == '!') {
      regex.append('^');
      at++;
    }
    if (peek(1) == '-') {
      range();
    } else {
      list();
    }
    if (peek(0) != ']') {
      throw refuse("a class must be one list or one range and end in ']'");
    }
    at++;
    regex.append(']');
  }

  private void range() throws InvalidArgument {
    int low = peek(0);
    int high = peek(2);
    if (high < 0) {
      throw refuse("a range has no end");
    }
    if (low > high) {
      throw refuse("a range is the wrong way round");
    }
    at += 3;
    literal(low);
    regex.append('-');
    literal(high);
  }

  private void list() throws InvalidArgument {
    int members = 0;
    while (at < runes.length && runes[at] != ']') {
      if (runes[at] == '\\') {
        at++;
        if (at == runes.length) {
          break;
        }
      }
      literal(runes[at++]);
      members++;
    }
    if (members == 0) {
      throw refuse("a class is empty");
    }
  }

  /** The character so far ahead, or -1 at the end. */
  private int peek(int ahead) {
    return at + ahead < runes.length ? runes[at + ahead] : -1;
  }

  private void literal(int rune) {
    regex.append("\\x{").append(Integer.toHexString(rune)).append('}');
  }

  private InvalidArgument refuse(String why) {
    return new InvalidArgument("glob '%s' is wrong near character %d: %s".formatted(glob, at, why));
  }
}
