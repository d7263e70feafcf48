package dev.dateilager.app.request;

/**
 * A setting of the program, as {@code config show} tells of it.
 *
 * @param name a flag or a variable
 * @param value as text, empty if it has none; never a secret
 * @param origin where the value comes from: {@code flag}, {@code environment}, {@code file} and its
 *     name, or {@code default}
 */
public record Setting(String name, String value, String origin) {
  /** Nobody said anything. */
  public static final String DEFAULT = "default";
}
