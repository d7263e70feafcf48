package dev.dateilager.app.demo;

import dev.dateilager.app.tree.Tree;
import dev.dateilager.app.tree.TreeEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What of a tree is stored as packs: the packages of a {@code node_modules}, else the top-level
 * directories. A pack travels as one message, so of what is too large for that the directories
 * inside it are packs, if they are not too large themselves.
 *
 * @param patterns of the project
 * @param packs path and bytes of each pack to come
 * @param tooLarge what would be a pack if it were smaller
 * @param byPackage whether packs are packages
 */
record PackPlan(
    List<String> patterns,
    SortedMap<String, Long> packs,
    List<String> tooLarge,
    boolean byPackage) {
  /** Well below what a message carries even if nothing of it can be compressed. */
  static final long MAX_PACK_BYTES = 256L << 20;

  /** Every path is held against every pattern: so many are named, the largest first. */
  static final int MAX_PATTERNS = 200;

  private static final String MODULES = "node_modules/";
  private static final String EVERY_PACKAGE = "node_modules/.*/";

  PackPlan {
    patterns = List.copyOf(patterns);
    tooLarge = List.copyOf(tooLarge);
  }

  static PackPlan of(Tree tree) {
    SortedMap<String, Long> packages = sizes(tree, PackPlan::packageOf);
    boolean byPackage = !packages.isEmpty();
    SortedMap<String, Long> wanted = byPackage ? packages : sizes(tree, PackPlan::topDirectoryOf);
    var tooLarge = new ArrayList<String>();
    SortedMap<String, Long> fitting = fitting(tree, wanted, tooLarge);
    if (byPackage && tooLarge.isEmpty()) {
      return new PackPlan(List.of(EVERY_PACKAGE), packages, List.of(), true);
    }
    var named = new TreeMap<String, Long>();
    fitting.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .limit(MAX_PATTERNS)
        .forEach(pack -> named.put(pack.getKey(), pack.getValue()));
    return new PackPlan(
        named.keySet().stream().map(path -> "^" + quote(path)).toList(),
        named,
        tooLarge,
        byPackage);
  }

  /** Takes those that fit a message, and of the others, which it tells, what is inside them. */
  private static SortedMap<String, Long> fitting(
      Tree tree, SortedMap<String, Long> wanted, List<String> tooLarge) {
    var fitting = new TreeMap<String, Long>();
    wanted.forEach(
        (path, size) -> {
          if (size <= MAX_PACK_BYTES) {
            fitting.put(path, size);
          } else {
            tooLarge.add(path);
            fitting.putAll(fitting(tree, sizes(tree, inner -> below(path, inner)), tooLarge));
          }
        });
    return fitting;
  }

  /** Whether a file is part of a pack. */
  boolean packs(String path) {
    String directory = path + "/";
    for (int end = directory.indexOf('/'); end >= 0; end = directory.indexOf('/', end + 1)) {
      if (packs.containsKey(directory.substring(0, end + 1))) {
        return true;
      }
    }
    return false;
  }

  /** Bytes by pack path; a file without one adds to none. */
  private static SortedMap<String, Long> sizes(Tree tree, UnaryOperator<String> packOf) {
    var sizes = new TreeMap<String, Long>();
    tree.entries()
        .forEach(
            (path, entry) -> {
              boolean isDirectory = entry.kind() == TreeEntry.Kind.DIRECTORY;
              String pack = packOf.apply(isDirectory ? path + "/" : path);
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
    return below("", path);
  }

  /** The directory right inside another that a path lies in; empty for none. */
  private static String below(String directory, String path) {
    return path.startsWith(directory)
        ? path.substring(0, path.indexOf('/', directory.length()) + 1)
        : "";
  }

  /**
   * The pattern that matches just this text: RE2 takes any ASCII punctuation behind a backslash.
   */
  static String quote(String text) {
    var quoted = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = c >= 0x7f || c < ' ' || c == '_' || c == '/' || Character.isLetterOrDigit(c);
      if (!plain) {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.toString();
  }
}
