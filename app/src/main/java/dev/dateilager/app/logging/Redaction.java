package dev.dateilager.app.logging;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The last guard of I23: whoever makes a line sees to it that no secret is in it, but words of
 * libraries and of faults that nobody planned for are made by others. What looks like a token, a
 * password or a private key is left out here.
 */
public final class Redaction {
  private record Rule(Pattern secret, String instead) {
    String apply(String text) {
      return secret.matcher(text).replaceAll(instead);
    }
  }

  /** Each runs in time linear in the text, for texts may come from a peer. */
  private static final List<Rule> RULES =
      List.of(
          new Rule(Pattern.compile("\\bv[1-4]\\.(?:public|local)\\.[\\w.=-]{8,}"), "[token]"),
          new Rule(Pattern.compile("(?i)\\b(bearer) +[\\w.=+/-]+"), "$1 [hidden]"),
          new Rule(Pattern.compile("(?<=://)([^\\s/:@]{0,64}):[^\\s@]{0,256}@"), "$1:[hidden]@"),
          new Rule(
              Pattern.compile("(?i)((?:password|passwd|pwd|secret)\"?[=:]) ?\"?[^\\s&,;\"]+"),
              "$1[hidden]"),
          new Rule(
              Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\]*+"),
              "[private key]"));

  private Redaction() {}

  /** The text without what looks like a secret. */
  public static String of(String text) {
    String clean = text;
    for (Rule rule : RULES) {
      clean = rule.apply(clean);
    }
    return clean;
  }

  /** The same of a field's value, and of all in it. */
  static @Nullable Object ofValue(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Boolean truth -> truth;
      case Number number -> number;
      case Map<?, ?> members -> {
        var clean = new LinkedHashMap<String, @Nullable Object>();
        members.forEach((name, member) -> clean.put(String.valueOf(name), ofValue(member)));
        yield clean;
      }
      case Collection<?> elements -> {
        var clean = new ArrayList<@Nullable Object>();
        elements.forEach(element -> clean.add(ofValue(element)));
        yield clean;
      }
      default -> of(value.toString());
    };
  }
}
