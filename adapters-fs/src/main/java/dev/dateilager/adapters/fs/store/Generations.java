package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.staging.GoldenCopy;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The lists of versions on disk: {@code versions}, which everyone reads, and {@code generations/},
 * which says the packs of each (docs/adr/0003-generations.md).
 */
final class Generations {
  private static final String VERSIONS = "versions";
  private static final String FORM = "dateilager generation 1";

  private Generations() {}

  /** The numbers in {@code versions}; what is no number there is passed over (formats.md §4). */
  static SortedSet<CacheVersion> listed(StoreDirs dirs) throws DiskException {
    var versions = new TreeSet<CacheVersion>();
    for (String line : CheckedText.readText(dirs.root(), VERSIONS).orElse("").split("\n", -1)) {
      number(line).ifPresent(versions::add);
    }
    return versions;
  }

  private static Optional<CacheVersion> number(String text) {
    try {
      long value = Long.parseLong(text);
      return value < 0 ? Optional.empty() : Optional.of(new CacheVersion(value));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  /** Whether {@code versions} says just this, each once and in order. */
  static boolean isListed(StoreDirs dirs, Collection<CacheVersion> versions) throws DiskException {
    return CheckedText.readText(dirs.root(), VERSIONS).orElse("").equals(text(versions));
  }

  /** Replaces {@code versions}, durably. */
  static void list(StoreDirs dirs, Collection<CacheVersion> versions) throws DiskException {
    String fresh = UUID.randomUUID().toString();
    CheckedText.replace(dirs.tmp(), fresh, dirs.root(), VERSIONS, text(versions), 0644);
  }

  /** One decimal number a line, as the file of this name has it everywhere. */
  private static String text(Collection<CacheVersion> versions) {
    var text = new StringBuilder();
    new TreeSet<>(versions).forEach(version -> text.append(version).append('\n'));
    return text.toString();
  }

  /** The packs of a version; absent if its list is not there or not whole. */
  static Optional<GoldenCopy> read(StoreDirs dirs, CacheVersion version) throws DiskException {
    Optional<List<String>> lines = CheckedText.read(dirs.generations(), version.toString(), FORM);
    if (lines.isEmpty() || !lines.get().stream().allMatch(ContentHash::isHex)) {
      return Optional.empty();
    }
    var packs = new HashSet<ContentHash>();
    lines.get().forEach(line -> packs.add(new ContentHash(line)));
    return Optional.of(new GoldenCopy(version, packs));
  }

  /** Writes the packs of a version, durably. */
  static void write(StoreDirs dirs, GoldenCopy golden) throws DiskException {
    List<String> lines = golden.packs().stream().map(ContentHash::hex).sorted().toList();
    CheckedText.write(dirs.tmp(), dirs.generations(), golden.version().toString(), FORM, lines);
  }
}
