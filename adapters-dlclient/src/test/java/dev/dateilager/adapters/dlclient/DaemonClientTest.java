package dev.dateilager.adapters.dlclient;

import static dev.dateilager.adapters.dlclient.ScriptedDaemon.placing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.dateilager.adapters.dlclient.ScriptedDaemon.Answers;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import dev.dateilager.domain.staging.Explanation;
import dev.dateilager.domain.staging.GoldenCopy;
import dev.dateilager.domain.staging.GoldenSize;
import dev.dateilager.domain.staging.LinkMode;
import dev.dateilager.domain.staging.NodeCheck;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.Placement;
import dev.dateilager.domain.staging.PrepareReport.Outcome;
import dev.dateilager.domain.staging.PruneReport;
import dev.dateilager.domain.staging.StoreSpace;
import dev.dateilager.domain.staging.VerifySummary;
import dev.dateilager.proto.v1.Check;
import dev.dateilager.proto.v1.DaemonGrpc.DaemonImplBase;
import dev.dateilager.proto.v1.DiagnoseResponse;
import dev.dateilager.proto.v1.ExplainResponse;
import dev.dateilager.proto.v1.Finding;
import dev.dateilager.proto.v1.PlaceRequest;
import dev.dateilager.proto.v1.PlacementsGrpc.PlacementsImplBase;
import dev.dateilager.proto.v1.PruneRequest;
import dev.dateilager.proto.v1.PruneResponse;
import dev.dateilager.proto.v1.RefreshResponse;
import dev.dateilager.proto.v1.StatusResponse;
import dev.dateilager.proto.v1.VerifyRequest;
import dev.dateilager.proto.v1.VerifyResponse;
import io.grpc.BindableService;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The calls of a node's daemon, and what becomes of answers that make no sense (I21). */
@Timeout(30)
final class DaemonClientTest {
  private static final NodePath PATH = new NodePath("/pods/a");
  private static final Instant THEN = Instant.ofEpochSecond(1_700_000_000, 123_456_789);
  private static final long NANOS = 1_700_000_000_123_456_789L;
  private static final ContentHash PACK = ContentHash.OF_NOTHING;

  private static final dev.dateilager.proto.v1.Placement PLACED =
      dev.dateilager.proto.v1.Placement.newBuilder()
          .setPath("/pods/a")
          .setVersion(3)
          .setMode("copy")
          .setLinked(1)
          .setCloned(2)
          .setCopied(3)
          .setBytes(4)
          .putWhy("link-limit", 3)
          .setPlacedAtUnixNanos(NANOS)
          .build();

  private static Placement placement(CacheVersion version) {
    return new Placement(
        PATH, version, LinkMode.COPY, 1, 2, 3, 4, Map.of(Obstacle.LINK_LIMIT, 3L), THEN);
  }

  private static FakeServer.InProcess answering(UnaryOperator<Answers> answers) throws Exception {
    return FakeServer.inProcess(answers.apply(Answers.none()).service(new ArrayList<>()));
  }

  @Test
  void place_asksAndTellsHow() throws Exception {
    var asked = new ArrayList<PlaceRequest>();
    try (var peer = FakeServer.inProcess(placing(asked, PLACED))) {
      DaemonClient daemon = peer.client().daemon();
      assertThat(daemon.place(PATH, Optional.empty(), Optional.empty()))
          .isEqualTo(placement(new CacheVersion(3)));
      daemon.place(PATH, Optional.of(LinkMode.CLONE), Optional.of(false));
    }
    assertThat(asked)
        .containsExactly(
            PlaceRequest.newBuilder().setPath("/pods/a").build(),
            PlaceRequest.newBuilder().setPath("/pods/a").setMode("clone").setStrict(false).build());
  }

  @Test
  void releaseAndPlacements_tellWhatStandsThere() throws Exception {
    var none = PLACED.toBuilder().setVersion(-1).build();
    try (var peer = FakeServer.inProcess(placing(new ArrayList<>(), PLACED, none))) {
      DaemonClient daemon = peer.client().daemon();
      assertThat(daemon.release(PATH)).isTrue();
      assertThat(daemon.release(new NodePath("/pods/b"))).isFalse();
      assertThat(daemon.placements())
          .containsExactly(
              placement(new CacheVersion(3)), placement(GoldenCopy.NO_CACHE.version()));
    }
  }

  @Test
  void status_isReadAsTheDaemonTellsIt() throws Exception {
    var told =
        StatusResponse.newBuilder()
            .setVersion(3)
            .setPacks(1)
            .setFiles(5)
            .setBytes(6)
            .setStale(true)
            .setFailure("no route")
            .setRefreshedAtUnixNanos(NANOS)
            .setRefreshingSinceUnixNanos(NANOS)
            .addVersions(3)
            .addVersions(1)
            .setPlacements(7)
            .setTrash(8)
            .setFreeBytes(9)
            .setFreeInodes(10)
            .setStagingPath("/var/lib/cached")
            .setLinkMode("auto")
            .setStrict(true)
            .addAllowedRoots("/pods")
            .setStartedAtUnixNanos(NANOS)
            .build();
    try (var peer = answering(answers -> answers.status(told))) {
      assertThat(peer.client().daemon().status())
          .isEqualTo(
              new NodeState(
                  Optional.of(new CacheVersion(3)),
                  1,
                  new GoldenSize(5, 6),
                  true,
                  Optional.of("no route"),
                  Optional.of(THEN),
                  Optional.of(THEN),
                  List.of(new CacheVersion(3), new CacheVersion(1)),
                  7,
                  8,
                  new StoreSpace(9, 10),
                  "/var/lib/cached",
                  LinkMode.AUTO,
                  true,
                  List.of(new NodePath("/pods")),
                  THEN));
    }
    var bare = StatusResponse.newBuilder().setLinkMode("link").build();
    try (var peer = answering(answers -> answers.status(bare))) {
      NodeState state = peer.client().daemon().status();
      assertThat(state.version()).isEmpty();
      assertThat(state.failure()).isEmpty();
      assertThat(state.refreshedAt()).isEmpty();
      assertThat(state.refreshingSince()).isEmpty();
    }
  }

  @Test
  void refresh_knowsEveryOutcome() throws Exception {
    for (Outcome outcome : Outcome.values()) {
      String word =
          switch (outcome) {
            case DOWNLOADED -> "downloaded";
            case PRESENT -> "present";
            case NO_CACHE -> "no-cache";
            case STALE -> "stale";
          };
      var told =
          RefreshResponse.newBuilder()
              .setOutcome(word)
              .setVersion(-1)
              .setPacks(2)
              .setDownloadedBytes(77)
              .setFailure("why")
              .build();
      try (var peer = answering(answers -> answers.refreshed(told))) {
        assertThat(peer.client().daemon().refresh())
            .isEqualTo(
                new Refreshed(outcome, GoldenCopy.NO_CACHE.version(), 2, 77, Optional.of("why")));
      }
    }
  }

  @Test
  void prune_asksAndTells() throws Exception {
    var asked = new ArrayList<Object>();
    var told =
        PruneResponse.newBuilder()
            .addRemovedVersions(1)
            .addRemovedVersions(2)
            .addHeldVersions(4)
            .setPacks(5)
            .setFiles(6)
            .setBytes(7)
            .build();
    try (var peer = FakeServer.inProcess(Answers.none().pruned(told).service(asked))) {
      DaemonClient daemon = peer.client().daemon();
      assertThat(daemon.prune(OptionalLong.empty(), false))
          .isEqualTo(
              new PruneReport(
                  Set.of(new CacheVersion(1), new CacheVersion(2)),
                  Set.of(new CacheVersion(4)),
                  5,
                  new GoldenSize(6, 7)));
      daemon.prune(OptionalLong.of(0), true);
    }
    assertThat(asked)
        .containsExactly(
            PruneRequest.getDefaultInstance(),
            PruneRequest.newBuilder().setKeep(0).setDryRun(true).build());
  }

  private static VerifyResponse finding(String path, String... placements) {
    return VerifyResponse.newBuilder()
        .setFinding(
            Finding.newBuilder()
                .setPack(Wire.bytes(PACK))
                .setPath(path)
                .setWhat("is missing")
                .addAllPlacements(List.of(placements)))
        .build();
  }

  private static VerifyResponse summary() {
    return VerifyResponse.newBuilder()
        .setSummary(
            dev.dateilager.proto.v1.VerifySummary.newBuilder()
                .setPacks(1)
                .setFiles(2)
                .setBytes(3)
                .setFindings(4)
                .setRepaired(5))
        .build();
  }

  @Test
  void verify_handsOnFindings_andGivesTheSummary() throws Exception {
    var asked = new ArrayList<Object>();
    var found = new ArrayList<String>();
    Answers answers = Answers.none().verified(finding("m/f", "/pods/a"), finding(""), summary());
    try (var peer = FakeServer.inProcess(answers.service(asked))) {
      assertThat(
              peer.client()
                  .daemon()
                  .verify(
                      true,
                      (finding, placements) ->
                          found.add(
                              finding.pack().equals(PACK)
                                  + finding.path()
                                  + finding.what()
                                  + placements)))
          .isEqualTo(new VerifySummary(1, 2, 3, 4, 5));
    }
    assertThat(found).containsExactly("truem/fis missing[/pods/a]", "trueis missing[]");
    assertThat(asked).containsExactly(VerifyRequest.newBuilder().setRepair(true).build());
  }

  @Test
  void verify_whoseReaderFails_cancelsTheCall() throws Exception {
    var cancelled = new CountDownLatch(1);
    var endless =
        new DaemonImplBase() {
          @Override
          public void verify(VerifyRequest request, StreamObserver<VerifyResponse> out) {
            ((ServerCallStreamObserver<VerifyResponse>) out)
                .setOnCancelHandler(cancelled::countDown);
            out.onNext(finding(""));
          }
        };
    try (var peer = FakeServer.inProcess(endless)) {
      assertThatExceptionOfType(Aborted.class)
          .isThrownBy(
              () ->
                  peer.client()
                      .daemon()
                      .verify(
                          false,
                          (_, _) -> {
                            throw new Aborted("enough");
                          }));
      assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void explain_givesFacts_andThePlacementIfThereIsOne() throws Exception {
    var placed = ExplainResponse.newBuilder().addFacts("it is").setPlacement(PLACED).build();
    try (var peer = answering(answers -> answers.explained(placed))) {
      assertThat(peer.client().daemon().explain(PATH))
          .isEqualTo(
              new Explanation(List.of("it is"), Optional.of(placement(new CacheVersion(3)))));
    }
    try (var peer = answering(answers -> answers)) {
      assertThat(peer.client().daemon().explain(PATH))
          .isEqualTo(new Explanation(List.of(), Optional.empty()));
    }
  }

  @Test
  void diagnose_knowsEveryLevel() throws Exception {
    var told = DiagnoseResponse.newBuilder();
    for (String level : List.of("ok", "warning", "error")) {
      told.addChecks(Check.newBuilder().setName("n").setLevel(level).setFound("f").setAdvice("a"));
    }
    try (var peer = answering(answers -> answers.diagnosed(told.build()))) {
      assertThat(peer.client().daemon().diagnose())
          .extracting(NodeCheck::level)
          .containsExactly(NodeCheck.Level.values());
    }
  }

  private interface Call {
    Object make(DaemonClient daemon) throws DateiLagerException;
  }

  record Nonsense(String name, BindableService service, Call call, String complaint) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Nonsense placed(
      String name, UnaryOperator<dev.dateilager.proto.v1.Placement.Builder> change, String says) {
    return new Nonsense(
        name,
        placing(new ArrayList<>(), change.apply(PLACED.toBuilder()).build()),
        daemon -> daemon.place(PATH, Optional.empty(), Optional.empty()),
        says);
  }

  private static Nonsense verified(String name, String says, VerifyResponse... messages) {
    return new Nonsense(
        name,
        Answers.none().verified(messages).service(new ArrayList<>()),
        daemon -> daemon.verify(false, (_, _) -> {}),
        says);
  }

  private static Nonsense of(String name, Answers answers, Call call, String says) {
    return new Nonsense(name, answers.service(new ArrayList<>()), call, says);
  }

  static Stream<Nonsense> nonsense() {
    var shortHash =
        VerifyResponse.newBuilder()
            .setFinding(Finding.newBuilder().setPack(ByteString.copyFromUtf8("abc")))
            .build();
    return Stream.of(
        placed("a mode that is none", it -> it.setMode("magic"), "unknown mode 'magic'"),
        placed("an unknown obstacle", it -> it.putWhy("moon", 1), "unknown obstacle 'moon'"),
        placed("a path that is none", it -> it.setPath("pods"), "path that is none"),
        placed("a version below -1", it -> it.setVersion(-2), "version -2"),
        verified("no summary", "without a summary", finding("")),
        verified("nothing at all", "without a summary"),
        verified("more after the summary", "went on after", summary(), finding("")),
        verified("two summaries", "went on after", summary(), summary()),
        verified("an empty message", "an empty message", VerifyResponse.getDefaultInstance()),
        verified("a short hash", "hash of 3 bytes", shortHash, summary()),
        verified("a placement that is none", "path that is none", finding("", ""), summary()),
        of("a status without a mode", Answers.none(), DaemonClient::status, "unknown mode ''"),
        of("no outcome", Answers.none(), DaemonClient::refresh, "unknown outcome ''"),
        of(
            "a removed version below 0",
            Answers.none().pruned(PruneResponse.newBuilder().addRemovedVersions(-1).build()),
            daemon -> daemon.prune(OptionalLong.empty(), true),
            "version -1"),
        of(
            "an unknown level",
            Answers.none()
                .diagnosed(
                    DiagnoseResponse.newBuilder()
                        .addChecks(Check.newBuilder().setLevel("fatal"))
                        .build()),
            DaemonClient::diagnose,
            "unknown level 'fatal'"));
  }

  @DisplayName("I21: an answer that makes no sense is an error, not a guess")
  @ParameterizedTest
  @MethodSource("nonsense")
  void call_answeredByNonsense_isCorrupt(Nonsense nonsense) throws Exception {
    try (var peer = FakeServer.inProcess(nonsense.service())) {
      assertThatExceptionOfType(Corrupt.class)
          .isThrownBy(() -> nonsense.call().make(peer.client().daemon()))
          .withMessageContaining(nonsense.complaint());
    }
  }

  @Test
  void call_thatTheDaemonRefuses_failsAsItSays() throws Exception {
    var refusing =
        new PlacementsImplBase() {
          @Override
          public void place(
              PlaceRequest request, StreamObserver<dev.dateilager.proto.v1.Placement> out) {
            out.onError(
                Status.FAILED_PRECONDITION.withDescription("it is not empty").asException());
          }
        };
    try (var peer = FakeServer.inProcess(refusing)) {
      DaemonClient daemon = peer.client().daemon();
      assertThatExceptionOfType(FailedPrecondition.class)
          .isThrownBy(() -> daemon.place(PATH, Optional.empty(), Optional.empty()))
          .withMessage("it is not empty");
      assertThatExceptionOfType(Unsupported.class).isThrownBy(daemon::status);
      assertThatExceptionOfType(Unsupported.class).isThrownBy(daemon::placements);
    }
  }
}
