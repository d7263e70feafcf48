package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.staging.Finding;
import dev.dateilager.domain.staging.VerificationSink;
import dev.dateilager.domain.staging.VerifySummary;
import dev.dateilager.proto.pb.PopulateDiskCacheRequest;
import dev.dateilager.proto.v1.Check;
import dev.dateilager.proto.v1.DaemonGrpc;
import dev.dateilager.proto.v1.DiagnoseRequest;
import dev.dateilager.proto.v1.ExplainRequest;
import dev.dateilager.proto.v1.ExplainResponse;
import dev.dateilager.proto.v1.ListPlacementsRequest;
import dev.dateilager.proto.v1.PlaceRequest;
import dev.dateilager.proto.v1.Placement;
import dev.dateilager.proto.v1.PlacementsGrpc;
import dev.dateilager.proto.v1.PruneRequest;
import dev.dateilager.proto.v1.PruneResponse;
import dev.dateilager.proto.v1.RefreshRequest;
import dev.dateilager.proto.v1.RefreshResponse;
import dev.dateilager.proto.v1.ReleaseRequest;
import dev.dateilager.proto.v1.StatusRequest;
import dev.dateilager.proto.v1.StatusResponse;
import dev.dateilager.proto.v1.VerifyRequest;
import dev.dateilager.proto.v1.VerifyResponse;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code dateilager.v1.Placements} and {@code dateilager.v1.Daemon}, beside {@code pb.Cached}. */
@Timeout(30)
final class NodeServicesTest {
  private static final long THEN = 1_700_000_000_123_456_789L;

  private final ScriptedNode node = new ScriptedNode();
  private final RunningEdge edge;

  NodeServicesTest() throws Exception {
    edge = serving(node);
  }

  private static RunningEdge serving(Node node) throws DateiLagerException {
    return RunningEdge.inProcess(RunningEdge.SETTINGS, new KnownTokens(), new Served.Daemon(node));
  }

  @AfterEach
  void stop() {
    edge.close();
  }

  private PlacementsGrpc.PlacementsBlockingStub placements(String token) {
    return PlacementsGrpc.newBlockingStub(edge.as(token));
  }

  private DaemonGrpc.DaemonBlockingStub daemon(String token) {
    return DaemonGrpc.newBlockingStub(edge.as(token));
  }

  private PlacementsGrpc.PlacementsBlockingStub placements() {
    return placements(KnownTokens.ADMIN);
  }

  private DaemonGrpc.DaemonBlockingStub daemon() {
    return daemon(KnownTokens.ADMIN);
  }

  private static Placement placement(String path, long version) {
    return Placement.newBuilder()
        .setPath(path)
        .setVersion(version)
        .setMode("clone")
        .setLinked(1)
        .setCloned(2)
        .setCopied(3)
        .setBytes(4)
        .putWhy("other-mount", 2)
        .putWhy("empty-file", 1)
        .setPlacedAtUnixNanos(THEN)
        .build();
  }

  @DisplayName("I8: what was placed, and how, is the answer")
  @Test
  void place_passesOnWhatIsAsked() throws Exception {
    assertThat(placements().place(PlaceRequest.newBuilder().setPath("/pods/a/").build()))
        .isEqualTo(placement("/pods/a", 3));
    assertThat(node.asked.take()).isEqualTo("PLACE [/pods/a/, Optional.empty, Optional.empty]");
    for (String mode : List.of("auto", "link", "clone", "copy")) {
      var request =
          PlaceRequest.newBuilder().setPath("/pods/a").setMode(mode).setStrict(false).build();
      placements().place(request);
      assertThat(node.asked.take())
          .isEqualToIgnoringCase("PLACE [/pods/a, Optional[%s], Optional[false]]".formatted(mode));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"LINK", "overlay", " ", "link "})
  void place_byAModeThatIsNone_isInvalidAndNotTried(String mode) throws Exception {
    Status status =
        Codes.of(
            () ->
                placements()
                    .place(PlaceRequest.newBuilder().setPath("/pods/a").setMode(mode).build()));
    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains("'" + mode + "'", "auto, link, clone and copy");
    assertThat(node.asked).isEmpty();
  }

  @DisplayName("R8: paths that are none are refused")
  @ParameterizedTest
  @ValueSource(strings = {"", "pods/a", "/pods/../etc", "/pods//a", "/"})
  void path_thatIsNone_isInvalid(String path) throws Exception {
    assertThat(code(() -> placements().place(PlaceRequest.newBuilder().setPath(path).build())))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(code(() -> placements().release(ReleaseRequest.newBuilder().setPath(path).build())))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(code(() -> daemon().explain(ExplainRequest.newBuilder().setPath(path).build())))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  private static Status.Code code(Codes.Call call) throws Exception {
    return Codes.of(call).getCode();
  }

  @Test
  void release_saysWhetherAPlacementStoodThere() {
    assertThat(release("/pods/here")).isTrue();
    assertThat(release("/pods/elsewhere")).isFalse();
  }

  private boolean release(String path) {
    return placements().release(ReleaseRequest.newBuilder().setPath(path).build()).getReleased();
  }

  @Test
  void listPlacements_givesThemInOrder() {
    var listed = new ArrayList<Placement>();
    placements()
        .listPlacements(ListPlacementsRequest.getDefaultInstance())
        .forEachRemaining(listed::add);
    assertThat(listed).containsExactly(placement("/pods/a", 3), placement("/pods/b", -1));
  }

  @Test
  void status_tellsEverything() {
    assertThat(daemon().status(StatusRequest.getDefaultInstance()))
        .isEqualTo(
            StatusResponse.newBuilder()
                .setVersion(3)
                .setPacks(1)
                .setFiles(5)
                .setBytes(6)
                .setStale(true)
                .setFailure("cannot write 'x'")
                .setRefreshedAtUnixNanos(THEN)
                .setRefreshingSinceUnixNanos(THEN + 1_000_000_000L)
                .addVersions(3)
                .addVersions(1)
                .setPlacements(7)
                .setTrash(8)
                .setFreeBytes(9)
                .setFreeInodes(Long.MAX_VALUE)
                .setStagingPath("/var/lib/cached")
                .setLinkMode("auto")
                .setStrict(true)
                .addAllowedRoots("/pods")
                .addAllowedRoots("/srv")
                .setStartedAtUnixNanos(THEN - 60_000_000_000L)
                .build());
  }

  @Test
  void refresh_tellsWhatItCameTo() {
    assertThat(daemon().refresh(RefreshRequest.getDefaultInstance()))
        .isEqualTo(
            RefreshResponse.newBuilder()
                .setOutcome("no-cache")
                .setVersion(-1)
                .setPacks(1)
                .setDownloadedBytes(77)
                .build());
  }

  @Test
  void prune_passesOnWhatIsAsked() throws Exception {
    assertThat(daemon().prune(PruneRequest.getDefaultInstance()))
        .isEqualTo(
            PruneResponse.newBuilder()
                .addRemovedVersions(1)
                .addRemovedVersions(2)
                .addHeldVersions(4)
                .setPacks(5)
                .setFiles(6)
                .setBytes(7)
                .build());
    assertThat(node.asked.take()).isEqualTo("PRUNE [OptionalInt.empty, false]");
    daemon().prune(PruneRequest.newBuilder().setKeep(0).setDryRun(true).build());
    assertThat(node.asked.take()).isEqualTo("PRUNE [OptionalInt[0], true]");
    assertThat(code(() -> daemon().prune(PruneRequest.newBuilder().setKeep(1L << 31).build())))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void verify_streamsFindings_andEndsWithTheSummary() throws Exception {
    var messages = new ArrayList<VerifyResponse>();
    daemon()
        .verify(VerifyRequest.newBuilder().setRepair(true).build())
        .forEachRemaining(messages::add);
    var finding =
        dev.dateilager.proto.v1.Finding.newBuilder().setPack(Wire.bytes(ScriptedNode.PACK));
    assertThat(messages)
        .containsExactly(
            VerifyResponse.newBuilder()
                .setFinding(
                    finding
                        .clone()
                        .setPath("m/f")
                        .setWhat("has other bytes")
                        .addPlacements("/pods/a")
                        .addPlacements("/pods/b"))
                .build(),
            VerifyResponse.newBuilder().setFinding(finding.clone().setWhat("is missing")).build(),
            VerifyResponse.newBuilder()
                .setSummary(
                    dev.dateilager.proto.v1.VerifySummary.newBuilder()
                        .setPacks(1)
                        .setFiles(2)
                        .setBytes(3)
                        .setFindings(2)
                        .setRepaired(1))
                .build());
    assertThat(node.asked.take()).isEqualTo("VERIFY [true]");
  }

  @DisplayName("I27: a verification ends with the caller who wanted it")
  @Test
  void verify_whoseCallerGoesAway_isInterrupted() throws Exception {
    var interrupted = new CountDownLatch(1);
    var endless =
        new ScriptedNode() {
          @Override
          public VerifySummary verify(Role role, boolean repair, VerificationSink sink)
              throws DateiLagerException {
            sink.found(new Finding(PACK, "m/f", "is missing"), List.of());
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException _) {
              interrupted.countDown();
            }
            throw new Aborted("interrupted");
          }
        };
    try (var slow = serving(endless)) {
      var call =
          DaemonGrpc.newBlockingV2Stub(slow.as(KnownTokens.ADMIN))
              .verify(VerifyRequest.getDefaultInstance());
      assertThat(call.read()).isNotNull();
      call.cancel("enough", null);
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void explain_givesFacts_andThePlacementIfThereIsOne() {
    assertThat(daemon().explain(ExplainRequest.newBuilder().setPath("/pods/a").build()))
        .isEqualTo(
            ExplainResponse.newBuilder()
                .addFacts("it is placed")
                .addFacts("it is linked")
                .setPlacement(placement("/pods/a", 3))
                .build());
    assertThat(daemon().explain(ExplainRequest.newBuilder().setPath("/pods/x").build()))
        .isEqualTo(ExplainResponse.newBuilder().addFacts("nothing stands there").build());
  }

  @Test
  void diagnose_givesEveryCheck() {
    assertThat(daemon().diagnose(DiagnoseRequest.getDefaultInstance()).getChecksList())
        .containsExactly(
            Check.newBuilder().setName("server").setLevel("ok").setFound("it answers").build(),
            Check.newBuilder()
                .setName("token")
                .setLevel("error")
                .setFound("it expired")
                .setAdvice("renew it")
                .build());
  }

  @Test
  void populate_isThereAsWell() {
    var request = PopulateDiskCacheRequest.newBuilder().setPath("/srv/app/cache").build();
    assertThat(edge.cached(KnownTokens.ADMIN).populateDiskCache(request).getVersion()).isEqualTo(3);
  }

  @DisplayName("I22: all of it is for admins, and the node is told who asks")
  @ParameterizedTest
  @ValueSource(strings = {KnownTokens.PROJECT_1, KnownTokens.READER})
  void call_byAnyoneElse_isDenied(String token) throws Exception {
    var place = PlaceRequest.newBuilder().setPath("/pods/a").build();
    var release = ReleaseRequest.newBuilder().setPath("/pods/a").build();
    var explain = ExplainRequest.newBuilder().setPath("/pods/a").build();
    for (Codes.Call call :
        List.<Codes.Call>of(
            () -> placements(token).place(place),
            () -> placements(token).release(release),
            () -> placements(token).listPlacements(ListPlacementsRequest.getDefaultInstance()),
            () -> daemon(token).status(StatusRequest.getDefaultInstance()),
            () -> daemon(token).refresh(RefreshRequest.getDefaultInstance()),
            () -> daemon(token).prune(PruneRequest.getDefaultInstance()),
            () -> daemon(token).verify(VerifyRequest.getDefaultInstance()),
            () -> daemon(token).explain(explain),
            () -> daemon(token).diagnose(DiagnoseRequest.getDefaultInstance()))) {
      assertThat(code(call)).isEqualTo(Status.Code.PERMISSION_DENIED);
    }
    assertThat(node.asked).isEmpty();
  }
}
