package dev.dateilager.domain.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A name from outside that passed the rules of R8 (I3): the only form in which a path of a project
 * travels through the code.
 *
 * <p>UTF-8, 1–4096 bytes, components split at {@code /}, each 1–255 bytes, none {@code .} or {@code
 * ..}, at most 255 deep, no NUL. One leading {@code /} is kept (and means nothing on disk); one
 * trailing {@code /} marks a directory, a pack path or a whole-pack symlink. Backslashes and
 * control characters are characters like others. Ordered byte by byte, as formats.md §3.4 wants.
 *
 * @param value the path as it is on the wire and in the database
 */
public record ObjectPath(String value) implements Comparable<ObjectPath> {
  /** Longest path in bytes of UTF-8. */
  public static final int MAX_BYTES = 4096;

  /**
   * Longest path that an update may store, in bytes: an index row of the database holds no more.
   */
  public static final int MAX_STORED_BYTES = 2600;

  /** Longest component in bytes. */
  public static final int MAX_COMPONENT_BYTES = 255;

  /** Most components. */
  public static final int MAX_DEPTH = 255;

  /** The directory in which a client keeps its own state; no entry may name it (I20). */
  public static final String STATE_DIRECTORY = ".dl";

  /**
   * Checks R8; for literals and values checked before. For input from outside use {@link #parse}.
   *
   * @throws IllegalArgumentException if the path breaks a rule
   */
  public ObjectPath {
    Optional<String> fault = fault(value);
    if (fault.isPresent()) {
      throw new IllegalArgumentException(fault.get());
    }
  }

  /**
   * The checked form of a name from outside.
   *
   * @throws DateiLagerException.InvalidArgument naming the path and the rule it breaks
   */
  public static ObjectPath parse(String text) throws DateiLagerException.InvalidArgument {
    Optional<String> fault = fault(text);
    if (fault.isPresent()) {
      throw new DateiLagerException.InvalidArgument(fault.get());
    }
    return new ObjectPath(text);
  }

  private static Optional<String> fault(String text) {
    if (text.isEmpty() || text.equals("/")) {
      return refuse(text, "is empty");
    }
    if (text.indexOf('\0') >= 0) {
      return refuse(text, "holds a NUL");
    }
    int length = utf8Length(text, 0, text.length());
    if (length < 0) {
      return refuse(text, "is not valid Unicode");
    }
    if (length > MAX_BYTES) {
      return refuse(text, "has %d bytes, at most %d are allowed".formatted(length, MAX_BYTES));
    }
    int start = text.startsWith("/") ? 1 : 0;
    int end = text.endsWith("/") ? text.length() - 1 : text.length();
    int depth = 0;
    while (start <= end) {
      int slash = text.indexOf('/', start);
      int stop = slash < 0 || slash > end ? end : slash;
      Optional<String> fault = componentFault(text, start, stop);
      if (fault.isPresent()) {
        return fault;
      }
      depth++;
      start = stop + 1;
    }
    return depth > MAX_DEPTH
        ? refuse(text, "is %d deep, at most %d is allowed".formatted(depth, MAX_DEPTH))
        : Optional.empty();
  }

  private static Optional<String> componentFault(String text, int start, int stop) {
    int chars = stop - start;
    if (chars == 0) {
      return refuse(text, "has an empty component");
    }
    if (text.charAt(start) == '.'
        && (chars == 1 || (chars == 2 && text.charAt(start + 1) == '.'))) {
      return refuse(text, "has a component '" + text.substring(start, stop) + "'");
    }
    int bytes = utf8Length(text, start, stop);
    return bytes > MAX_COMPONENT_BYTES
        ? refuse(
            text,
            "has a component of %d bytes, at most %d are allowed"
                .formatted(bytes, MAX_COMPONENT_BYTES))
        : Optional.empty();
  }

  private static Optional<String> refuse(String text, String why) {
    String shown = text.length() > 200 ? text.substring(0, 200) + "…" : text;
    return Optional.of("path '%s' %s".formatted(shown.replace("\0", "\\0"), why));
  }

  /** Bytes of UTF-8 of a part of {@code text}, or -1 if it holds a lone surrogate. */
  private static int utf8Length(String text, int from, int to) {
    int bytes = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes++;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < to
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        return -1;
      }
    }
    return bytes;
  }

  /** Whether the path ends in {@code /}. */
  public boolean hasTrailingSlash() {
    return value.endsWith("/");
  }

  /** Length in bytes of UTF-8. */
  public int utf8Length() {
    return utf8Length(value, 0, value.length());
  }

  /**
   * The name on disk, relative to the tree's root: without the leading and the trailing {@code /}.
   * Never empty. Two paths that are equal here are one name (R8).
   */
  public String relative() {
    int start = value.startsWith("/") ? 1 : 0;
    int end = value.endsWith("/") ? value.length() - 1 : value.length();
    return value.substring(start, end);
  }

  /** The components of {@link #relative}, outermost first; at least one. */
  public List<String> components() {
    return List.of(relative().split("/", -1));
  }

  /**
   * Every proper ancestor in the form of a directory object, outermost first: {@code a/b/c} has
   * {@code a/} and {@code a/b/}; {@code /a/b} has {@code /a/}.
   */
  public List<ObjectPath> ancestors() {
    var ancestors = new ArrayList<ObjectPath>();
    int end = value.endsWith("/") ? value.length() - 1 : value.length();
    int slash = value.indexOf('/', 1);
    while (slash >= 0 && slash < end) {
      ancestors.add(new ObjectPath(value.substring(0, slash + 1)));
      slash = value.indexOf('/', slash + 1);
    }
    return ancestors;
  }

  /** Whether the first component is {@link #STATE_DIRECTORY}, which belongs to the client (I20). */
  public boolean isClientState() {
    String relative = relative();
    return relative.equals(STATE_DIRECTORY) || relative.startsWith(STATE_DIRECTORY + "/");
  }

  /** Byte by byte of the UTF-8 form, which differs from {@link String#compareTo} beyond the BMP. */
  @Override
  public int compareTo(ObjectPath other) {
    return compareUtf8(value, other.value);
  }

  /** Compares two strings by the bytes of their UTF-8 forms. */
  public static int compareUtf8(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        if (Character.isSurrogate(a) != Character.isSurrogate(b)) {
          return Character.isSurrogate(a) ? 1 : -1; // four-byte forms sort after all shorter ones
        }
        return Character.compare(a, b);
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** The bytes of the UTF-8 form, a fresh array. */
  public byte[] utf8() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return value;
  }
}
