package dev.dateilager.domain.catalog;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ObjectPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A project's pack patterns, compiled: which pack a path belongs to (semantics.md §3.1).
 *
 * <p>Patterns have RE2's meaning and match in time linear in the path, times the logarithm of its
 * depth (I27); those that look at what follows them ({@code $}, {@code \z}, {@code \b}, {@code \B})
 * in time linear in the path times its depth. Safe for use by many threads.
 */
public final class PackPatterns {
  /** Longest pattern in UTF-16 units; the compiler recurses as deep as a pattern nests. */
  public static final int MAX_LENGTH = 1000;

  /**
   * Most instructions of a pattern once its repetitions are written out. The matcher recurses once
   * for each of those that take no character: 2,000 of them need a third of a thread's usual stack.
   */
  public static final int MAX_INSTRUCTIONS = 2_000;

  /**
   * Most work for one path: characters looked at, times instructions, of all patterns together.
   * About a second. The longest path and the largest pattern stay below it, if the pattern does not
   * look at what follows it: nine searches find the shortest of 255 directories.
   */
  public static final long MAX_STEPS = 80_000_000;

  private static final java.util.regex.Pattern FOLDS_CASE =
      java.util.regex.Pattern.compile("\\(\\?[a-zA-Z-]*i");

  /**
   * From here on the case folding of RE2/J 1.8 may never end: it follows U+1C80 to U+1C88 to
   * letters from which no way leads back.
   */
  private static final int UNFOLDABLE = 0x1c80;

  private final List<PackPattern> patterns;

  private PackPatterns(List<PackPattern> patterns) {
    this.patterns = List.copyOf(patterns);
  }

  /**
   * Compiles the patterns; empty strings among them are no patterns and are left out (lessons.md
   * 23).
   *
   * @throws InvalidArgument naming a pattern that is no RE2 expression or is longer than {@link
   *     #MAX_LENGTH} or than {@link #MAX_INSTRUCTIONS} once its repetitions are written out, or
   *     that ignores case and names characters from U+1C80 on
   */
  public static PackPatterns compile(List<String> patterns) throws InvalidArgument {
    var compiled = new ArrayList<PackPattern>();
    for (String pattern : patterns) {
      if (!pattern.isEmpty()) {
        compiled.add(new PackPattern(compile(pattern), looksAhead(pattern)));
      }
    }
    return new PackPatterns(compiled);
  }

  private static Pattern compile(String pattern) throws InvalidArgument {
    if (pattern.length() > MAX_LENGTH) {
      throw new InvalidArgument(
          "pack pattern has %d characters, at most %d are allowed"
              .formatted(pattern.length(), MAX_LENGTH));
    }
    if (FOLDS_CASE.matcher(pattern).find()
        && (pattern.contains("\\x{") || pattern.chars().anyMatch(c -> c >= UNFOLDABLE))) {
      throw new InvalidArgument(
          "pack pattern '%s' ignores case, so it may hold neither characters from U+1C80 on nor '\\x{'"
              .formatted(pattern));
    }
    if (PatternSize.of(pattern) > MAX_INSTRUCTIONS) {
      throw tooLarge(pattern);
    }
    try {
      Pattern compiled = Pattern.compile(pattern);
      if (compiled.programSize() > MAX_INSTRUCTIONS) {
        throw tooLarge(pattern);
      }
      return compiled;
    } catch (PatternSyntaxException malformed) {
      throw new InvalidArgument(
          "pack pattern '%s' is no RE2 expression: %s"
              .formatted(pattern, malformed.getDescription()),
          malformed);
    }
  }

  /**
   * Whether a pattern that is found in a text may not be found in a longer one that begins with it.
   * Also says so of some patterns that hold these characters literally, which only costs time.
   */
  private static boolean looksAhead(String pattern) {
    return Stream.of("$", "\\z", "\\b", "\\B").anyMatch(pattern::contains);
  }

  private static InvalidArgument tooLarge(String pattern) {
    return new InvalidArgument(
        "pack pattern '%s' repeats too much, at most %d instructions are allowed"
            .formatted(pattern, MAX_INSTRUCTIONS));
  }

  /**
   * The pack that {@code path} belongs to: the shortest leading part of the path, taken as a
   * directory, in which any pattern is found. The root is never a pack, and a trailing slash adds
   * no empty component (oddity 5).
   *
   * @return the pack's path, with a trailing slash; absent if the path is not packed, also when the
   *     pack's path would be longer than a path may be
   * @throws InvalidArgument naming the path if it is so deep, and the patterns so many or so large,
   *     that this would take more than {@link #MAX_STEPS}
   */
  public Optional<ObjectPath> packOf(ObjectPath path) throws InvalidArgument {
    var directories = new LeadingDirectories(path, MAX_STEPS);
    for (PackPattern pattern : patterns) {
      directories.search(pattern.compiled(), pattern.looksAhead());
    }
    return directories.shortest().filter(pack -> fits(pack, path)).map(ObjectPath::new);
  }

  private static boolean fits(String prefix, ObjectPath path) {
    return prefix.length() <= path.value().length() || path.utf8Length() < ObjectPath.MAX_BYTES;
  }

  private record PackPattern(Pattern compiled, boolean looksAhead) {}
}
