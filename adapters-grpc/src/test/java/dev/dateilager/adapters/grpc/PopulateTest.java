package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.PlacementReport;
import dev.dateilager.proto.pb.CachedGrpc;
import dev.dateilager.proto.pb.PopulateDiskCacheRequest;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code pb.Cached} (wire.md §3). */
@Timeout(30)
final class PopulateTest {
  static final PlacementReport REPORT =
      new PlacementReport(
          new NodePath("/srv/app/cache"),
          new CacheVersion(3),
          LinkMode.CLONE,
          10,
          20,
          30,
          4,
          5,
          6,
          Map.of(Obstacle.EMPTY_FILE, 1L, Obstacle.OTHER_MOUNT, 20L),
          Duration.ofMillis(7));

  private static final PopulateDiskCacheRequest REQUEST =
      PopulateDiskCacheRequest.newBuilder().setPath("/srv/app/cache").build();

  @DisplayName("I8: the trailers say how the golden copy was placed")
  @Test
  void populate_answersTheVersion_andTellsHow() throws Exception {
    var asked = new AtomicReference<String>();
    try (var edge =
        serving(
            (role, path) -> {
              asked.set(role + " " + path);
              return REPORT;
            })) {
      var trailers = new AtomicReference<Metadata>();
      var channel =
          ClientInterceptors.intercept(
              edge.as(KnownTokens.ADMIN),
              MetadataUtils.newCaptureMetadataInterceptor(new AtomicReference<>(), trailers));

      assertThat(CachedGrpc.newBlockingStub(channel).populateDiskCache(REQUEST).getVersion())
          .isEqualTo(3);
      assertThat(asked.get()).isEqualTo("admin /srv/app/cache");
      assertThat(trailers.get().get(Wire.PLACE_MODE)).isEqualTo("clone");
      assertThat(trailers.get().get(Wire.PLACE_LINKED)).isEqualTo("10");
      assertThat(trailers.get().get(Wire.PLACE_CLONED)).isEqualTo("20");
      assertThat(trailers.get().get(Wire.PLACE_COPIED)).isEqualTo("30");
      assertThat(trailers.get().get(Wire.PLACE_WHY)).isEqualTo("other-mount=20,empty-file=1");
    }
  }

  @Test
  void populate_withoutACacheOnTheServer_answersMinusOne() throws Exception {
    var none =
        new PlacementReport(
            REPORT.target(),
            new CacheVersion(0),
            LinkMode.LINK,
            0,
            0,
            0,
            0,
            1,
            0,
            Map.of(),
            Duration.ZERO);
    try (var edge = serving((_, _) -> none)) {
      assertThat(edge.cached(KnownTokens.ADMIN).populateDiskCache(REQUEST).getVersion())
          .isEqualTo(-1);
    }
  }

  @DisplayName("wire.md §3: failures keep their codes, and token checks come first")
  @Test
  void populate_thatFails_saysWhy() throws Exception {
    assertThat(code(new Unsupported("x"), KnownTokens.READER)).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(code(new PermissionDenied("x"), KnownTokens.READER))
        .isEqualTo(Status.Code.PERMISSION_DENIED);
    assertThat(code(new FailedPrecondition("x"), KnownTokens.ADMIN))
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(code(new Unsupported("x"), "unknown")).isEqualTo(Status.Code.PERMISSION_DENIED);
  }

  private static Status.Code code(DateiLagerException failure, String token) throws Exception {
    try (var edge = serving((_, _) -> throwing(failure))) {
      return Codes.of(() -> edge.cached(token).populateDiskCache(REQUEST)).getCode();
    }
  }

  private static PlacementReport throwing(DateiLagerException failure) throws DateiLagerException {
    throw failure;
  }

  private static RunningEdge serving(Populator populator) throws DateiLagerException {
    return RunningEdge.inProcess(
        RunningEdge.SETTINGS,
        new KnownTokens(),
        new Served.Daemon(
            new ScriptedNode() {
              @Override
              public PlacementReport populate(Role role, String path) throws DateiLagerException {
                return populator.populate(role, path);
              }
            }));
  }
}
