package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheListing;
import dev.dateilager.domain.catalog.CacheSink;
import dev.dateilager.domain.catalog.Caches;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.proto.v1.CacheHead;
import dev.dateilager.proto.v1.DownloadCacheRequest;
import dev.dateilager.proto.v1.DownloadCacheResponse;
import dev.dateilager.proto.v1.PackPart;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code dateilager.v1.Caches/DownloadCache} (caches.proto). */
@Timeout(60)
final class DownloadCacheTest {
  private static final int PART = 4 << 20;
  private static final CacheVersion FIVE = new CacheVersion(5);
  private static final Blob SMALL = Blob.utf8("a small pack");
  private static final ContentHash HASH = ContentHash.of(SMALL);

  /** Announces all packs, and hands on those that are not at hand. */
  private static Catalog holding(Blob... packs) {
    return new ScriptedCatalog() {
      @Override
      public void downloadCache(
          Role role, Optional<CacheVersion> wanted, Set<ContentHash> have, CacheSink sink)
          throws DateiLagerException {
        List<ContentHash> hashes = Arrays.stream(packs).map(ContentHash::of).toList();
        long toCome = hashes.stream().filter(hash -> !have.contains(hash)).count();
        sink.begin(
            new CacheListing(new CacheInfo(wanted.orElse(FIVE), packs.length, 77), hashes), toCome);
        for (Blob pack : packs) {
          if (!have.contains(ContentHash.of(pack))) {
            sink.pack(ContentHash.of(pack), pack);
          }
        }
      }
    };
  }

  private static DownloadCacheRequest.Builder request(ContentHash... have) {
    var request = DownloadCacheRequest.newBuilder();
    Arrays.stream(have).forEach(hash -> request.addHaveHashes(Wire.bytes(hash)));
    return request;
  }

  private static List<DownloadCacheResponse> download(
      RunningEdge edge, DownloadCacheRequest.Builder request) {
    var messages = new ArrayList<DownloadCacheResponse>();
    edge.caches(KnownTokens.READER).downloadCache(request.build()).forEachRemaining(messages::add);
    return messages;
  }

  private static CacheHead head(long version, long toCome, ContentHash... hashes) {
    return CacheHead.newBuilder()
        .setCache(
            dev.dateilager.proto.v1.CacheInfo.newBuilder()
                .setVersion(version)
                .setPacks(hashes.length)
                .setBytes(77))
        .addAllHashes(Stream.of(hashes).map(Wire::bytes).toList())
        .setPacksToCome(toCome)
        .build();
  }

  @DisplayName("I10: the head comes first, once, and names every pack; then only the lacking ones")
  @Test
  void download_ofAWantedVersion_sendsWhatIsNotAtHand() throws Exception {
    Blob held = Blob.utf8("held");
    try (var edge = RunningEdge.inProcess(holding(held, SMALL))) {
      assertThat(download(edge, request(ContentHash.of(held)).setVersion(7)))
          .containsExactly(
              DownloadCacheResponse.newBuilder()
                  .setHead(head(7, 1, ContentHash.of(held), HASH))
                  .build(),
              DownloadCacheResponse.newBuilder()
                  .setPack(
                      PackPart.newBuilder()
                          .setHash(Wire.bytes(HASH))
                          .setData(ByteString.copyFrom(SMALL.toByteArray())))
                  .build());
    }
  }

  @Test
  void download_ofNothingAtAll_isAnEmptyStream_asGetCacheIs() throws Exception {
    try (var edge = RunningEdge.inProcess(new ScriptedCatalog())) {
      assertThat(download(edge, request())).isEmpty();
    }
  }

  @DisplayName("parts of at most 4 MiB, all but the last continued")
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "4194303, 1", "4194304, 1", "4194305, 2", "8388608, 2", "8388609, 3"})
  void download_ofALongPack_comesInParts(int bytes, int parts) throws Exception {
    var content = new byte[bytes];
    for (int i = 0; i < bytes; i += 4096) {
      content[i] = (byte) (i >> 12);
    }
    Blob pack = Blob.owned(content);
    try (var edge = RunningEdge.inProcess(holding(pack))) {
      List<PackPart> sent =
          download(edge, request()).stream().skip(1).map(DownloadCacheResponse::getPack).toList();

      assertThat(sent).hasSize(parts);
      assertThat(sent).allMatch(part -> part.getHash().equals(Wire.bytes(ContentHash.of(pack))));
      assertThat(sent).allMatch(part -> part.getData().size() <= PART);
      assertThat(sent.subList(0, parts - 1)).allMatch(PackPart::getContinued);
      assertThat(sent.getLast().getContinued()).isFalse();
      ByteString joined =
          sent.stream().map(PackPart::getData).reduce(ByteString.EMPTY, ByteString::concat);
      assertThat(Blob.owned(joined.toByteArray())).isEqualTo(pack);
    }
  }

  @Test
  void download_namingPacks_passesThemOnOnce() throws Exception {
    var asked = new AtomicReference<Set<ContentHash>>();
    var catalog =
        new ScriptedCatalog() {
          @Override
          public void downloadCache(
              Role role, Optional<CacheVersion> wanted, Set<ContentHash> have, CacheSink sink) {
            assertThat(wanted).isEmpty();
            asked.set(have);
          }
        };
    try (var edge = RunningEdge.inProcess(catalog)) {
      download(edge, request(HASH, ContentHash.OF_NOTHING, HASH));
      assertThat(asked.get()).containsExactlyInAnyOrder(HASH, ContentHash.OF_NOTHING);

      var most = Collections.nCopies(Caches.MAX_PACKS, Wire.bytes(HASH));
      assertThat(download(edge, request().addAllHaveHashes(most))).isEmpty();
    }
  }

  @DisplayName("I27, R8: what names no pack, or too many, is refused")
  @Test
  void download_namingWhatIsNoPack_isInvalid() throws Exception {
    var many = Collections.nCopies(Caches.MAX_PACKS + 1, Wire.bytes(HASH));
    try (var edge = RunningEdge.inProcess(holding(SMALL))) {
      for (DownloadCacheRequest.Builder wrong :
          List.of(
              request().addHaveHashes(ByteString.EMPTY),
              request().addHaveHashes(ByteString.copyFrom(new byte[31])),
              request().addHaveHashes(ByteString.copyFrom(new byte[33])),
              request().addAllHaveHashes(many),
              request().setVersion(-1))) {
        assertThat(Codes.of(() -> download(edge, wrong)).getCode())
            .isEqualTo(Status.Code.INVALID_ARGUMENT);
      }
    }
  }

  @DisplayName("I25: a pack that is missing ends the stream with an error")
  @Test
  void download_thatFailsInTheMiddle_doesNotEndWell() throws Exception {
    var catalog =
        new ScriptedCatalog() {
          @Override
          public void downloadCache(
              Role role, Optional<CacheVersion> wanted, Set<ContentHash> have, CacheSink sink)
              throws DateiLagerException {
            holding(SMALL).downloadCache(role, wanted, have, sink);
            throw new Corrupt("pack is missing");
          }
        };
    try (var edge = RunningEdge.inProcess(catalog)) {
      assertThat(Codes.of(() -> download(edge, request())).getCode())
          .isEqualTo(Status.Code.DATA_LOSS);
    }
  }
}
