package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.PartSink;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.proto.pb.GetCompressRequest;
import dev.dateilager.proto.pb.GetCompressResponse;
import dev.dateilager.proto.pb.NewProjectRequest;
import dev.dateilager.proto.pb.NewProjectResponse;
import dev.dateilager.proto.pb.Objekt;
import dev.dateilager.proto.pb.UpdateRequest;
import io.grpc.Status;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The edge as peers meet it: TLS on a port of the loopback interface. */
@Timeout(60)
final class TlsTest {
  private static final int MESSAGE_BYTES = 1 << 20;

  @TempDir private Path directory;

  @Test
  void call_overTls_reachesTheUseCase() throws Exception {
    try (var edge = running(new ScriptedCatalog())) {
      assertThat(edge.edge.port()).isPositive();
      assertThat(edge.fs(KnownTokens.ADMIN).newProject(NewProjectRequest.getDefaultInstance()))
          .isNotNull();
    }
  }

  @DisplayName("R9: a message at the limit passes, one byte more is RESOURCE_EXHAUSTED")
  @Test
  void message_atTheLimit() throws Exception {
    try (var edge = running(new ScriptedCatalog())) {
      var fits = update(MESSAGE_BYTES);
      var tooLarge = update(MESSAGE_BYTES + 1);

      assertThat(GatheredUpdate.status(edge.fsAsync(KnownTokens.ADMIN), fits)).isEqualTo(Status.OK);
      for (int i = 0; i < 50; i++) { // the handler's own ending must never overtake the transport's
        assertThat(GatheredUpdate.status(edge.fsAsync(KnownTokens.ADMIN), tooLarge).getCode())
            .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      }
      assertThat(
              Codes.of(
                      () ->
                          edge.fs(KnownTokens.ADMIN)
                              .newProject(
                                  NewProjectRequest.newBuilder()
                                      .addPackPatterns("x".repeat(MESSAGE_BYTES))
                                      .build()))
                  .getCode())
          .isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  @DisplayName("R9: metadata over 8 KiB is refused")
  @Test
  void metadata_overTheLimit_isRefused() throws Exception {
    try (var edge = running(new ScriptedCatalog())) {
      assertThat(
              Codes.of(
                      () ->
                          edge.fs("x".repeat(9 << 10))
                              .newProject(NewProjectRequest.getDefaultInstance()))
                  .getCode())
          .isNotIn(Status.Code.OK, Status.Code.PERMISSION_DENIED);
    }
  }

  @DisplayName("I27: a reader that does not read holds no more than the window and a message")
  @Test
  void stream_toASlowReader_isHeldBack() throws Exception {
    var sent = new AtomicInteger();
    var full = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    Blob packed = Blob.owned(new byte[64 << 10]);
    var catalog =
        new ScriptedCatalog() {
          @Override
          public void getCompress(
              Role role, ReadRequest request, Set<CacheVersion> caches, PartSink sink)
              throws DateiLagerException {
            try {
              while (sent.get() < 100_000) {
                sink.accept(1, packed, Optional.empty());
                sent.incrementAndGet();
              }
            } catch (DateiLagerException stopped) {
              full.countDown();
              throw stopped;
            } finally {
              ended.countDown();
            }
          }
        };
    var settings = settings().withPatience(Duration.ofMillis(500));
    try (var edge = RunningEdge.overTls(directory, settings, catalog)) {
      edge.fsAsync(KnownTokens.ADMIN)
          .getCompress(GetCompressRequest.getDefaultInstance(), new NeverReading());

      assertThat(full.await(30, TimeUnit.SECONDS)).as("held back until patience ended").isTrue();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(sent.get()).as("messages of 64 KiB sent").isLessThan(20);
    }
  }

  @Test
  void stop_drainsTheCallsUnderWay() throws Exception {
    var begun = new CountDownLatch(1);
    var gate = new LinkedBlockingQueue<Boolean>();
    var catalog = new BlockedCatalog(begun, gate);
    try (var edge = running(catalog)) {
      var status = new LinkedBlockingQueue<Status.Code>();
      Thread caller =
          Thread.startVirtualThread(
              () -> status.add(code(edge, NewProjectRequest.getDefaultInstance())));
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      Thread stopper = Thread.startVirtualThread(() -> edge.edge.stop(Duration.ofMinutes(5)));
      gate.add(true);

      assertThat(status.poll(10, TimeUnit.SECONDS)).isEqualTo(Status.Code.OK);
      caller.join();
      stopper.join();
      assertThat(code(edge, NewProjectRequest.getDefaultInstance()))
          .isEqualTo(Status.Code.UNAVAILABLE);
    }
  }

  @RepeatedTest(10)
  void stop_answersOrRefusesWhatIsOnItsWay_andResetsNothing() throws Exception {
    try (var edge = running(new ScriptedCatalog())) {
      edge.fs(KnownTokens.ADMIN).newProject(NewProjectRequest.getDefaultInstance()); // connects
      var codes = new LinkedBlockingQueue<Status.Code>();
      for (int i = 0; i < 20; i++) {
        edge.fsAsync(KnownTokens.ADMIN)
            .newProject(
                NewProjectRequest.getDefaultInstance(),
                new StreamObserver<NewProjectResponse>() {
                  @Override
                  public void onNext(NewProjectResponse answer) {}

                  @Override
                  public void onError(Throwable failure) {
                    codes.add(Status.fromThrowable(failure).getCode());
                  }

                  @Override
                  public void onCompleted() {
                    codes.add(Status.Code.OK);
                  }
                });
      }
      edge.edge.stop(Duration.ofMinutes(1));

      for (int i = 0; i < 20; i++) {
        assertThat(codes.poll(10, TimeUnit.SECONDS)).isIn(Status.Code.OK, Status.Code.UNAVAILABLE);
      }
    }
  }

  @Test
  void stop_endsWhatDoesNotEndInTime() throws Exception {
    var begun = new CountDownLatch(1);
    try (var edge = running(new BlockedCatalog(begun, new LinkedBlockingQueue<>()))) {
      var status = new LinkedBlockingQueue<Status.Code>();
      Thread caller =
          Thread.startVirtualThread(
              () -> status.add(code(edge, NewProjectRequest.getDefaultInstance())));
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      edge.edge.stop(Duration.ofMillis(50));

      assertThat(status.poll(10, TimeUnit.SECONDS)).isNotEqualTo(Status.Code.OK);
      caller.join();
    }
  }

  @Test
  void start_onATakenPort_isRefused_andNamesIt() throws Exception {
    try (var edge = running(new ScriptedCatalog())) {
      var taken =
          EdgeSettings.of(
                  edge.edge.port(),
                  new TlsFiles(directory.resolve("tls-cert.pem"), directory.resolve("tls-key.pem")))
              .withHost("127.0.0.1");

      assertThatExceptionOfType(FailedPrecondition.class)
          .isThrownBy(
              () ->
                  GrpcEdge.startCached(
                      taken,
                      new KnownTokens(),
                      new ScriptedNode(),
                      Optional.empty(),
                      new RecordingWatch().watch()))
          .withMessageContaining("127.0.0.1:" + edge.edge.port())
          .withMessageContaining("in use");
    }
  }

  @DisplayName("I23: bad TLS files are named, not quoted")
  @Test
  void start_withBadTlsFiles_isRefused() throws Exception {
    Path bad = Files.writeString(directory.resolve("bad.pem"), "secret");
    for (Path file : new Path[] {bad, directory.resolve("missing.pem")}) {
      var settings = EdgeSettings.of(0, new TlsFiles(file, file));
      assertThatExceptionOfType(InvalidArgument.class)
          .isThrownBy(
              () ->
                  GrpcEdge.startCached(
                      settings,
                      new KnownTokens(),
                      new ScriptedNode(),
                      Optional.empty(),
                      new RecordingWatch().watch()))
          .withMessageContaining(file.toString())
          .withMessageNotContaining("secret");
    }
  }

  private static Status.Code code(RunningEdge edge, NewProjectRequest request) {
    try {
      return Codes.of(() -> edge.fs(KnownTokens.ADMIN).newProject(request)).getCode();
    } catch (Exception unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private static EdgeSettings settings() {
    return RunningEdge.SETTINGS.withMaxMessageBytes(MESSAGE_BYTES).withWindowBytes(64 << 10);
  }

  private RunningEdge running(Catalog catalog) throws Exception {
    return RunningEdge.overTls(directory, settings(), catalog);
  }

  /** An update of exactly so many bytes on the wire. */
  private static UpdateRequest update(int bytes) {
    var empty = withContent(bytes);
    return withContent(bytes - (empty.getSerializedSize() - bytes));
  }

  private static UpdateRequest withContent(int bytes) {
    return UpdateRequest.newBuilder()
        .setProject(1)
        .setObject(
            Objekt.newBuilder().setPath("a").setContent(ByteString.copyFrom(new byte[bytes])))
        .build();
  }

  /** Makes a project only when let. */
  private static final class BlockedCatalog extends ScriptedCatalog {
    private final CountDownLatch begun;
    private final BlockingQueue<Boolean> gate;

    BlockedCatalog(CountDownLatch begun, BlockingQueue<Boolean> gate) {
      this.begun = begun;
      this.gate = gate;
    }

    @Override
    public void createProject(
        Role role, ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
        throws DateiLagerException {
      begun.countDown();
      try {
        gate.take();
      } catch (InterruptedException stop) {
        throw new DateiLagerException.Cancelled("interrupted", false);
      }
    }
  }

  /** Asks for nothing, ever. */
  private static final class NeverReading
      implements ClientResponseObserver<GetCompressRequest, GetCompressResponse> {
    @Override
    public void beforeStart(ClientCallStreamObserver<GetCompressRequest> stream) {
      stream.disableAutoRequestWithInitial(0);
    }

    @Override
    public void onNext(GetCompressResponse response) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }
}
