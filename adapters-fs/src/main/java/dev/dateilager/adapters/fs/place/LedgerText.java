package dev.dateilager.adapters.fs.place;

import dev.dateilager.adapters.fs.disk.Stat.Identity;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.Placement;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ledger's values as lines of text. */
final class LedgerText {
  /**
   * The form of an entry's file. Form 1 knew no counts; no release wrote it, so it is not read:
   * such a file is dropped like any other that is none.
   */
  static final String PLACEMENT = "dateilager placement 2";

  /** The form of an area's file. */
  static final String AREA = "dateilager area 1";

  private static final String NONE = "-";

  private LedgerText() {}

  static List<String> lines(LedgerEntry entry) {
    return List.of(
        "target " + escape(entry.target()),
        "placed " + text(entry.placed()),
        "before " + entry.before().map(LedgerText::text).orElse(NONE));
  }

  /** The entry that {@link #lines(LedgerEntry)} wrote; absent for any other lines. */
  static Optional<LedgerEntry> entry(List<String> lines) {
    try {
      if (lines.size() != 3) {
        return Optional.empty();
      }
      NodePath target = unescape(value(lines.get(0), "target "));
      String before = value(lines.get(2), "before ");
      return Optional.of(
          new LedgerEntry(
              standing(target, value(lines.get(1), "placed ")),
              before.equals(NONE) ? Optional.empty() : Optional.of(standing(target, before))));
    } catch (IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }

  static List<String> lines(AreaRecord area) {
    return List.of(
        "path " + escape(area.path()),
        "directory " + area.directory().map(LedgerText::text).orElse(NONE));
  }

  /** The area that {@link #lines(AreaRecord)} wrote; absent for any other lines. */
  static Optional<AreaRecord> area(List<String> lines) {
    try {
      if (lines.size() != 2) {
        return Optional.empty();
      }
      String directory = value(lines.get(1), "directory ");
      var area =
          new AreaRecord(
              unescape(value(lines.get(0), "path ")),
              directory.equals(NONE)
                  ? Optional.empty()
                  : Optional.of(identity(directory.split(" ", -1))));
      return Optional.of(area).filter(made -> made.name().startsWith(WorkArea.BESIDE));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static String text(Identity identity) {
    return "%d %d %d".formatted(identity.device(), identity.inode(), identity.bornNanos());
  }

  private static String text(Standing standing) {
    Placement placement = standing.placement();
    String why =
        placement.why().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(met -> met.getKey().label() + "=" + met.getValue())
            .collect(Collectors.joining(","));
    return "%s %d %s %d %d %d %d %s %s"
        .formatted(
            text(standing.directory()),
            placement.version().value(),
            placement.mode().label(),
            placement.linked(),
            placement.cloned(),
            placement.copied(),
            placement.bytes(),
            placement.placedAt(),
            why.isEmpty() ? NONE : why);
  }

  private static Standing standing(NodePath target, String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 11) {
      throw new IllegalArgumentException("no placement");
    }
    var placement =
        new Placement(
            target,
            new CacheVersion(Long.parseLong(parts[3])),
            LinkMode.named(parts[4]).orElseThrow(IllegalArgumentException::new),
            count(parts[5]),
            count(parts[6]),
            count(parts[7]),
            count(parts[8]),
            why(parts[10]),
            Instant.parse(parts[9]));
    return new Standing(identity(parts), placement);
  }

  /** The identity that the first three parts are. */
  private static Identity identity(String[] parts) {
    if (parts.length < 3) {
      throw new IllegalArgumentException("no identity");
    }
    return new Identity(
        Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }

  private static Map<Obstacle, Long> why(String text) {
    var why = new EnumMap<Obstacle, Long>(Obstacle.class);
    if (!text.equals(NONE)) {
      for (String met : text.split(",", -1)) {
        int equals = met.indexOf('=');
        String label = met.substring(0, Math.max(0, equals));
        why.put(obstacle(label), count(met.substring(equals + 1)));
      }
    }
    return why;
  }

  private static long count(String text) {
    long count = Long.parseLong(text);
    if (count < 0) {
      throw new IllegalArgumentException("no count");
    }
    return count;
  }

  private static Obstacle obstacle(String label) {
    for (Obstacle obstacle : Obstacle.values()) {
      if (obstacle.label().equals(label)) {
        return obstacle;
      }
    }
    throw new IllegalArgumentException("no obstacle");
  }

  private static String value(String line, String key) {
    if (!line.startsWith(key)) {
      throw new IllegalArgumentException("no " + key);
    }
    return line.substring(key.length());
  }

  /** A path may hold anything but a NUL. */
  private static String escape(NodePath path) {
    return path.value().replace("\\", "\\\\").replace("\n", "\\n");
  }

  private static NodePath unescape(String text) {
    var plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        c = text.charAt(i) == 'n' ? '\n' : text.charAt(i);
      }
      plain.append(c);
    }
    return new NodePath(plain.toString());
  }
}
