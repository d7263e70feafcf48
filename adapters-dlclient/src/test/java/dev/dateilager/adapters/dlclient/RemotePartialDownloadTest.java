package dev.dateilager.adapters.dlclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.dateilager.domain.catalog.Caches;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import dev.dateilager.domain.staging.CacheDownload;
import dev.dateilager.proto.pb.GetCacheRequest;
import dev.dateilager.proto.pb.GetCacheResponse;
import dev.dateilager.proto.v1.CacheHead;
import dev.dateilager.proto.v1.CacheInfo;
import dev.dateilager.proto.v1.CachesGrpc.CachesImplBase;
import dev.dateilager.proto.v1.DownloadCacheRequest;
import dev.dateilager.proto.v1.DownloadCacheResponse;
import dev.dateilager.proto.v1.PackPart;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code DownloadCache}, from servers that tell the truth, from others, and from Go's (I10). */
@Timeout(30)
final class RemotePartialDownloadTest {
  private static final Optional<CacheVersion> NEWEST = Optional.empty();
  private static final Blob A = Blob.utf8("pack a");
  private static final Blob B = Blob.utf8("pack b");
  private static final Blob HELD = Blob.utf8("a pack at hand");
  private static final Set<ContentHash> AT_HAND = Set.of(ContentHash.of(HELD));

  /** What a server sends to one that holds {@link #HELD} and takes messages of 1 KiB. */
  record Lie(
      String name,
      Class<? extends DateiLagerException> found,
      String complaint,
      List<DownloadCacheResponse> messages) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Lie corrupt(String name, String complaint, DownloadCacheResponse... messages) {
    return new Lie(name, Corrupt.class, complaint, List.of(messages));
  }

  static Stream<Lie> lies() {
    DownloadCacheResponse empty = DownloadCacheResponse.getDefaultInstance();
    return Stream.of(
        corrupt("a pack before the head", "before the head", pack(A)),
        corrupt("a message without anything", "before the head", empty),
        corrupt("the head twice", "where a pack was", head(5, 1, A), head(5, 1, A), pack(A)),
        corrupt("the head again at the end", "where a pack was", head(5, 0), head(5, 0)),
        corrupt("nothing in the middle", "where a pack was", head(5, 1, A), empty),
        corrupt("a negative version", "version -1", head(-1, 0)),
        corrupt("a short hash in the head", "hash of 3 bytes", headWith("abc")),
        corrupt("a pack named twice in the head", "named pack", head(5, 2, A, A)),
        corrupt("fewer to come than are lacking", "announced 1 packs", head(5, 1, A, B)),
        corrupt("more to come than are lacking", "announced 2 packs", head(5, 2, A, HELD)),
        corrupt("a negative number to come", "announced -1 packs", head(5, -1)),
        corrupt("other bytes than the hash says", "hashes to", head(5, 1, A), part(A, B, false)),
        corrupt("a short hash of a pack", "hash of 0 bytes", head(5, 1, A), unnamed()),
        corrupt("a pack of another version", "is none of", head(5, 1, A), pack(B)),
        corrupt("a pack twice", "came before", head(5, 2, A, B), pack(A), pack(A)),
        corrupt("a pack that is at hand", "not wanted", head(5, 1, A, HELD), pack(HELD)),
        corrupt("more packs than announced", "came before", head(5, 1, A), pack(A), pack(A)),
        corrupt("fewer packs than announced", "kept 1 of them", head(5, 2, A, B), pack(A)),
        corrupt("no pack where one was announced", "kept 1 of them", head(5, 1, A)),
        corrupt("a pack cut short", "the middle of a pack", head(5, 1, A), part(A, A, true)),
        corrupt(
            "a head in the middle of a pack",
            "where a pack was",
            head(5, 1, A),
            part(A, A, true),
            head(5, 1, A)),
        corrupt(
            "another pack in the middle of one",
            "different hashes",
            head(5, 2, A, B),
            part(A, A, true),
            part(B, B, false)),
        corrupt(
            "an empty piece that goes on", "empty piece", head(5, 1, A), part(A, Blob.EMPTY, true)),
        corrupt(
            "pieces that are not the pack",
            "hashes to",
            head(5, 1, A),
            part(A, A, true),
            part(A, A, false)),
        new Lie(
            "pieces beyond the limit in all",
            ResourceExhausted.class,
            "over 1024 bytes together",
            Stream.concat(
                    Stream.of(head(5, 1, A)), Stream.generate(() -> part(A, A, true)).limit(171))
                .toList()));
  }

  @DisplayName("I10, I21: a server that lies is found out before its word is taken")
  @ParameterizedTest
  @MethodSource("lies")
  void download_fromALiar_fails(Lie lie) throws Exception {
    var settings = FakeServer.settings().withMaxMessageBytes(1024);
    try (var peer = FakeServer.inProcess(settings, sending(lie.messages()))) {
      assertThatExceptionOfType(DateiLagerException.class)
          .isThrownBy(() -> downloadAll(peer.client(), NEWEST, AT_HAND))
          .isInstanceOf(lie.found())
          .withMessageContaining(lie.complaint());
    }
  }

  @Test
  void download_ofMorePacksThanAVersionCanHave_isCorrupt() throws Exception {
    var head =
        CacheHead.newBuilder()
            .setCache(CacheInfo.newBuilder().setVersion(5))
            .addAllHashes(
                IntStream.rangeClosed(0, Caches.MAX_PACKS)
                    .mapToObj(i -> Wire.bytes(ContentHash.of(Blob.utf8("pack " + i))))
                    .toList())
            .setPacksToCome(Caches.MAX_PACKS + 1);
    var tooMany = DownloadCacheResponse.newBuilder().setHead(head).build();
    try (var peer = FakeServer.inProcess(sending(List.of(tooMany)))) {
      assertThatExceptionOfType(Corrupt.class)
          .isThrownBy(() -> downloadAll(peer.client(), NEWEST, Set.of()))
          .withMessageContaining("100001 packs");
    }
  }

  @Test
  void download_namesWhatIsAtHand_andGivesTheRest() throws Exception {
    var asked = new LinkedBlockingQueue<DownloadCacheRequest>();
    var service = sending(asked, out -> end(out, head(5, 2, A, HELD, B), pack(A), pack(B)));
    try (var peer = FakeServer.inProcess(service);
        CacheDownload download =
            peer.client().caches().open(Optional.of(new CacheVersion(5)), AT_HAND)) {
      assertThat(download.version()).contains(new CacheVersion(5));
      assertThat(download.announcedPacks()).hasValue(2);
      assertThat(download.hashes().orElseThrow())
          .containsExactlyInAnyOrder(ContentHash.of(A), ContentHash.of(B), ContentHash.of(HELD));
      assertThat(all(download))
          .containsExactly(
              new CacheDownload.Pack(ContentHash.of(A), A),
              new CacheDownload.Pack(ContentHash.of(B), B));
      assertThat(download.next()).as("asked again").isEmpty();
      assertThat(asked.take())
          .isEqualTo(
              DownloadCacheRequest.newBuilder()
                  .setVersion(5)
                  .addHaveHashes(Wire.bytes(ContentHash.of(HELD)))
                  .build());
      assertThat(peer.server().received.take().get(Wire.AUTHORIZATION)).isEqualTo("Bearer token");
    }
  }

  @Test
  void download_joinsPieces_upToTheLimit() throws Exception {
    var settings = FakeServer.settings().withMaxMessageBytes(1024);
    Blob pack = Blob.utf8("x".repeat(1024));
    ContentHash hash = ContentHash.of(pack);
    Blob third = Blob.utf8("x".repeat(400));
    Blob rest = Blob.utf8("x".repeat(224));
    var messages =
        List.of(
            head(5, 1, pack),
            part(hash, third, true),
            part(hash, third, true),
            part(hash, rest, true),
            part(hash, Blob.EMPTY, false));
    try (var peer = FakeServer.inProcess(settings, sending(messages));
        CacheDownload download = peer.client().caches().open(NEWEST, Set.of())) {
      assertThat(all(download)).containsExactly(new CacheDownload.Pack(hash, pack));
    }
  }

  @Test
  void download_ofAnEmptyPackAndAnEmptyVersion_works() throws Exception {
    try (var peer =
            FakeServer.inProcess(sending(List.of(head(5, 1, Blob.EMPTY), pack(Blob.EMPTY))));
        CacheDownload download = peer.client().caches().open(NEWEST, Set.of())) {
      assertThat(all(download))
          .containsExactly(new CacheDownload.Pack(ContentHash.OF_NOTHING, Blob.EMPTY));
    }
    try (var peer = FakeServer.inProcess(sending(List.of(head(6, 0))));
        CacheDownload download = peer.client().caches().open(NEWEST, AT_HAND)) {
      assertThat(download.version()).contains(new CacheVersion(6));
      assertThat(download.hashes()).contains(Set.of());
      assertThat(all(download)).isEmpty();
    }
  }

  @Test
  void download_withoutACache_hasNoVersion() throws Exception {
    try (var peer = FakeServer.inProcess(sending(List.of()));
        CacheDownload download = peer.client().caches().open(NEWEST, AT_HAND)) {
      assertThat(download.version()).isEmpty();
      assertThat(download.hashes()).isEmpty();
      assertThat(download.announcedPacks()).isEmpty();
      assertThat(download.next()).isEmpty();
    }
  }

  @Test
  void download_ofAWantedVersion_takesNoOther() throws Exception {
    try (var peer = FakeServer.inProcess(sending(List.of(head(5, 0))))) {
      assertThatExceptionOfType(Corrupt.class)
          .isThrownBy(() -> peer.client().caches().open(Optional.of(new CacheVersion(4)), Set.of()))
          .withMessageContaining("version 5 where 4");
    }
  }

  @Test
  void download_thatBreaks_isUnavailable_notAnEnd() throws Exception {
    var service =
        sending(
            new LinkedBlockingQueue<>(),
            out -> {
              out.onNext(head(5, 1, A));
              out.onNext(pack(A));
              out.onError(Status.UNAVAILABLE.asRuntimeException());
            });
    try (var peer = FakeServer.inProcess(service);
        CacheDownload download = peer.client().caches().open(NEWEST, Set.of())) {
      assertThat(download.next()).isPresent();
      assertThatExceptionOfType(Unavailable.class).isThrownBy(download::next);
    }
  }

  @Test
  void close_behindTheHead_cancelsTheCall() throws Exception {
    var cancelled = new CountDownLatch(1);
    var service =
        sending(
            new LinkedBlockingQueue<>(),
            out -> {
              ((ServerCallStreamObserver<DownloadCacheResponse>) out)
                  .setOnCancelHandler(cancelled::countDown);
              out.onNext(head(5, 1, A));
            });
    try (var peer = FakeServer.inProcess(service)) {
      peer.client().caches().open(NEWEST, Set.of()).close();
      assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @DisplayName("a Go server: GetCache is used, and from then on at once")
  @Test
  void open_withoutDownloadCache_fallsBackForGood() throws Exception {
    var tried = new AtomicInteger();
    var unimplemented = refusing(tried, Status.UNIMPLEMENTED);
    try (var peer = FakeServer.inProcess(unimplemented, getCacheOf(A))) {
      for (int i = 0; i < 3; i++) {
        try (CacheDownload download = peer.client().caches().open(NEWEST, AT_HAND)) {
          assertThat(download.hashes()).isEmpty();
          assertThat(all(download)).hasSize(1);
        }
      }
      assertThat(tried).hasValue(1);
    }
    try (var peer = FakeServer.inProcess(getCacheOf(A));
        CacheDownload download = peer.client().caches().open(NEWEST, AT_HAND)) {
      assertThat(all(download)).as("without the service at all").hasSize(1);
    }
  }

  @Test
  void open_whereNeitherExists_isUnsupported_andTriedAgain() throws Exception {
    var tried = new AtomicInteger();
    try (var peer = FakeServer.inProcess(refusing(tried, Status.UNIMPLEMENTED))) {
      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(Unsupported.class)
            .isThrownBy(() -> peer.client().caches().open(NEWEST, Set.of()));
      }
      assertThat(tried).as("a gateway's answer is not remembered").hasValue(2);
    }
  }

  @Test
  void open_whenTheServerRefuses_doesNotFallBack() throws Exception {
    var service = refusing(new AtomicInteger(), Status.PERMISSION_DENIED);
    try (var peer = FakeServer.inProcess(service, getCacheOf(A))) {
      assertThatExceptionOfType(PermissionDenied.class)
          .isThrownBy(() -> peer.client().caches().open(NEWEST, Set.of()));
    }
  }

  private static void downloadAll(
      DateiLagerClient client, Optional<CacheVersion> wanted, Set<ContentHash> have)
      throws DateiLagerException {
    try (CacheDownload download = client.caches().open(wanted, have)) {
      all(download);
    }
  }

  private static List<CacheDownload.Pack> all(CacheDownload download) throws DateiLagerException {
    var packs = new ArrayList<CacheDownload.Pack>();
    Optional<CacheDownload.Pack> next = download.next();
    while (next.isPresent()) {
      packs.add(next.get());
      next = download.next();
    }
    return packs;
  }

  private static CachesImplBase sending(List<DownloadCacheResponse> messages) {
    return sending(
        new LinkedBlockingQueue<>(),
        out -> end(out, messages.toArray(DownloadCacheResponse[]::new)));
  }

  private static CachesImplBase sending(
      BlockingQueue<DownloadCacheRequest> asked,
      Consumer<StreamObserver<DownloadCacheResponse>> steps) {
    return new CachesImplBase() {
      @Override
      public void downloadCache(
          DownloadCacheRequest request, StreamObserver<DownloadCacheResponse> out) {
        asked.add(request);
        steps.accept(out);
      }
    };
  }

  private static CachesImplBase refusing(AtomicInteger tried, Status status) {
    return new CachesImplBase() {
      @Override
      public void downloadCache(
          DownloadCacheRequest request, StreamObserver<DownloadCacheResponse> out) {
        tried.incrementAndGet();
        out.onError(status.asRuntimeException());
      }
    };
  }

  private static FakeServer.FakeFs getCacheOf(Blob pack) {
    return new FakeServer.FakeFs() {
      @Override
      public void getCache(GetCacheRequest request, StreamObserver<GetCacheResponse> out) {
        out.onNext(
            GetCacheResponse.newBuilder()
                .setVersion(5)
                .setBytes(ByteString.copyFrom(pack.toByteArray()))
                .setHash(Wire.bytes(ContentHash.of(pack)))
                .build());
        out.onCompleted();
      }
    };
  }

  private static void end(
      StreamObserver<DownloadCacheResponse> out, DownloadCacheResponse... messages) {
    for (DownloadCacheResponse message : messages) {
      out.onNext(message);
    }
    out.onCompleted();
  }

  private static DownloadCacheResponse head(long version, long toCome, Blob... packs) {
    return DownloadCacheResponse.newBuilder()
        .setHead(
            CacheHead.newBuilder()
                .setCache(CacheInfo.newBuilder().setVersion(version).setPacks(packs.length))
                .addAllHashes(
                    Stream.of(packs).map(pack -> Wire.bytes(ContentHash.of(pack))).toList())
                .setPacksToCome(toCome))
        .build();
  }

  private static DownloadCacheResponse headWith(String hash) {
    return DownloadCacheResponse.newBuilder()
        .setHead(CacheHead.newBuilder().addHashes(ByteString.copyFromUtf8(hash)))
        .build();
  }

  private static DownloadCacheResponse pack(Blob pack) {
    return part(pack, pack, false);
  }

  private static DownloadCacheResponse unnamed() {
    return DownloadCacheResponse.newBuilder()
        .setPack(PackPart.newBuilder().setData(ByteString.copyFromUtf8("x")))
        .build();
  }

  private static DownloadCacheResponse part(Blob hashed, Blob data, boolean continued) {
    return part(ContentHash.of(hashed), data, continued);
  }

  private static DownloadCacheResponse part(ContentHash hash, Blob data, boolean continued) {
    return DownloadCacheResponse.newBuilder()
        .setPack(
            PackPart.newBuilder()
                .setHash(Wire.bytes(hash))
                .setData(ByteString.copyFrom(data.toByteArray()))
                .setContinued(continued))
        .build();
  }
}
