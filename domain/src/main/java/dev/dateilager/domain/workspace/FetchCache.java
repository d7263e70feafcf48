package dev.dateilager.domain.workspace;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.EntryReader;
import dev.dateilager.domain.staging.CacheDownload;
import dev.dateilager.domain.staging.CacheDownload.Pack;
import dev.dateilager.domain.staging.CacheSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** Downloads a cache version into a folder of the Go implementation's form (client.md §5). */
public final class FetchCache {
  private final CacheSource source;
  private final PackOpener packs;

  /** Downloads from {@code source}. */
  public FetchCache(CacheSource source, PackOpener packs) {
    this.source = source;
    this.packs = packs;
  }

  /**
   * Brings a version into {@code folder}. One that is listed there already is not downloaded again:
   * the call is cancelled (lesson 10).
   *
   * @param wanted absent for the newest
   * @param workers packs unpacked at once; less than 1 counts as 1
   * @return the version; absent if the server has none, or not the wanted one
   * @throws DateiLagerException.FailedPrecondition if another download holds the folder; nothing is
   *     changed
   * @throws Corrupt if the server sends another version than the wanted one, or a pack is not what
   *     its hash says; the version is not listed then
   */
  public Result fetch(CacheFolder folder, Optional<CacheVersion> wanted, int workers)
      throws DateiLagerException {
    try (CacheFolder.Download target = folder.begin();
        CacheDownload download = source.open(wanted, Set.of())) {
      Optional<CacheVersion> version = download.version();
      if (version.isEmpty()) {
        return new Result(Optional.empty(), 0);
      }
      if (wanted.isPresent() && !wanted.equals(version)) {
        throw new Corrupt(
            "asked for cache version %s, the server sends %s"
                .formatted(wanted.get(), version.get()));
      }
      if (target.lists(version.get())) {
        return new Result(version, 0);
      }
      var count = new AtomicLong();
      new Pipeline<Pack>(pack -> pack.packed().length(), _ -> false)
          .run(download::next, workers, pack -> count.addAndGet(add(target, pack)));
      target.list(version.get());
      return new Result(version, count.get());
    }
  }

  private long add(CacheFolder.Download target, Pack pack) throws DateiLagerException {
    if (target.has(pack.hash())) {
      return 0;
    }
    try (EntryReader entries = packs.open(pack.packed())) {
      return target.add(pack.hash(), entries);
    }
  }

  /**
   * What a download did.
   *
   * @param version that is in the folder now; absent if the server has none
   * @param count entries unpacked; 0 if all was there already
   */
  public record Result(Optional<CacheVersion> version, long count) {}
}
