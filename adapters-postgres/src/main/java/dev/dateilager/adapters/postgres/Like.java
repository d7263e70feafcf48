package dev.dateilager.adapters.postgres;

/**
 * Patterns for SQL's {@code LIKE} in which every character means itself (semantics.md oddity 4).
 */
final class Like {
  private Like() {}

  /** The pattern of everything that starts with {@code prefix}. */
  static String startsWith(String prefix) {
    return prefix.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
  }
}
