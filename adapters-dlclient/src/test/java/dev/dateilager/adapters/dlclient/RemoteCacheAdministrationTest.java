package dev.dateilager.adapters.dlclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.dateilager.domain.administration.CachePlan;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheUseSink;
import dev.dateilager.domain.catalog.PackUse;
import dev.dateilager.domain.catalog.ProjectUse;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.proto.v1.CachesGrpc;
import dev.dateilager.proto.v1.CreateCacheRequest;
import dev.dateilager.proto.v1.InspectCacheRequest;
import dev.dateilager.proto.v1.InspectCacheResponse;
import dev.dateilager.proto.v1.RetireCacheRequest;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cache versions for operators: what is sent, and which answers are believed. */
@Timeout(30)
final class RemoteCacheAdministrationTest {
  private static final ContentHash HASH = ContentHash.of(Blob.utf8("a pack"));

  @Test
  void create_sendsOnlyTheLimitsThatAreGiven() throws Exception {
    var service =
        new CachesGrpc.CachesImplBase() {
          @Override
          public void createCache(
              CreateCacheRequest request, StreamObserver<dev.dateilager.proto.v1.CacheInfo> out) {
            out.onNext(
                dev.dateilager.proto.v1.CacheInfo.newBuilder()
                    .setVersion(1)
                    .setPacks(request.getMaxPacks())
                    .setBytes(request.getMaxBytes())
                    .build());
            out.onCompleted();
          }
        };
    try (var peer = FakeServer.inProcess(service)) {
      var caches = peer.client().cacheAdministration();
      assertThat(caches.create(CachePlan.ofPacks("p/", 3))).isEqualTo(info(1, 3, 0));
      assertThat(
              caches.create(
                  new CachePlan("", OptionalInt.empty(), OptionalLong.of(5_000_000_000L))))
          .isEqualTo(info(1, 0, 5_000_000_000L));
    }
  }

  @Test
  void inspect_handsOnHeadPacksAndProjects() throws Exception {
    try (var peer = FakeServer.inProcess(telling(head(4, 2), pack(7), pack(0), project(9, 2)))) {
      var told = new Told();
      peer.client().cacheAdministration().inspect(Optional.of(new CacheVersion(4)), told);

      assertThat(told.said)
          .containsExactly(
              info(4, 2, 100),
              new PackUse(HASH, OptionalLong.of(7), Optional.of("a/"), 1),
              new PackUse(HASH, OptionalLong.empty(), Optional.of("a/"), 1),
              new ProjectUse(new ProjectId(9), 2));
    }
  }

  static List<List<InspectCacheResponse>> notWhole() {
    return List.of(
        List.of(),
        List.of(pack(1)),
        List.of(head(4, 1)),
        List.of(head(4, 1), project(9, 1)),
        List.of(head(4, 0), pack(1)),
        List.of(head(4, 1), head(4, 1), pack(1)),
        List.of(head(4, 1), InspectCacheResponse.getDefaultInstance()),
        List.of(head(5, 0)),
        List.of(head(-4, 0)));
  }

  @ParameterizedTest
  @MethodSource("notWhole")
  void inspect_thatIsNotWholeOrInOrder_isCorrupt(List<InspectCacheResponse> parts)
      throws Exception {
    try (var peer = FakeServer.inProcess(telling(parts.toArray(InspectCacheResponse[]::new)))) {
      assertThatExceptionOfType(Corrupt.class)
          .isThrownBy(
              () ->
                  peer.client()
                      .cacheAdministration()
                      .inspect(Optional.of(new CacheVersion(4)), new Told()));
    }
  }

  @Test
  void retire_ofTheNewestNeedsForce() throws Exception {
    var service =
        new CachesGrpc.CachesImplBase() {
          @Override
          public void retireCache(
              RetireCacheRequest request, StreamObserver<dev.dateilager.proto.v1.CacheInfo> out) {
            if (!request.getForce()) {
              out.onError(Status.FAILED_PRECONDITION.withDescription("newest").asException());
              return;
            }
            out.onNext(
                dev.dateilager.proto.v1.CacheInfo.newBuilder()
                    .setVersion(request.getVersion())
                    .build());
            out.onCompleted();
          }
        };
    try (var peer = FakeServer.inProcess(service)) {
      var caches = peer.client().cacheAdministration();
      assertThatExceptionOfType(FailedPrecondition.class)
          .isThrownBy(() -> caches.retire(new CacheVersion(2), false));
      assertThat(caches.retire(new CacheVersion(2), true)).isEqualTo(info(2, 0, 0));
    }
  }

  @Test
  void goServer_offersNone() throws Exception {
    try (var peer = FakeServer.inProcess(new FakeServer.FakeFs())) {
      var caches = peer.client().cacheAdministration();
      assertThatExceptionOfType(Unsupported.class).isThrownBy(caches::list);
      assertThatExceptionOfType(Unsupported.class)
          .isThrownBy(() -> caches.inspect(Optional.empty(), new Told()));
    }
  }

  private static CacheInfo info(long version, long packs, long bytes) {
    return new CacheInfo(new CacheVersion(version), packs, bytes);
  }

  private static CachesGrpc.CachesImplBase telling(InspectCacheResponse... parts) {
    return new CachesGrpc.CachesImplBase() {
      @Override
      public void inspectCache(
          InspectCacheRequest request, StreamObserver<InspectCacheResponse> out) {
        Arrays.stream(parts).forEach(out::onNext);
        out.onCompleted();
      }
    };
  }

  private static InspectCacheResponse head(long version, long packs) {
    var info =
        dev.dateilager.proto.v1.CacheInfo.newBuilder()
            .setVersion(version)
            .setPacks(packs)
            .setBytes(100);
    return InspectCacheResponse.newBuilder().setHead(info).build();
  }

  /** A pack of so many bytes; of 0 its content is missing. */
  private static InspectCacheResponse pack(long bytes) {
    var use =
        dev.dateilager.proto.v1.PackUse.newBuilder()
            .setHash(ByteString.copyFrom(HASH.bytes()))
            .setPath("a/")
            .setProjects(1);
    if (bytes > 0) {
      use.setBytes(bytes);
    }
    return InspectCacheResponse.newBuilder().setPack(use).build();
  }

  private static InspectCacheResponse project(long id, long packs) {
    return InspectCacheResponse.newBuilder()
        .setProject(dev.dateilager.proto.v1.ProjectUse.newBuilder().setProject(id).setPacks(packs))
        .build();
  }

  private static final class Told implements CacheUseSink {
    private final List<Object> said = new ArrayList<>();

    @Override
    public void begin(CacheInfo cache) {
      said.add(cache);
    }

    @Override
    public void pack(PackUse pack) {
      said.add(pack);
    }

    @Override
    public void project(ProjectUse project) {
      said.add(project);
    }
  }
}
