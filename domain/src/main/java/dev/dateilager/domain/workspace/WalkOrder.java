package dev.dateilager.domain.workspace;

/** The order in which a directory is walked, and what it makes of two paths (formats.md §5.2). */
final class WalkOrder {
  private WalkOrder() {}

  /**
   * Compares component by component, each by its bytes of UTF-8; a component prefix comes first, so
   * that this is total. An empty directory's path has an empty last component.
   */
  static int compare(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        if (a == '/' || b == '/') {
          return a == '/' ? -1 : 1; // one component ended, so it is the shorter of the two
        }
        if (Character.isSurrogate(a) != Character.isSurrogate(b)) {
          return Character.isSurrogate(a) ? 1 : -1; // four-byte forms sort after all shorter ones
        }
        return Character.compare(a, b);
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** Whether the components of one path begin with all those of the other. */
  static boolean nested(String left, String right) {
    String shorter = left.length() <= right.length() ? left : right;
    String longer = left.length() <= right.length() ? right : left;
    return longer.startsWith(shorter)
        && (longer.length() == shorter.length() || longer.charAt(shorter.length()) == '/');
  }

  /** The path without a directory's trailing slash. */
  static String plain(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }
}
