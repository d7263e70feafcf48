package dev.dateilager.adapters.fs.disk;

import dev.dateilager.domain.model.CacheVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The lines of a {@code versions} file (formats.md §4), in one place, so that the node's store and
 * a user's cache read the same out of the same bytes (I21).
 */
public final class VersionsText {
  private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{1,19}");

  private VersionsText() {}

  /**
   * The versions in the order of their first lines. Lines that are no decimal number of ASCII
   * digits from 0 to 2<sup>63</sup>−1 are passed over.
   */
  public static List<CacheVersion> parse(String text) {
    var versions = new LinkedHashSet<CacheVersion>();
    for (String line : text.split("\n", -1)) {
      number(line).ifPresent(versions::add);
    }
    return new ArrayList<>(versions);
  }

  /** The version that one line names; absent if it names none. */
  public static Optional<CacheVersion> number(String line) {
    if (!NUMBER.matcher(line).matches()) { // parseLong takes the digits of every script
      return Optional.empty();
    }
    try {
      return Optional.of(new CacheVersion(Long.parseLong(line)));
    } catch (NumberFormatException _) {
      return Optional.empty(); // beyond 63 bits
    }
  }

  /** One decimal number a line, in the order given. */
  public static String of(Collection<CacheVersion> versions) {
    var text = new StringBuilder();
    versions.forEach(version -> text.append(version).append('\n'));
    return text.toString();
  }
}
