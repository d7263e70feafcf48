package dev.dateilager.adapters.dlclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.staging.CacheDownload;
import dev.dateilager.proto.pb.GetCacheRequest;
import dev.dateilager.proto.pb.GetCacheResponse;
import dev.dateilager.proto.v1.CacheHead;
import dev.dateilager.proto.v1.CacheInfo;
import dev.dateilager.proto.v1.CachesGrpc.CachesImplBase;
import dev.dateilager.proto.v1.DownloadCacheRequest;
import dev.dateilager.proto.v1.DownloadCacheResponse;
import dev.dateilager.proto.v1.PackPart;
import io.grpc.BindableService;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cache downloads from a server that accepts the call and then sends nothing, or hardly (I27). */
@Timeout(60)
final class SilentServerTest {
  private static final Blob A = Blob.utf8("pack a");
  private static final Blob B = Blob.utf8("pack b");
  private static final List<DownloadCacheResponse> PARTIAL =
      List.of(head(A, B), part(A, A, false), part(B, B, false));
  private static final List<GetCacheResponse> WHOLE = List.of(pack(A), pack(B));

  /** A method, and what a server sends before it falls silent. */
  record Silence(String name, String method, BiFunction<Gate, Gate, BindableService> service) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Opened once, waited for by others. */
  private static final class Gate extends CountDownLatch {
    Gate() {
      super(1);
    }

    void pass() throws InterruptedException {
      assertThat(await(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Silence partial(String name, List<DownloadCacheResponse> sent) {
    return new Silence(
        "DownloadCache, " + name,
        "dateilager.v1.Caches/DownloadCache",
        (asked, left) -> caches(asked, left, sent));
  }

  private static Silence whole(String name, List<GetCacheResponse> sent) {
    return new Silence(
        "GetCache, " + name, "pb.Fs/GetCache", (asked, left) -> fs(asked, left, sent));
  }

  static Stream<Silence> silences() {
    return Stream.of(
        partial("before the head", List.of()),
        partial("after the head", PARTIAL.subList(0, 1)),
        partial("in the middle of a pack", List.of(PARTIAL.getFirst(), part(A, A, true))),
        partial("between packs", PARTIAL.subList(0, 2)),
        partial("after the last pack", PARTIAL),
        whole("before the first pack", List.of()),
        whole("between packs", WHOLE.subList(0, 1)),
        whole("after the last pack", WHOLE));
  }

  @DisplayName(
      "I27: silence is Unavailable, the server is told, and the next call is as good as new")
  @ParameterizedTest
  @MethodSource("silences")
  void download_fromASilentServer_endsWithPatience(Silence silence) throws Exception {
    var left = new Gate();
    var settings = FakeServer.settings().withPatience(Duration.ofMillis(200));
    try (var peer = FakeServer.inProcess(settings, silence.service().apply(new Gate(), left))) {
      assertThatExceptionOfType(Unavailable.class)
          .isThrownBy(() -> download(peer.client()))
          .withMessage(silence.method() + ": the server sent nothing for 200 milliseconds");
      left.pass();
      assertThat(download(peer.client())).as("the next call").isEqualTo(2);
    }
  }

  @DisplayName("a waiting thread that is interrupted is Cancelled at once, with its flag")
  @ParameterizedTest
  @MethodSource("silences")
  void download_interruptedWhileItWaits_isCancelled(Silence silence) throws Exception {
    var asked = new Gate();
    var left = new Gate();
    var flagged = new CompletableFuture<Boolean>();
    try (var peer = FakeServer.inProcess(silence.service().apply(asked, left))) {
      Thread waiting =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      download(peer.client());
                      flagged.complete(false);
                    } catch (Cancelled stopped) {
                      flagged.complete(
                          !stopped.deadlinePassed() && Thread.currentThread().isInterrupted());
                    } catch (DateiLagerException other) {
                      flagged.completeExceptionally(other);
                    }
                  });
      asked.pass();
      waiting.interrupt();

      assertThat(flagged.get(30, TimeUnit.SECONDS)).isTrue();
      left.pass();
      assertThat(download(peer.client())).as("the next call").isEqualTo(2);
    }
  }

  @DisplayName("a reader that is slow to take packs does not run out of patience")
  @Test
  void download_byASlowReader_works() throws Exception {
    var slow = new Gate();
    var service =
        new CachesImplBase() {
          @Override
          public void downloadCache(
              DownloadCacheRequest request, StreamObserver<DownloadCacheResponse> out) {
            out.onNext(PARTIAL.getFirst());
            Thread.startVirtualThread(
                () -> {
                  try {
                    slow.pass();
                    PARTIAL.subList(1, 3).forEach(out::onNext);
                    out.onCompleted();
                  } catch (InterruptedException hurry) {
                    Thread.currentThread().interrupt();
                  }
                });
          }
        };
    var settings = FakeServer.settings().withPatience(Duration.ofSeconds(1));
    try (var peer = FakeServer.inProcess(settings, service);
        CacheDownload download = peer.client().caches().open(Optional.empty(), Set.of())) {
      Thread.sleep(1500); // the reader's own time, and nothing comes in it
      slow.countDown();

      assertThat(count(download)).isEqualTo(2);
    }
  }

  @DisplayName("I27: a message that goes on coming is waited for; one that stops in it is not")
  @Test
  void download_ofALongMessage_needsThatItGoesOn(@TempDir Path directory) throws Exception {
    var identity = TestIdentity.in(directory);
    Blob large = Blob.owned(new byte[768 << 10]);
    try (var server =
            FakeServer.overTls(identity, fs(new Gate(), new Gate(), List.of(pack(large)), true));
        var slow = SlowRelay.to(server.port(), Long.MAX_VALUE);
        var stopping = SlowRelay.to(server.port(), 100 << 10)) {
      Trust trust = Trust.of(Optional.of(identity.certificate()), Map.of());
      try (var client = overRelay(slow, trust, Duration.ofSeconds(2))) {
        assertThat(download(client)).isEqualTo(1); // takes about twice as long as that
      }
      try (var client = overRelay(stopping, trust, Duration.ofMillis(500))) {
        assertThatExceptionOfType(Unavailable.class)
            .isThrownBy(() -> download(client))
            .withMessageStartingWith("pb.Fs/GetCache: the server sent ")
            .withMessageEndingWith(" for 500 milliseconds");
      }
    }
  }

  private static DateiLagerClient overRelay(SlowRelay relay, Trust trust, Duration patience)
      throws DateiLagerException {
    return DateiLagerClient.connect(
        ClientSettings.of("localhost", relay.port(), () -> "token")
            .withTrust(trust)
            .withPatience(patience));
  }

  private static int download(DateiLagerClient client) throws DateiLagerException {
    try (CacheDownload download = client.caches().open(Optional.empty(), Set.of())) {
      return count(download);
    }
  }

  private static int count(CacheDownload download) throws DateiLagerException {
    int packs = 0;
    while (download.next().isPresent()) {
      packs++;
    }
    return packs;
  }

  private static BindableService caches(Gate asked, Gate left, List<DownloadCacheResponse> sent) {
    return new CachesImplBase() {
      private boolean awake;

      @Override
      public void downloadCache(
          DownloadCacheRequest request, StreamObserver<DownloadCacheResponse> out) {
        send(out, awake ? PARTIAL : sent, awake, asked, left);
        awake = true;
      }
    };
  }

  private static BindableService fs(Gate asked, Gate left, List<GetCacheResponse> sent) {
    return fs(asked, left, sent, false);
  }

  private static BindableService fs(
      Gate asked, Gate left, List<GetCacheResponse> sent, boolean honest) {
    return new FakeServer.FakeFs() {
      private boolean awake;

      @Override
      public void getCache(GetCacheRequest request, StreamObserver<GetCacheResponse> out) {
        send(out, awake && !honest ? WHOLE : sent, awake || honest, asked, left);
        awake = true;
      }
    };
  }

  private static <R> void send(
      StreamObserver<R> out, List<R> messages, boolean ends, Gate asked, Gate left) {
    ((ServerCallStreamObserver<R>) out).setOnCancelHandler(left::countDown);
    messages.forEach(out::onNext);
    if (ends) {
      out.onCompleted();
    }
    asked.countDown();
  }

  private static DownloadCacheResponse head(Blob... packs) {
    return DownloadCacheResponse.newBuilder()
        .setHead(
            CacheHead.newBuilder()
                .setCache(CacheInfo.newBuilder().setVersion(5).setPacks(packs.length))
                .addAllHashes(
                    Stream.of(packs).map(pack -> Wire.bytes(ContentHash.of(pack))).toList())
                .setPacksToCome(packs.length))
        .build();
  }

  private static DownloadCacheResponse part(Blob hashed, Blob data, boolean continued) {
    return DownloadCacheResponse.newBuilder()
        .setPack(
            PackPart.newBuilder()
                .setHash(Wire.bytes(ContentHash.of(hashed)))
                .setData(ByteString.copyFrom(data.toByteArray()))
                .setContinued(continued))
        .build();
  }

  private static GetCacheResponse pack(Blob pack) {
    return GetCacheResponse.newBuilder()
        .setVersion(5)
        .setHash(Wire.bytes(ContentHash.of(pack)))
        .setBytes(ByteString.copyFrom(pack.toByteArray()))
        .build();
  }
}
