package dev.dateilager.domain.catalog;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ObjectPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A project's pack patterns, compiled: which pack a path belongs to (semantics.md §3.1).
 *
 * <p>Patterns have RE2's meaning and match in time linear in the path (I27). Safe for use by many
 * threads.
 */
public final class PackPatterns {
  /** Longest pattern in UTF-16 units; the compiler recurses as deep as a pattern nests. */
  public static final int MAX_LENGTH = 1000;

  /**
   * Most instructions of a pattern once its repetitions are written out. The matcher recurses once
   * for each of those that take no character: 2,000 of them need a third of a thread's usual stack.
   */
  public static final int MAX_INSTRUCTIONS = 2_000;

  private static final java.util.regex.Pattern FOLDS_CASE =
      java.util.regex.Pattern.compile("\\(\\?[a-zA-Z-]*i");

  /**
   * From here on the case folding of RE2/J 1.8 may never end: it follows U+1C80 to U+1C88 to
   * letters from which no way leads back.
   */
  private static final int UNFOLDABLE = 0x1c80;

  private final List<Pattern> patterns;

  private PackPatterns(List<Pattern> patterns) {
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
    var compiled = new ArrayList<Pattern>();
    for (String pattern : patterns) {
      if (!pattern.isEmpty()) {
        compiled.add(compile(pattern));
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
   */
  public Optional<ObjectPath> packOf(ObjectPath path) {
    if (patterns.isEmpty()) {
      return Optional.empty();
    }
    String directory = path.hasTrailingSlash() ? path.value() : path.value() + "/";
    int slash = directory.indexOf('/', 1); // from 1: the prefix '/' of '/a' would be the root
    while (slash >= 0) {
      String prefix = directory.substring(0, slash + 1);
      if (patterns.stream().anyMatch(pattern -> pattern.matcher(prefix).find())) {
        return fits(prefix, path) ? Optional.of(new ObjectPath(prefix)) : Optional.empty();
      }
      slash = directory.indexOf('/', slash + 1);
    }
    return Optional.empty();
  }

  private static boolean fits(String prefix, ObjectPath path) {
    return prefix.length() <= path.value().length() || path.utf8Length() < ObjectPath.MAX_BYTES;
  }
}
