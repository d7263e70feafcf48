package dev.dateilager.adapters.dlclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.dateilager.domain.catalog.Caches;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.staging.CacheDownload;
import dev.dateilager.proto.pb.GetCacheRequest;
import dev.dateilager.proto.pb.GetCacheResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code GetCache}, from servers that tell the truth and from others (I10). */
@Timeout(30)
final class RemoteCachesTest {
  private static final Blob A = Blob.utf8("pack a");
  private static final Blob B = Blob.utf8("pack b");

  record Lie(String name, Consumer<StreamObserver<GetCacheResponse>> steps, String complaint) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Lie> lies() {
    return Stream.of(
        new Lie("a hash of other bytes", out -> end(out, pack(5, A, B)), "hashes to"),
        new Lie(
            "a short hash",
            out -> end(out, pack(5, A, A).toBuilder().setHash(ByteString.EMPTY).build()),
            "hash of 0 bytes"),
        new Lie(
            "another version in the middle",
            out -> end(out, pack(5, A, A), pack(6, B, B)),
            "version 6 where 5"),
        new Lie(
            "another version than announced",
            out -> {
              announce("6", "1");
              end(out, pack(5, A, A));
            },
            "version 5 where 6"),
        new Lie("a negative version", out -> end(out, pack(-1, A, A)), "version -1"),
        new Lie(
            "an unknown format",
            out -> end(out, pack(5, A, A).toBuilder().setFormatValue(7).build()),
            "format 7"),
        new Lie(
            "fewer packs than announced",
            out -> {
              announce("5", "2");
              end(out, pack(5, A, A));
            },
            "announced 2 packs of cache version 5 and sent 1"),
        new Lie(
            "no packs where some were announced",
            out -> {
              announce("5", "2");
              end(out);
            },
            "and sent 0"),
        new Lie(
            "more packs than announced",
            out -> {
              announce("5", "1");
              end(out, pack(5, A, A), pack(5, B, B));
            },
            "announced 1 packs"),
        new Lie(
            "packs without end",
            out -> Collections.nCopies(Caches.MAX_PACKS + 1, pack(5, A, A)).forEach(out::onNext),
            "over 100000 packs"),
        new Lie(
            "an announcement that is no number",
            out -> {
              announce("5", "-1");
              end(out, pack(5, A, A));
            },
            "'dateilager-cache-packs' is no number"),
        new Lie(
            "an announcement beyond 63 bits",
            out -> {
              announce("99999999999999999999", "1");
              end(out, pack(5, A, A));
            },
            "'dateilager-cache-version' is no number"),
        new Lie(
            "DATA_LOSS", out -> out.onError(Status.DATA_LOSS.asRuntimeException()), "DATA_LOSS"));
  }

  @DisplayName("I10: a server that lies is found out before its word is taken")
  @ParameterizedTest
  @MethodSource("lies")
  void download_fromALiar_isCorrupt(Lie lie) throws Exception {
    try (var peer = FakeServer.inProcess(serving(lie.steps()))) {
      assertThatExceptionOfType(Corrupt.class)
          .isThrownBy(() -> downloadAll(peer.client(), Optional.empty()))
          .withMessageContaining(lie.complaint());
    }
  }

  @Test
  void download_ofAnAnnouncedVersion_givesItsPacks() throws Exception {
    Consumer<StreamObserver<GetCacheResponse>> steps =
        out -> {
          announce("5", "2");
          end(out, pack(5, A, A), pack(5, B, B));
        };
    try (var peer = FakeServer.inProcess(serving(steps));
        CacheDownload download = peer.client().caches().open(Optional.empty(), Set.of())) {
      assertThat(download.version()).contains(new CacheVersion(5));
      assertThat(download.announcedPacks()).hasValue(2);
      assertThat(all(download))
          .containsExactly(
              new CacheDownload.Pack(ContentHash.of(A), A),
              new CacheDownload.Pack(ContentHash.of(B), B));
      assertThat(download.next()).as("asked again").isEmpty();
      assertThat(peer.server().received.take().get(Wire.AUTHORIZATION)).isEqualTo("Bearer token");
    }
  }

  @Test
  void download_fromAGoServer_takesTheVersionFromTheFirstMessage() throws Exception {
    try (var peer = FakeServer.inProcess(serving(out -> end(out, pack(5, A, A))));
        CacheDownload download =
            peer.client().caches().open(Optional.of(new CacheVersion(5)), Set.of())) {
      assertThat(download.version()).contains(new CacheVersion(5));
      assertThat(download.announcedPacks()).isEmpty();
      assertThat(all(download)).hasSize(1);
    }
  }

  @DisplayName("TestGetCacheWithoutAvailableCacheVersion: no cache is no error")
  @Test
  void download_withoutACache_hasNoVersion() throws Exception {
    try (var peer = FakeServer.inProcess(serving(out -> end(out)));
        CacheDownload download = peer.client().caches().open(Optional.empty(), Set.of())) {
      assertThat(download.version()).isEmpty();
      assertThat(download.announcedPacks()).isEqualTo(OptionalLong.empty());
      assertThat(download.next()).isEmpty();
    }
  }

  @DisplayName("I10: an empty cache version is one all the same, if it is announced")
  @Test
  void download_ofAnEmptyVersion_hasItsNumber() throws Exception {
    Consumer<StreamObserver<GetCacheResponse>> steps =
        out -> {
          announce("5", "0");
          end(out);
        };
    try (var peer = FakeServer.inProcess(serving(steps));
        CacheDownload download = peer.client().caches().open(Optional.empty(), Set.of())) {
      assertThat(download.version()).contains(new CacheVersion(5));
      assertThat(download.next()).isEmpty();
    }
  }

  @Test
  void download_ofAWantedVersion_takesNoOther() throws Exception {
    try (var peer = FakeServer.inProcess(serving(out -> end(out, pack(5, A, A))))) {
      assertThatExceptionOfType(Corrupt.class)
          .isThrownBy(() -> downloadAll(peer.client(), Optional.of(new CacheVersion(4))))
          .withMessageContaining("version 5 where 4");
    }
  }

  @Test
  void open_whenTheServerRefuses_fails() throws Exception {
    Consumer<StreamObserver<GetCacheResponse>> refusing =
        out -> out.onError(Status.PERMISSION_DENIED.asRuntimeException());
    try (var peer = FakeServer.inProcess(serving(refusing))) {
      assertThatExceptionOfType(PermissionDenied.class)
          .isThrownBy(() -> peer.client().caches().open(Optional.empty(), Set.of()));
    }
  }

  @Test
  void download_thatBreaks_isUnavailable_notAnEnd() throws Exception {
    Consumer<StreamObserver<GetCacheResponse>> breaking =
        out -> {
          out.onNext(pack(5, A, A));
          out.onError(Status.UNAVAILABLE.asRuntimeException());
        };
    try (var peer = FakeServer.inProcess(serving(breaking));
        CacheDownload download = peer.client().caches().open(Optional.empty(), Set.of())) {
      assertThat(download.next()).isPresent();
      assertThatExceptionOfType(Unavailable.class).isThrownBy(download::next);
    }
  }

  @Test
  void close_inTheMiddle_cancelsTheCall() throws Exception {
    var cancelled = new CountDownLatch(1);
    Consumer<StreamObserver<GetCacheResponse>> waiting =
        out -> {
          ((ServerCallStreamObserver<GetCacheResponse>) out)
              .setOnCancelHandler(cancelled::countDown);
          out.onNext(pack(5, A, A));
        };
    try (var peer = FakeServer.inProcess(serving(waiting))) {
      CacheDownload download = peer.client().caches().open(Optional.empty(), Set.of());
      download.close();

      assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
      download.close();
    }
  }

  @DisplayName("an endless dribble ends by the deadline, which says so in Go's words")
  @Test
  void download_withoutEnd_endsByTheDeadline() throws Exception {
    var settings = FakeServer.settings().withTimeout(Duration.ofMillis(300));
    Consumer<StreamObserver<GetCacheResponse>> dribbling =
        observer -> {
          var out = (ServerCallStreamObserver<GetCacheResponse>) observer;
          out.setOnCancelHandler(() -> {});
          out.setOnReadyHandler(
              () -> {
                while (out.isReady() && !out.isCancelled()) {
                  out.onNext(pack(5, A, A));
                }
              });
        };
    try (var peer = FakeServer.inProcess(settings, serving(dribbling))) {
      assertThatExceptionOfType(Cancelled.class)
          .isThrownBy(() -> downloadAll(peer.client(), Optional.empty()))
          .withMessageContaining("context deadline exceeded")
          .satisfies(late -> assertThat(late.deadlinePassed()).isTrue());
    }
  }

  @Test
  void download_whoseReaderIsInterrupted_isCancelled() throws Exception {
    try (var peer = FakeServer.inProcess(serving(_ -> {}))) {
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(Cancelled.class)
          .isThrownBy(() -> peer.client().caches().open(Optional.empty(), Set.of()));
      assertThat(Thread.interrupted()).as("the flag stays").isTrue();
    }
  }

  private static void downloadAll(DateiLagerClient client, Optional<CacheVersion> wanted)
      throws DateiLagerException {
    try (CacheDownload download = client.caches().open(wanted, Set.of())) {
      while (download.next().isPresent()) {
        // on to the next
      }
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

  private static FakeServer.FakeFs serving(Consumer<StreamObserver<GetCacheResponse>> steps) {
    return new FakeServer.FakeFs() {
      @Override
      public void getCache(GetCacheRequest request, StreamObserver<GetCacheResponse> out) {
        steps.accept(out);
      }
    };
  }

  private static void announce(String version, String packs) {
    FakeServer.HEADERS.get().put(Wire.CACHE_VERSION, version);
    FakeServer.HEADERS.get().put(Wire.CACHE_PACKS, packs);
  }

  private static void end(StreamObserver<GetCacheResponse> out, GetCacheResponse... messages) {
    for (GetCacheResponse message : messages) {
      out.onNext(message);
    }
    out.onCompleted();
  }

  private static GetCacheResponse pack(long version, Blob bytes, Blob hashed) {
    return GetCacheResponse.newBuilder()
        .setVersion(version)
        .setBytes(ByteString.copyFrom(bytes.toByteArray()))
        .setHash(ByteString.copyFrom(ContentHash.of(hashed).bytes()))
        .build();
  }
}
