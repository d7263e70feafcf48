package dev.dateilager.adapters.dlclient;

import com.google.protobuf.ByteString;
import dev.dateilager.domain.catalog.Caches;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.staging.CacheDownload;
import dev.dateilager.proto.v1.CacheHead;
import dev.dateilager.proto.v1.DownloadCacheResponse;
import dev.dateilager.proto.v1.PackPart;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A {@code DownloadCache} call, nothing of which is believed before it is checked (I10, I21): the
 * head against the question, each pack against its hash and the head, and their number.
 *
 * <p>The pieces of one pack are held together, up to the longest message in all.
 */
final class RemotePartialDownload implements CacheDownload {
  private final OpenCall<?, DownloadCacheResponse> call;
  private final int maxBytes;
  private Optional<CacheVersion> version = Optional.empty();
  private Set<ContentHash> hashes = Set.of();
  private OptionalLong announced = OptionalLong.empty();
  private final Set<ContentHash> lacking = new HashSet<>();

  RemotePartialDownload(OpenCall<?, DownloadCacheResponse> call, int maxBytes) {
    this.call = call;
    this.maxBytes = maxBytes;
  }

  /** Waits for the head; without one there is no cache, or not the wanted one. */
  void begin(Optional<CacheVersion> wanted, Set<ContentHash> have) throws DateiLagerException {
    Optional<DownloadCacheResponse> first = call.read();
    if (first.isEmpty()) {
      return;
    }
    if (!first.get().hasHead()) {
      throw new Corrupt("the server sent something else before the head of a cache version");
    }
    CacheHead head = first.get().getHead();
    CacheVersion said = Wire.cacheVersion(head.getCache().getVersion());
    if (!said.equals(wanted.orElse(said))) {
      throw new Corrupt(
          "the server sent cache version %s where %s was expected".formatted(said, wanted.get()));
    }
    version = Optional.of(said);
    hashes = Set.copyOf(hashes(head));
    lacking.addAll(hashes);
    lacking.removeAll(have);
    if (head.getPacksToCome() != lacking.size()) {
      throw new Corrupt(
          "the server announced %d packs of cache version %s where %d of its %d are lacking"
              .formatted(head.getPacksToCome(), said, lacking.size(), hashes.size()));
    }
    announced = OptionalLong.of(lacking.size());
  }

  private static Set<ContentHash> hashes(CacheHead head) throws Corrupt {
    if (head.getHashesCount() > Caches.MAX_PACKS) { // before they become objects
      throw new Corrupt(
          "the server sent a cache version of %d packs, over %d"
              .formatted(head.getHashesCount(), Caches.MAX_PACKS));
    }
    var hashes = new HashSet<ContentHash>();
    for (ByteString bytes : head.getHashesList()) {
      if (!hashes.add(Wire.hash(bytes))) {
        throw new Corrupt("the server named pack %s twice".formatted(Wire.hash(bytes)));
      }
    }
    return hashes;
  }

  @Override
  public Optional<CacheVersion> version() {
    return version;
  }

  @Override
  public OptionalLong announcedPacks() {
    return announced;
  }

  @Override
  public Optional<Set<ContentHash>> hashes() {
    return version.map(_ -> hashes);
  }

  @Override
  public Optional<Pack> next() throws DateiLagerException {
    Optional<PackPart> first = read();
    if (first.isPresent()) {
      return Optional.of(pack(first.get()));
    }
    if (!lacking.isEmpty()) {
      throw new Corrupt(
          "the server announced %d packs of cache version %s and kept %d of them"
              .formatted(announced.orElse(0), version.orElseThrow(), lacking.size()));
    }
    return Optional.empty();
  }

  private Optional<PackPart> read() throws DateiLagerException {
    Optional<DownloadCacheResponse> message = call.read();
    if (message.isEmpty()) {
      return Optional.empty();
    }
    if (!message.get().hasPack()) {
      throw new Corrupt("the server sent something else where a pack was expected");
    }
    return Optional.of(message.get().getPack());
  }

  private Pack pack(PackPart first) throws DateiLagerException {
    ContentHash hash = Wire.hash(first.getHash());
    if (!lacking.remove(hash)) {
      throw new Corrupt(
          "the server sent pack %s, which %s"
              .formatted(
                  hash,
                  hashes.contains(hash)
                      ? "came before or was not wanted"
                      : "is none of the cache version that it announced"));
    }
    return Wire.pack(
        hash, first.getContinued() ? joined(first) : Blob.owned(first.getData().toByteArray()));
  }

  private Blob joined(PackPart first) throws DateiLagerException {
    var pieces = new Pieces("pack", maxBytes);
    pieces.add(first.getData(), true);
    boolean continued = true;
    while (continued) {
      PackPart piece =
          read().orElseThrow(() -> new Corrupt("the stream ended in the middle of a pack"));
      if (!piece.getHash().equals(first.getHash())) {
        throw new Corrupt("the pieces of one pack have different hashes");
      }
      continued = piece.getContinued();
      pieces.add(piece.getData(), continued);
    }
    return pieces.join();
  }

  @Override
  public void close() {
    call.close();
  }
}
