package dev.dateilager.adapters.dlclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.proto.pb.CachedGrpc;
import dev.dateilager.proto.pb.PopulateDiskCacheRequest;
import dev.dateilager.proto.pb.PopulateDiskCacheResponse;
import dev.dateilager.proto.v1.CachesGrpc;
import dev.dateilager.proto.v1.CreateCacheRequest;
import dev.dateilager.proto.v1.ListCachesRequest;
import dev.dateilager.proto.v1.ListCachesResponse;
import io.grpc.Metadata;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The calls beyond {@code pb.Fs}, and what every call sends. */
@Timeout(30)
final class ClientTest {
  @DisplayName("I8: what a cached of ours tells of a placement")
  @Test
  void populate_readsTheTrailers() throws Exception {
    try (var peer =
        FakeServer.inProcess(
            daemon(
                3,
                () -> {
                  FakeServer.TRAILERS.get().put(Wire.PLACE_MODE, "copy");
                  FakeServer.TRAILERS.get().put(Wire.PLACE_LINKED, "1");
                  FakeServer.TRAILERS.get().put(Wire.PLACE_CLONED, "2");
                  FakeServer.TRAILERS.get().put(Wire.PLACE_COPIED, "3");
                  FakeServer.TRAILERS.get().put(Wire.PLACE_WHY, "link-limit=3");
                }))) {
      assertThat(peer.client().populate("/srv/app"))
          .isEqualTo(
              new Populated(
                  Optional.of(new CacheVersion(3)),
                  Optional.of(LinkMode.COPY),
                  OptionalLong.of(1),
                  OptionalLong.of(2),
                  OptionalLong.of(3),
                  "link-limit=3"));
    }
  }

  @Test
  void populate_ofAnOldDaemon_knowsOnlyTheVersion() throws Exception {
    var nothing =
        new Populated(
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            "");
    try (var old = FakeServer.inProcess(daemon(-1, () -> {}));
        var odd =
            FakeServer.inProcess(
                daemon(
                    -1,
                    () -> {
                      FakeServer.TRAILERS.get().put(Wire.PLACE_MODE, "magic");
                      FakeServer.TRAILERS.get().put(Wire.PLACE_LINKED, "many");
                    }))) {
      assertThat(old.client().populate("/srv/app")).isEqualTo(nothing);
      assertThat(odd.client().populate("/srv/app")).isEqualTo(nothing);
    }
  }

  @Test
  void populate_ofAnImpossibleVersion_isCorrupt() throws Exception {
    try (var peer = FakeServer.inProcess(daemon(-2, () -> {}))) {
      assertThatExceptionOfType(Corrupt.class).isThrownBy(() -> peer.client().populate("/srv/app"));
    }
  }

  @Test
  void caches_areCreatedAndListed() throws Exception {
    var service =
        new CachesGrpc.CachesImplBase() {
          @Override
          public void createCache(
              CreateCacheRequest request, StreamObserver<dev.dateilager.proto.v1.CacheInfo> out) {
            out.onNext(info(request.getMaxPacks(), request.getPrefix().length()));
            out.onCompleted();
          }

          @Override
          public void listCaches(
              ListCachesRequest request, StreamObserver<ListCachesResponse> out) {
            out.onNext(
                ListCachesResponse.newBuilder()
                    .addCaches(info(2, 3))
                    .addCaches(info(1, 0))
                    .build());
            out.onCompleted();
          }
        };
    try (var peer = FakeServer.inProcess(service)) {
      assertThat(peer.client().createCache("pack/", 100))
          .isEqualTo(new CacheInfo(new CacheVersion(100), 5, 50));
      assertThat(peer.client().listCaches())
          .containsExactly(
              new CacheInfo(new CacheVersion(2), 3, 30), new CacheInfo(new CacheVersion(1), 0, 0));
    }
  }

  @Test
  void caches_ofAGoServer_areUnsupported() throws Exception {
    try (var peer = FakeServer.inProcess(new FakeServer.FakeFs())) {
      assertThatExceptionOfType(Unsupported.class).isThrownBy(() -> peer.client().listCaches());
    }
  }

  @DisplayName("cli.md §6.2: the token is asked for at each call")
  @Test
  void token_isAskedForAtEachCall() throws Exception {
    var asked = new AtomicInteger();
    var settings = ClientSettings.of("localhost", 1, () -> "token-" + asked.incrementAndGet());
    try (var peer = FakeServer.inProcess(settings, daemon(1, () -> {}))) {
      peer.client().populate("/srv/app");
      peer.client().populate("/srv/app");

      assertThat(peer.server().received.take().get(Wire.AUTHORIZATION)).isEqualTo("Bearer token-1");
      assertThat(peer.server().received.take().get(Wire.AUTHORIZATION)).isEqualTo("Bearer token-2");
    }
  }

  @DisplayName("wire.md §5: a trace's context is sent in headers of its own")
  @Test
  void calls_areFollowed_andSendWhatTheFollowerWants() throws Exception {
    var told = new LinkedBlockingQueue<String>();
    OutgoingCalls calls =
        method -> {
          told.add("begun " + method);
          return new OutgoingCalls.Outgoing() {
            @Override
            public Map<String, String> headers() {
              return Map.of("traceparent", "00-ab-cd-01");
            }

            @Override
            public void ended(String code) {
              told.add(code);
            }
          };
        };
    try (var peer = FakeServer.inProcess(daemon(1, () -> {}));
        var client = DateiLagerClient.over(FakeServer.settings(), peer.channel(), calls)) {
      client.populate("/srv/app");
      assertThatExceptionOfType(Unsupported.class).isThrownBy(client::listCaches);

      assertThat(told)
          .containsExactly(
              "begun pb.Cached/PopulateDiskCache",
              "OK",
              "begun dateilager.v1.Caches/ListCaches",
              "UNIMPLEMENTED");
      assertThat(
              peer.server()
                  .received
                  .take()
                  .get(Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER)))
          .isEqualTo("00-ab-cd-01");
    }
  }

  @DisplayName("wire.md §6: what is resolved, and what the server is called")
  @ParameterizedTest
  @CsvSource({
    "dl.example,, dl.example:5051, dl.example:5051",
    "dl.example, headless.ns, headless.ns:5051, dl.example:5051",
    "dl.example, dns:///headless.ns, dns:///headless.ns:5051, dl.example:5051",
    "::1,, [::1]:5051, [::1]:5051",
    "127.0.0.1,, 127.0.0.1:5051, 127.0.0.1:5051"
  })
  void settings_nameTargetAndAuthority(
      String host, @Nullable String headless, String target, String authority) {
    ClientSettings plain = ClientSettings.of(host, 5051, () -> "token");
    ClientSettings settings = headless == null ? plain : plain.withHeadlessHost(headless);

    assertThat(settings.target()).isEqualTo(target);
    assertThat(settings.authority()).isEqualTo(authority);
  }

  @Test
  void settings_outOfRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClientSettings.of("", 5051, () -> "token"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClientSettings.of("localhost", 0, () -> "token"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ClientSettings.of("localhost", 65_536, () -> "token"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FakeServer.settings().withMaxMessageBytes(0));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> FakeServer.settings().withPatience(ClientSettings.LEAST_PATIENCE.minusNanos(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> FakeServer.settings().withPatience(ClientSettings.MOST_PATIENCE.plusNanos(1)));
  }

  private static CachedGrpc.CachedImplBase daemon(long version, Runnable trailers) {
    return new CachedGrpc.CachedImplBase() {
      @Override
      public void populateDiskCache(
          PopulateDiskCacheRequest request, StreamObserver<PopulateDiskCacheResponse> out) {
        assertThat(request.getPath()).isEqualTo("/srv/app");
        trailers.run();
        out.onNext(PopulateDiskCacheResponse.newBuilder().setVersion(version).build());
        out.onCompleted();
      }
    };
  }

  private static dev.dateilager.proto.v1.CacheInfo info(long version, long packs) {
    return dev.dateilager.proto.v1.CacheInfo.newBuilder()
        .setVersion(version)
        .setPacks(packs)
        .setBytes(10 * packs)
        .build();
  }
}
