package dev.dateilager.app.demo;

import dev.dateilager.app.tree.Tree;
import dev.dateilager.app.tree.TreeEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What of a tree is stored as packs: the packages of a {@code node_modules}, else the top-level
 * directories. A pack travels as one message, so what is too large for that is stored file by file.
 *
 * @param patterns of the project
 * @param packs path and bytes of each pack to come, in order of path
 * @param tooLarge directories that would be packs if they were smaller
 * @param byPackage whether packs are packages
 */
record PackPlan(
    List<String> patterns, Map<String, Long> packs, List<String> tooLarge, boolean byPackage) {
  /** Well below what a message carries even if nothing of it can be compressed. */
  static final long MAX_PACK_BYTES = 256L << 20;

  /** Every path is held against every pattern: so many are named, the largest first. */
  static final int MAX_PATTERNS = 200;

  private static final String MODULES = "node_modules/";
  private static final String EVERY_PACKAGE = "node_modules/.*/";

  PackPlan {
    patterns = List.copyOf(patterns);
    packs = Map.copyOf(packs);
    tooLarge = List.copyOf(tooLarge);
  }

  static PackPlan of(Tree tree) {
    Map<String, Long> packages = sizes(tree, PackPlan::packageOf);
    boolean byPackage = !packages.isEmpty();
    Map<String, Long> sizes = byPackage ? packages : sizes(tree, PackPlan::topDirectoryOf);
    List<String> tooLarge =
        sizes.entrySet().stream()
            .filter(pack -> pack.getValue() > MAX_PACK_BYTES)
            .map(Map.Entry::getKey)
            .toList();
    if (byPackage && tooLarge.isEmpty()) {
      return new PackPlan(List.of(EVERY_PACKAGE), packages, List.of(), true);
    }
    var named = new TreeMap<String, Long>();
    sizes.entrySet().stream()
        .filter(pack -> pack.getValue() <= MAX_PACK_BYTES)
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(MAX_PATTERNS)
        .forEach(pack -> named.put(pack.getKey(), pack.getValue()));
    return new PackPlan(
        named.keySet().stream().map(path -> "^" + quote(path)).toList(),
        named,
        tooLarge,
        byPackage);
  }

  /** Whether a file is part of a pack. */
  boolean packs(String path) {
    String pack = byPackage ? packageOf(path) : topDirectoryOf(path);
    return packs.containsKey(pack);
  }

  /** Bytes by pack path; a file without one adds to none. */
  private static Map<String, Long> sizes(Tree tree, UnaryOperator<String> packOf) {
    var sizes = new TreeMap<String, Long>();
    tree.entries()
        .forEach(
            (path, entry) -> {
              String pack =
                  packOf.apply(entry.kind() == TreeEntry.Kind.DIRECTORY ? path + "/" : path);
              if (!pack.isEmpty()) {
                sizes.merge(pack, entry.size(), Long::sum);
              }
            });
    return sizes;
  }

  /**
   * The shortest leading part that {@link #EVERY_PACKAGE} is found in, the whole path taken as a
   * directory (semantics.md §3.1); empty for none.
   */
  private static String packageOf(String path) {
    String directory = path.endsWith("/") ? path : path + "/";
    int modules = directory.indexOf(MODULES);
    int end = modules < 0 ? -1 : directory.indexOf('/', modules + MODULES.length());
    return end < 0 ? "" : directory.substring(0, end + 1);
  }

  private static String topDirectoryOf(String path) {
    return path.substring(0, path.indexOf('/') + 1);
  }

  /**
   * The pattern that matches just this text: RE2 takes any ASCII punctuation behind a backslash.
   */
  static String quote(String text) {
    var quoted = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          c >= 0x80 || c == '_' || c == '/' || Character.isLetterOrDigit(c) || c < ' ' || c == 0x7f;
      if (!plain) {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.toString();
  }
}
