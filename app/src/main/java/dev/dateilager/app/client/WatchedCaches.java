package dev.dateilager.app.client;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.staging.CacheDownload;
import dev.dateilager.domain.staging.CacheSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Tells how far the download of a cache version is. */
final class WatchedCaches implements CacheSource {
  private final CacheSource source;
  private final Transfer transfer;

  WatchedCaches(CacheSource source, Transfer transfer) {
    this.source = source;
    this.transfer = transfer;
  }

  @Override
  public CacheDownload open(Optional<CacheVersion> wanted, Set<ContentHash> have)
      throws DateiLagerException {
    CacheDownload download = source.open(wanted, have);
    return new CacheDownload() {
      @Override
      public Optional<CacheVersion> version() throws DateiLagerException {
        Optional<CacheVersion> version = download.version();
        announcedPacks().ifPresent(transfer::expect);
        return version;
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
        pack.ifPresent(received -> transfer.moved(received.packed().length()));
        return pack;
      }

      @Override
      public void close() {
        download.close();
      }
    };
  }
}
