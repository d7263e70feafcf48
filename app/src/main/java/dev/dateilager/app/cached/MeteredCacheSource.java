package dev.dateilager.app.cached;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.CacheDownload;
import dev.dateilager.domain.staging.CacheSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Counts the bytes of the packs that come from another source. */
final class MeteredCacheSource implements CacheSource {
  private final CacheSource source;
  private final LongAdder bytes = new LongAdder();

  MeteredCacheSource(CacheSource source) {
    this.source = source;
  }

  /** Compressed bytes of all packs so far. */
  long downloadedBytes() {
    return bytes.sum();
  }

  @Override
  public CacheDownload open(Optional<CacheVersion> wanted, Set<ContentHash> have)
      throws DateiLagerException {
    CacheDownload download = source.open(wanted, have);
    return new CacheDownload() {
      @Override
      public Optional<CacheVersion> version() throws DateiLagerException {
        return download.version();
      }

      @Override
      public OptionalLong announcedPacks() throws DateiLagerException {
        return download.announcedPacks();
      }

      @Override
      public Optional<Set<ContentHash>> hashes() throws DateiLagerException {
        return download.hashes();
      }

      @Override
      public Optional<Pack> next() throws DateiLagerException {
        Optional<Pack> pack = download.next();
        pack.ifPresent(received -> bytes.add(received.packed().length()));
        return pack;
      }

      @Override
      public void close() {
        download.close();
      }
    };
  }
}
