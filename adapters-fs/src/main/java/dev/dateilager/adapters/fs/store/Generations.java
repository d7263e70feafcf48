package dev.dateilager.adapters.fs.store;

import dev.dateilager.adapters.fs.disk.Dir;
import dev.dateilager.adapters.fs.disk.DiskException;
import dev.dateilager.adapters.fs.disk.Reason;
import dev.dateilager.adapters.fs.disk.VersionsText;
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
 * which says the packs of each (docs/adr/0003-generations.md). A version that lost a pack waits for
 * it under a name of its own, so that it is neither listed nor forgotten.
 */
final class Generations {
  private static final String VERSIONS = "versions";
  private static final String FORM = "dateilager generation 1";
  private static final String WAITING = ".waiting";

  private Generations() {}

  /** The numbers in {@code versions}; what is no number there is passed over (formats.md §4). */
  static SortedSet<CacheVersion> listed(StoreDirs dirs) throws DiskException {
    return new TreeSet<>(
        VersionsText.parse(CheckedText.readText(dirs.root(), VERSIONS).orElse("")));
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

  private static String text(Collection<CacheVersion> versions) {
    return VersionsText.of(new TreeSet<>(versions));
  }

  /** The packs of a version; absent if its list is not there or not whole. */
  static Optional<GoldenCopy> read(StoreDirs dirs, CacheVersion version) throws DiskException {
    return read(dirs, version, version.toString());
  }

  /** The version that waits under such a name in {@code generations/}; absent if none does. */
  static Optional<GoldenCopy> readWaiting(StoreDirs dirs, String name) throws DiskException {
    Optional<CacheVersion> version =
        name.endsWith(WAITING)
            ? VersionsText.number(name.substring(0, name.length() - WAITING.length()))
            : Optional.empty();
    return version.isPresent() && waiting(version.get()).equals(name)
        ? read(dirs, version.get(), name)
        : Optional.empty();
  }

  private static String waiting(CacheVersion version) {
    return version + WAITING;
  }

  private static Optional<GoldenCopy> read(StoreDirs dirs, CacheVersion version, String name)
      throws DiskException {
    Optional<List<String>> lines = CheckedText.read(dirs.generations(), name, FORM);
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

  /** Removes what stands in {@code generations/} for none of these. */
  static void removeOthers(
      StoreDirs dirs, Collection<CacheVersion> listed, Collection<CacheVersion> waiting)
      throws DiskException {
    var known = new HashSet<String>();
    listed.forEach(version -> known.add(version.toString()));
    waiting.forEach(version -> known.add(waiting(version)));
    for (String name : dirs.generations().list()) {
      if (!known.contains(name)) {
        dirs.generations().removeTree(name);
      }
    }
  }

  /** Lets versions wait, durably. */
  static void suspend(StoreDirs dirs, Collection<GoldenCopy> versions) throws DiskException {
    if (versions.isEmpty()) {
      return;
    }
    for (GoldenCopy golden : versions) {
      rename(dirs.generations(), golden.version().toString(), waiting(golden.version()));
    }
    dirs.generations().sync();
  }

  /** Ends the waiting of versions, durably. */
  static void resume(StoreDirs dirs, Collection<GoldenCopy> versions) throws DiskException {
    for (GoldenCopy golden : versions) {
      rename(dirs.generations(), waiting(golden.version()), golden.version().toString());
    }
    if (!versions.isEmpty()) {
      dirs.generations().sync();
    }
  }

  private static void rename(Dir generations, String name, String as) throws DiskException {
    try {
      generations.rename(name, generations, as);
    } catch (DiskException failure) {
      if (failure.reason() != Reason.ABSENT) {
        throw failure;
      } // an earlier attempt came as far as this
    }
  }

  /** Forgets versions, listed ones and those that wait, durably. */
  static void remove(
      StoreDirs dirs, Collection<CacheVersion> listed, Collection<CacheVersion> waiting)
      throws DiskException {
    for (CacheVersion version : listed) {
      dirs.generations().removeTree(version.toString());
    }
    for (CacheVersion version : waiting) {
      dirs.generations().removeTree(waiting(version));
    }
    dirs.generations().sync();
  }
}
