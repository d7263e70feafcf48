package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import java.nio.charset.StandardCharsets;

/**
 * An absolute path on the node's file system, from a flag or a request.
 *
 * @param value starts with {@code /}; no empty, {@code .} or {@code ..} component, no NUL, no
 *     trailing slash; at most 4,095 bytes; valid Unicode, so that it has bytes of its own (I3)
 */
public record NodePath(String value) {
  private static final int MAX_BYTES = 4095;

  /**
   * Checks the form; for input from outside use {@link #parse}.
   *
   * @throws IllegalArgumentException if the form is another
   */
  public NodePath {
    if (!isClean(value)) {
      throw new IllegalArgumentException(
          "path '%s' must be absolute and valid Unicode, without '.', '..', '//' and a trailing '/'"
              .formatted(value.replace("\0", "\\0")));
    }
  }

  /**
   * The checked form of a path from outside; a trailing slash is dropped.
   *
   * @throws InvalidArgument naming the path and what is allowed
   */
  public static NodePath parse(String text) throws InvalidArgument {
    String stripped =
        text.length() > 1 && text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    if (!isClean(stripped)) {
      throw new InvalidArgument(
          "path '%s' must be absolute and valid Unicode, without '.', '..' and '//'"
              .formatted(text.replace("\0", "\\0")));
    }
    return new NodePath(stripped);
  }

  private static boolean isClean(String text) {
    if (!text.startsWith("/")
        || text.length() < 2
        || text.indexOf('\0') >= 0
        || !StandardCharsets.UTF_8.newEncoder().canEncode(text)
        || text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return false;
    }
    for (String component : text.substring(1).split("/", -1)) {
      if (component.isEmpty() || component.equals(".") || component.equals("..")) {
        return false;
      }
    }
    return true;
  }

  /** Whether this is {@code root} or lies below it, by name alone. */
  public boolean isBelow(NodePath root) {
    return value.equals(root.value) || value.startsWith(root.value + "/");
  }

  @Override
  public String toString() {
    return value;
  }
}
