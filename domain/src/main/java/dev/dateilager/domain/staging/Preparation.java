package dev.dateilager.domain.staging;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.staging.PrepareReport.Outcome;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Brings the store to the server's cache version. Whatever fails, a version that stands whole on
 * disk is still served (I11, I13); only a wanted version that the server denies is an error, and a
 * caller that gave up.
 */
final class Preparation {
  private final CacheSource source;
  private final GoldenStore store;
  private final PackContents contents;
  private final DaemonSettings settings;
  private final Retaining retaining;

  Preparation(
      CacheSource source,
      GoldenStore store,
      PackContents contents,
      DaemonSettings settings,
      Retaining retaining) {
    this.source = source;
    this.store = store;
    this.contents = contents;
    this.settings = settings;
    this.retaining = retaining;
  }

  /**
   * Prepares once.
   *
   * @throws NotFound if a version is wanted that the server does not have; nothing was changed
   * @throws DateiLagerException why it failed, if nothing on disk can be served instead
   */
  PrepareReport run() throws DateiLagerException {
    Optional<GoldenCopy> held = settings.wanted().flatMap(store::golden);
    if (held.isPresent()) {
      return served(
          Outcome.PRESENT, held.get()); // a number never changes its packs: no need to ask
    }
    try (CacheDownload download = source.open(settings.wanted(), store.packs())) {
      Optional<CacheVersion> version = download.version();
      return version.isPresent() ? bring(version.get(), download) : withoutCache();
    } catch (NotFound | Cancelled decided) {
      throw decided;
    } catch (DateiLagerException failure) {
      GoldenCopy onDisk = newestOnDisk().orElseThrow(() -> failure);
      return new PrepareReport(Outcome.STALE, onDisk, 0, 0, 0, Optional.of(failure));
    }
  }

  /** What stands whole on disk: the wanted version, or the newest, which may be an old one. */
  Optional<PrepareReport> onDisk() {
    return settings.wanted().isPresent()
        ? settings.wanted().flatMap(store::golden).map(held -> served(Outcome.PRESENT, held))
        : newestOnDisk().map(held -> served(Outcome.STALE, held));
  }

  private PrepareReport bring(CacheVersion version, CacheDownload download)
      throws DateiLagerException {
    Optional<GoldenCopy> held = store.golden(version);
    if (held.isPresent()) {
      endWell(download);
      return served(Outcome.PRESENT, held.get()); // closing it cancels packs still to come
    }
    retaining.makeRoom(version);
    try (GoldenStore.Download adding = store.begin()) {
      var unpacking = new Unpacking(download, store, adding, contents);
      unpacking.run(settings.unpackWidth());
      GoldenCopy golden = adding.list(version, packs(version, download, unpacking.came()));
      return new PrepareReport(
          Outcome.DOWNLOADED,
          golden,
          unpacking.packs(),
          unpacking.entries(),
          unpacking.bytes(),
          Optional.empty());
    }
  }

  /** Lets a call end by itself of which nothing is to come: cancelling costs the server more. */
  static void endWell(CacheDownload download) throws DateiLagerException {
    if (download.announcedPacks().equals(OptionalLong.of(0))) {
      var _ = download.next();
    }
  }

  /**
   * Every pack of the version, each of which came or stands (I10). A pack that was named as held
   * can be gone by now: it was put aside as damaged, or pruned.
   */
  private Set<ContentHash> packs(
      CacheVersion version, CacheDownload download, Set<ContentHash> came)
      throws DateiLagerException {
    Set<ContentHash> packs = download.hashes().orElse(came);
    for (ContentHash pack : packs) {
      if (!came.contains(pack) && !store.has(pack)) {
        throw new Corrupt(
            "pack %s of cache version %s neither came nor stands in the store"
                .formatted(pack, version));
      }
    }
    return packs;
  }

  private PrepareReport withoutCache() throws NotFound {
    if (settings.wanted().isPresent()) {
      throw new NotFound(
          "cache version %s does not exist on the server".formatted(settings.wanted().get()));
    }
    return newestOnDisk()
        .map(onDisk -> served(Outcome.STALE, onDisk))
        .orElseGet(() -> served(Outcome.NO_CACHE, GoldenCopy.NO_CACHE));
  }

  /** The newest version on disk; none if a certain one is wanted, which is not there. */
  private Optional<GoldenCopy> newestOnDisk() {
    return settings.wanted().isPresent()
        ? Optional.empty()
        : store.versions().stream().findFirst().flatMap(store::golden);
  }

  private static PrepareReport served(Outcome outcome, GoldenCopy golden) {
    return new PrepareReport(outcome, golden, 0, 0, 0, Optional.empty());
  }
}
