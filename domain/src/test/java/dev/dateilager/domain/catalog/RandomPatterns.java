package dev.dateilager.domain.catalog;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Pack patterns and paths by chance, over few letters so that they often meet. */
final class RandomPatterns {
  private static final List<String> ATOMS =
      List.of(
          "a", "b", "ab", "ba", "/", "/", ".", "[^/]", "[^/]+", ".*", "é", "\\n", "[$]", "\\$",
          "(?i:A)", "\\w", "\\W", "[ab/]", "^", "(?m:^)", "\\A", "");

  private static final List<String> LOOKING_AHEAD =
      List.of("$", "\\z", "\\b", "\\B", "(?m:$)", "/$", "\\b/", "/\\B");

  private static final List<String> REPETITIONS = List.of("*", "+", "?", "{2}", "{0,2}", "*?");

  private static final List<String> LETTERS = List.of("a", "b", "A", "é", "😀", "\n", "$", "-");

  private RandomPatterns() {}

  static String pattern(Random random) {
    var pattern = new StringBuilder(random.nextInt(6) == 0 ? "^" : "");
    boolean ahead = random.nextInt(3) == 0;
    int atoms = 1 + random.nextInt(5);
    for (int i = 0; i < atoms; i++) {
      String atom =
          ahead && random.nextInt(3) == 0 ? any(LOOKING_AHEAD, random) : any(ATOMS, random);
      switch (random.nextInt(8)) {
        case 0 -> pattern.append("(?:").append(atom).append(')').append(any(REPETITIONS, random));
        case 1 ->
            pattern.append('(').append(atom).append('|').append(any(ATOMS, random)).append(')');
        default -> pattern.append(atom);
      }
    }
    return pattern.toString();
  }

  static String path(Random random) {
    var path = new StringBuilder(random.nextInt(4) == 0 ? "/" : "");
    int depth = 1 + random.nextInt(random.nextInt(10) == 0 ? 40 : 6);
    for (int i = 0; i < depth; i++) {
      path.append(i == 0 ? "" : "/");
      int letters = 1 + random.nextInt(3);
      for (int j = 0; j < letters; j++) {
        path.append(any(LETTERS, random));
      }
    }
    return path.append(random.nextInt(4) == 0 ? "/" : "").toString();
  }

  /** The rule itself: every leading directory in turn, the shortest first (semantics.md §3.1). */
  static Optional<String> scan(List<String> patterns, String path) {
    List<Pattern> compiled =
        patterns.stream().filter(text -> !text.isEmpty()).map(Pattern::compile).toList();
    String whole = path.endsWith("/") ? path : path + "/";
    for (int end = 2; end <= whole.length(); end++) {
      String directory = whole.substring(0, end);
      if (directory.endsWith("/")
          && compiled.stream().anyMatch(pattern -> pattern.matcher(directory).find())) {
        return Optional.of(directory);
      }
    }
    return Optional.empty();
  }

  private static <T> T any(List<T> values, Random random) {
    return values.get(random.nextInt(values.size()));
  }
}
