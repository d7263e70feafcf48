package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Stat.Identity;
import dev.dateilager.domain.staging.NodePath;
import java.util.List;
import java.util.Optional;

/**
 * What the daemon knows of one target: which directory it put there, by inode, never by what the
 * directory holds (I16).
 *
 * @param target where
 * @param version the number that was placed, 0 for none
 * @param placed the directory that stands there, or will once it is renamed; absent before it is
 *     made
 * @param before the placement that it replaces; absent if there was none
 * @param area the name of a private directory beside the target in which it is built; absent if it
 *     is built in the store
 */
record LedgerEntry(
    NodePath target,
    long version,
    Optional<Identity> placed,
    Optional<Identity> before,
    Optional<String> area) {

  boolean isOurs(Identity found) {
    return placed.filter(found::equals).isPresent() || before.filter(found::equals).isPresent();
  }

  /** The lines of its file; the path goes last, as it may hold anything but a NUL. */
  List<String> lines() {
    return List.of(
        "version " + version,
        "placed " + text(placed),
        "before " + text(before),
        "area " + area.orElse("-"),
        "target " + target.value().replace("\\", "\\\\").replace("\n", "\\n"));
  }

  private static String text(Optional<Identity> identity) {
    return identity
        .map(i -> "%d %d %d".formatted(i.device(), i.inode(), i.bornNanos()))
        .orElse("-");
  }

  /** The entry that {@link #lines} wrote; absent for any other lines. */
  static Optional<LedgerEntry> parse(List<String> lines) {
    if (lines.size() != 5) {
      return Optional.empty();
    }
    try {
      String area = value(lines.get(3), "area ");
      return Optional.of(
          new LedgerEntry(
              new NodePath(unescape(value(lines.get(4), "target "))),
              Long.parseLong(value(lines.get(0), "version ")),
              identity(value(lines.get(1), "placed ")),
              identity(value(lines.get(2), "before ")),
              area.equals("-") ? Optional.empty() : Optional.of(area)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String value(String line, String key) {
    if (!line.startsWith(key)) {
      throw new IllegalArgumentException("no " + key);
    }
    return line.substring(key.length());
  }

  private static Optional<Identity> identity(String text) {
    if (text.equals("-")) {
      return Optional.empty();
    }
    String[] parts = text.split(" ", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("no identity");
    }
    return Optional.of(
        new Identity(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2])));
  }

  private static String unescape(String text) {
    var plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        c = text.charAt(i) == 'n' ? '\n' : text.charAt(i);
      }
      plain.append(c);
    }
    return plain.toString();
  }
}
