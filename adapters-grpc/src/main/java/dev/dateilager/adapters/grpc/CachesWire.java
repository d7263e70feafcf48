package dev.dateilager.adapters.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.dateilager.domain.catalog.CacheListing;
import dev.dateilager.domain.catalog.Caches;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.proto.v1.CacheHead;
import dev.dateilager.proto.v1.CacheInfo;
import dev.dateilager.proto.v1.DownloadCacheRequest;
import dev.dateilager.proto.v1.DownloadCacheResponse;
import dev.dateilager.proto.v1.InspectCacheRequest;
import dev.dateilager.proto.v1.PackPart;
import dev.dateilager.proto.v1.PackUse;
import dev.dateilager.proto.v1.ProjectUse;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Translates between {@code dateilager.v1.Caches} and the domain. */
final class CachesWire {
  /** Most bytes of a pack in one message of a download (caches.proto). */
  static final int PART_BYTES = 4 << 20;

  private CachesWire() {}

  /**
   * Which cache version is wanted; absent means the newest.
   *
   * @throws InvalidArgument for a negative number
   */
  static Optional<CacheVersion> wanted(DownloadCacheRequest request) throws InvalidArgument {
    return request.hasVersion() ? Optional.of(version(request.getVersion())) : Optional.empty();
  }

  /**
   * Which cache version is to be inspected; absent means the newest.
   *
   * @throws InvalidArgument for a negative number
   */
  static Optional<CacheVersion> wanted(InspectCacheRequest request) throws InvalidArgument {
    return request.hasVersion() ? Optional.of(version(request.getVersion())) : Optional.empty();
  }

  /**
   * A cache version that was named.
   *
   * @throws InvalidArgument for a negative number
   */
  static CacheVersion version(long number) throws InvalidArgument {
    if (number < 0) {
      throw new InvalidArgument("no cache version is numbered " + number);
    }
    return new CacheVersion(number);
  }

  /**
   * The packs at hand.
   *
   * @throws InvalidArgument for more than a cache version can have, or a hash that is none
   */
  static Set<ContentHash> have(DownloadCacheRequest request) throws InvalidArgument {
    if (request.getHaveHashesCount() > Caches.MAX_PACKS) { // before they become objects (I27)
      throw new InvalidArgument(
          "at most %d packs at hand can be named, not %d"
              .formatted(Caches.MAX_PACKS, request.getHaveHashesCount()));
    }
    var have = new HashSet<ContentHash>();
    for (ByteString hash : request.getHaveHashesList()) {
      if (hash.size() != ContentHash.BYTES) {
        throw new InvalidArgument(
            "the hash of a pack at hand must be %d bytes, not %d"
                .formatted(ContentHash.BYTES, hash.size()));
      }
      have.add(ContentHash.ofBytes(hash.toByteArray()));
    }
    return have;
  }

  static DownloadCacheResponse head(CacheListing listing, long toCome) {
    var head = CacheHead.newBuilder().setCache(cache(listing.info())).setPacksToCome(toCome);
    listing.hashes().forEach(hash -> head.addHashes(Wire.bytes(hash)));
    return DownloadCacheResponse.newBuilder().setHead(head).build();
  }

  /** A piece of a pack: its bytes from one index to another, which is at its end or before. */
  static DownloadCacheResponse part(ContentHash hash, Blob packed, int from, int to) {
    return DownloadCacheResponse.newBuilder()
        .setPack(
            PackPart.newBuilder()
                .setHash(Wire.bytes(hash))
                .setData(UnsafeByteOperations.unsafeWrap(packed.shared(), from, to - from))
                .setContinued(to < packed.length()))
        .build();
  }

  static PackUse pack(dev.dateilager.domain.catalog.PackUse use) {
    var pack =
        PackUse.newBuilder()
            .setHash(Wire.bytes(use.hash()))
            .setPath(use.path().orElse(""))
            .setProjects(use.projects());
    use.storedBytes().ifPresent(pack::setBytes);
    return pack.build();
  }

  static ProjectUse project(dev.dateilager.domain.catalog.ProjectUse use) {
    return ProjectUse.newBuilder().setProject(use.project().value()).setPacks(use.packs()).build();
  }

  static CacheInfo cache(dev.dateilager.domain.catalog.CacheInfo info) {
    return CacheInfo.newBuilder()
        .setVersion(info.version().value())
        .setPacks(info.packs())
        .setBytes(info.bytes())
        .build();
  }
}
