package dev.dateilager.domain.catalog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An upper estimate of how many copies of its atoms a pattern stands for, made before it is
 * compiled: RE2/J writes out {@code ((a{1000}){1000}){1000}} and would use up the heap.
 */
final class PatternSize {
  private static final Pattern COUNT = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");

  private static final Pattern GROUP = Pattern.compile("\\(\\?(?:P?<\\w+>|[a-zA-Z-]*[:)])");

  private final String pattern;
  private final Deque<Long> outer = new ArrayDeque<>();
  private int at;
  private long sum; // of the group at hand, without its last atom
  private long last; // the last atom of the group at hand

  private PatternSize(String pattern) {
    this.pattern = pattern;
  }

  /** The estimate for a pattern, also one that does not compile; never overflows. */
  static long of(String pattern) {
    return new PatternSize(pattern).estimate();
  }

  private long estimate() {
    while (at < pattern.length()) {
      step();
    }
    while (!outer.isEmpty()) {
      close();
    }
    return sum + last;
  }

  private void step() {
    char c = pattern.charAt(at);
    switch (c) {
      case '\\' -> escape();
      case '[' -> characterClass();
      case '(' -> open();
      case ')' -> {
        close();
        at++;
      }
      case '{' -> repetition();
      default -> atom(1);
    }
  }

  /** A group begins; {@code (?i)} and its like are none. */
  private void open() {
    Matcher prefix = GROUP.matcher(pattern).region(at, pattern.length());
    boolean special = prefix.lookingAt();
    at = special ? prefix.end() : at + 1;
    if (special && prefix.group().endsWith(")")) {
      return;
    }
    outer.push(sum + last);
    sum = 0;
    last = 0;
  }

  private void atom(int length) {
    sum += last;
    last = 1;
    at += length;
  }

  private void close() {
    last = sum + last + 2; // a group's brackets are instructions, too
    sum = outer.isEmpty() ? 0 : outer.pop();
  }

  private void escape() {
    if (!pattern.startsWith("\\Q", at)) {
      atom(2);
      return;
    }
    int end = pattern.indexOf("\\E", at + 2);
    int stop = end < 0 ? pattern.length() : end;
    sum += last + Math.max(0, stop - at - 3);
    last = 1;
    at = end < 0 ? stop : stop + 2;
  }

  /** Skips to the bracket that closes the class; a bracket right at its start is a member. */
  private void characterClass() {
    int end = at + 1;
    if (pattern.startsWith("^", end)) {
      end++;
    }
    if (pattern.startsWith("]", end)) {
      end++;
    }
    while (end < pattern.length() && pattern.charAt(end) != ']') {
      if (pattern.startsWith("[:", end) && pattern.indexOf(":]", end) > 0) {
        end = pattern.indexOf(":]", end) + 2;
      } else {
        end += pattern.charAt(end) == '\\' ? 2 : 1;
      }
    }
    atom(end + 1 - at);
  }

  private void repetition() {
    Matcher count = COUNT.matcher(pattern).region(at, pattern.length());
    if (!count.lookingAt()) {
      atom(1);
      return;
    }
    String most = count.group(2);
    long times = Long.parseLong(most == null || most.isEmpty() ? count.group(1) : most);
    if (most != null && most.isEmpty()) {
      times++; // 'a{3,}' is three and a loop
    }
    last = saturated(last, Math.max(1, times));
    at = count.end();
  }

  private static long saturated(long left, long right) {
    return left > Integer.MAX_VALUE / right ? Integer.MAX_VALUE : left * right;
  }
}
