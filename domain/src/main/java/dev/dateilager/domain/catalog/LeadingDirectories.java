package dev.dateilager.domain.catalog;

import com.google.re2j.Pattern;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ObjectPath;
import java.util.Arrays;
import java.util.Optional;

/**
 * The leading directories of one path, {@code a/}, {@code a/b/}, {@code a/b/c/}, and the shortest
 * of them in which any of the patterns shown so far is found; with a bound on the work (I27). Not
 * thread-safe.
 */
final class LeadingDirectories {
  private final ObjectPath path;
  private final String whole;
  private final int[] ends; // where each ends, its slash included, the shortest first
  private int shortest; // index of the shortest that has a pattern; as many as there are: none
  private long stepsLeft;

  /**
   * The directories that {@code path} leads through, itself taken as one.
   *
   * @param steps characters looked at, times instructions, that all patterns together may take
   */
  LeadingDirectories(ObjectPath path, long steps) {
    this.path = path;
    this.whole = path.hasTrailingSlash() ? path.value() : path.value() + "/";
    this.ends = ends(whole);
    this.shortest = ends.length;
    this.stepsLeft = steps;
  }

  private static int[] ends(String whole) {
    var ends = new int[ObjectPath.MAX_DEPTH];
    int count = 0;
    int slash = whole.indexOf('/', 1); // from 1: the first one of '/a' would be the root
    while (slash >= 0) {
      ends[count++] = slash + 1;
      slash = whole.indexOf('/', slash + 1);
    }
    return Arrays.copyOf(ends, count);
  }

  /** The shortest directory with a pattern; absent if none has one. */
  Optional<String> shortest() {
    return shortest < ends.length
        ? Optional.of(whole.substring(0, ends[shortest]))
        : Optional.empty();
  }

  /**
   * Looks for a pattern in the directories shorter than the one at hand.
   *
   * @param looksAhead whether what is found in a directory may be missing in a longer one, so that
   *     each has to be looked at; else a number of them is that grows with the depth's logarithm
   * @throws InvalidArgument naming the path if that is more work than is left
   */
  void search(Pattern pattern, boolean looksAhead) throws InvalidArgument {
    if (looksAhead) {
      scan(pattern);
    } else {
      bisect(pattern);
    }
  }

  private void scan(Pattern pattern) throws InvalidArgument {
    int at = 0;
    while (at < shortest && !has(at, pattern)) {
      at++;
    }
    shortest = at;
  }

  private void bisect(Pattern pattern) throws InvalidArgument {
    int without = -1;
    int with = shortest - 1;
    if (with < 0 || !has(with, pattern)) {
      return;
    }
    while (with - without > 1) {
      int middle = (without + with) >>> 1;
      if (has(middle, pattern)) {
        with = middle;
      } else {
        without = middle;
      }
    }
    shortest = with;
  }

  private boolean has(int index, Pattern pattern) throws InvalidArgument {
    stepsLeft -= (ends[index] + 1L) * pattern.programSize();
    if (stepsLeft < 0) {
      throw new InvalidArgument(
          ("path '%s…' is %d deep with %d characters, too much to look for its pack with the"
               + " project's pack patterns: shorten the path, or make the patterns fewer, smaller,"
               + " or without '$', '\\z', '\\b' and '\\B'")
              .formatted(
                  path.value().substring(0, Math.min(100, path.value().length())),
                  ends.length,
                  path.value().length()));
    }
    return pattern.matcher(whole.substring(0, ends[index])).find();
  }
}
