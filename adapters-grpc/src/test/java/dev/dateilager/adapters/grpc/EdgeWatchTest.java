package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.ObjectSink;
import dev.dateilager.domain.catalog.ProjectSink;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.proto.pb.DeleteProjectRequest;
import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.GcContentsRequest;
import dev.dateilager.proto.pb.GcContentsResponse;
import dev.dateilager.proto.pb.GcProjectRequest;
import dev.dateilager.proto.pb.GcProjectResponse;
import dev.dateilager.proto.pb.GcRandomProjectsRequest;
import dev.dateilager.proto.pb.GcRandomProjectsResponse;
import dev.dateilager.proto.pb.GetRequest;
import dev.dateilager.proto.pb.ListProjectsRequest;
import dev.dateilager.proto.pb.NewProjectRequest;
import dev.dateilager.proto.v1.CreateCacheRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an edge tells of its calls, and what callers have of it. */
@Timeout(60)
final class EdgeWatchTest {
  private static final Metadata.Key<String> REQUEST_ID =
      Metadata.Key.of("x-request-id", Metadata.ASCII_STRING_MARSHALLER);

  private static Metadata headers(String name, String... values) {
    var headers = new Metadata();
    for (String value : values) {
      headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    }
    return headers;
  }

  private static Metadata trailersOfRefusal(Channel channel) {
    try {
      FsGrpc.newBlockingStub(channel).newProject(NewProjectRequest.getDefaultInstance());
    } catch (StatusRuntimeException refused) {
      Metadata trailers = refused.getTrailers();
      if (trailers != null) {
        return trailers;
      }
    }
    throw new AssertionError("it was not refused with trailers");
  }

  @Test
  void sentRequestId_isLoggedAndReturned() throws Exception {
    try (var edge = RunningEdge.inProcess(new ScriptedCatalog())) {
      Channel channel =
          ClientInterceptors.intercept(
              edge.channel,
              MetadataUtils.newAttachHeadersInterceptor(headers("x-request-id", "deploy-7.a:1")));

      assertThat(trailersOfRefusal(channel).getAll(REQUEST_ID)).containsExactly("deploy-7.a:1");
      assertThat(RecordingWatch.next(edge.watch.ended).id()).isEqualTo("deploy-7.a:1");
    }
  }

  @DisplayName("I23: what a caller sends may not forge a line of the log")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a b",
        "\"},{\"level\":\"info\"",
        "{0}",
        "12345678901234567890-12345678901234567890-12345678901234567890-12"
      })
  void insaneRequestId_isReplaced(String sent) throws Exception {
    try (var edge = RunningEdge.inProcess(new ScriptedCatalog())) {
      Channel channel =
          ClientInterceptors.intercept(
              edge.channel,
              MetadataUtils.newAttachHeadersInterceptor(headers("x-request-id", sent)));

      String made = trailersOfRefusal(channel).get(REQUEST_ID);

      assertThat(made).matches("[0-9a-f]{16}");
      assertThat(RecordingWatch.next(edge.watch.ended).id()).isEqualTo(made);
    }
  }

  @Test
  void twoRequestIds_areNone() throws Exception {
    try (var edge = RunningEdge.inProcess(new ScriptedCatalog())) {
      Channel channel =
          ClientInterceptors.intercept(
              edge.channel,
              MetadataUtils.newAttachHeadersInterceptor(headers("x-request-id", "a", "b")));

      assertThat(trailersOfRefusal(channel).get(REQUEST_ID)).matches("[0-9a-f]{16}");
    }
  }

  @Test
  void requestIds_areMadeForEachCall_andReturnedAlsoIfAllIsWell() throws Exception {
    try (var edge = RunningEdge.inProcess(new ScriptedCatalog())) {
      var ids = new ArrayList<String>();
      for (int i = 0; i < 2; i++) {
        var trailers = new AtomicReference<Metadata>();
        var stub =
            edge.fs(KnownTokens.ADMIN)
                .withInterceptors(
                    MetadataUtils.newCaptureMetadataInterceptor(new AtomicReference<>(), trailers));
        var _ = stub.newProject(NewProjectRequest.getDefaultInstance());
        ids.add(RecordingWatch.next(edge.watch.ended).id());
        assertThat(trailers.get().get(REQUEST_ID)).isEqualTo(ids.getLast());
      }
      assertThat(ids).doesNotHaveDuplicates();
    }
  }

  @Test
  void failureForOperators_isToldOnce_withTheCallsId() throws Exception {
    var bug = new IllegalStateException("the store is on fire");
    var catalog =
        new ScriptedCatalog() {
          @Override
          public void deleteProject(Role role, ProjectId id) throws DateiLagerException {
            switch ((int) id.value()) {
              case 1 -> throw new NotFound("no project 1");
              case 2 -> throw new Corrupt("pack is bent");
              default -> throw bug;
            }
          }
        };
    try (var edge = RunningEdge.inProcess(catalog)) {
      for (long project = 1; project <= 3; project++) {
        var request = DeleteProjectRequest.newBuilder().setProject(project).build();
        assertThatExceptionOfType(StatusRuntimeException.class)
            .isThrownBy(() -> edge.fs(KnownTokens.ADMIN).deleteProject(request))
            .withMessageNotContaining("on fire");
      }

      assertThat(RecordingWatch.next(edge.watch.ended).failure()).isEmpty(); // the caller's affair
      assertThat(RecordingWatch.next(edge.watch.ended))
          .satisfies(
              call -> {
                assertThat(call.code()).isEqualTo("DATA_LOSS");
                assertThat(call.failure()).containsInstanceOf(Corrupt.class);
              });
      assertThat(RecordingWatch.next(edge.watch.ended))
          .satisfies(
              call -> {
                assertThat(call.code()).isEqualTo("INTERNAL");
                assertThat(call.failure()).contains(bug);
                assertThat(call.method()).isEqualTo("pb.Fs/DeleteProject");
                assertThat(call.subject()).isEqualTo("admin");
              });
      assertThat(edge.watch.ended).isEmpty();
      assertThat(edge.watch.late).isEmpty();
    }
  }

  @Test
  void failureAfterTheCallerWentAway_isToldToo() throws Exception {
    var begun = new CountDownLatch(1);
    var gone = new CountDownLatch(1);
    var bug = new IllegalStateException("too late");
    var catalog =
        new ScriptedCatalog() {
          @Override
          public void get(Role role, ReadRequest request, ObjectSink sink) {
            begun.countDown();
            boolean interrupted = false;
            while (true) {
              try {
                gone.await();
                break;
              } catch (InterruptedException _) {
                interrupted = true; // the call's end interrupts, and this is not done yet
              }
            }
            if (interrupted) {
              Thread.currentThread().interrupt();
            }
            throw bug;
          }
        };
    try (var edge = RunningEdge.inProcess(catalog)) {
      var reader = new PullingReader();
      edge.fsAsync(KnownTokens.ADMIN).get(GetRequest.getDefaultInstance(), reader);
      begun.await();
      reader.cancel();
      assertThat(RecordingWatch.next(edge.watch.ended).code()).isEqualTo("CANCELLED");

      gone.countDown();

      assertThat(RecordingWatch.next(edge.watch.late)).isSameAs(bug);
    }
  }

  @DisplayName("wire.md §5: the trace of the caller arrives in W3C headers")
  @Test
  void handlers_runWithinTheSpan() throws Exception {
    var inside = new ArrayList<Boolean>();
    var watched = new RunningEdge[1];
    var catalog =
        new ScriptedCatalog() {
          @Override
          public void createProject(
              Role role, ProjectId id, List<String> packPatterns, Optional<ProjectId> template) {
            inside.add(watched[0].watch.entered.get());
          }

          @Override
          public void get(Role role, ReadRequest request, ObjectSink sink) {
            inside.add(watched[0].watch.entered.get());
          }

          @Override
          public void listProjects(Role role, ProjectSink sink) {
            inside.add(watched[0].watch.entered.get());
          }
        };
    try (var edge = RunningEdge.inProcess(catalog)) {
      watched[0] = edge;
      var fs =
          edge.fs(KnownTokens.ADMIN)
              .withInterceptors(
                  MetadataUtils.newAttachHeadersInterceptor(headers("traceparent", "00-ab-cd-01")));

      var _ = fs.newProject(NewProjectRequest.getDefaultInstance());
      assertThat(fs.get(GetRequest.getDefaultInstance()).hasNext()).isFalse();
      var _ = fs.listProjects(ListProjectsRequest.getDefaultInstance());

      assertThat(inside).containsExactly(true, true, true);
      assertThat(RecordingWatch.next(edge.watch.spans)).isEqualTo("pb.Fs/NewProject OK");
      assertThat(RecordingWatch.next(edge.watch.spans)).isEqualTo("pb.Fs/Get OK");
      assertThat(edge.watch.traceparents).containsOnly(Optional.of("00-ab-cd-01"));
    }
  }

  @DisplayName("I27: unknown methods are counted as one, whatever they are called")
  @Test
  void meter_countsEveryCallUnderABoundedName() throws Exception {
    try (var edge = RunningEdge.inProcess(new ScriptedCatalog())) {
      for (int i = 0; i < 3; i++) {
        MethodDescriptor<NewProjectRequest, ?> hostile =
            FsGrpc.getNewProjectMethod().toBuilder()
                .setFullMethodName("evil.Service/Method" + i)
                .build();
        assertThat(
                Codes.of(
                        () ->
                            ClientCalls.blockingUnaryCall(
                                edge.channel,
                                hostile,
                                CallOptions.DEFAULT,
                                NewProjectRequest.getDefaultInstance()))
                    .getCode())
            .isEqualTo(Status.Code.UNIMPLEMENTED);
        assertThat(RecordingWatch.next(edge.watch.counted))
            .isEqualTo(new RecordingWatch.Counted(CallMeter.OTHER, "UNIMPLEMENTED", 0, 0));
      }
      var _ =
          HealthGrpc.newBlockingStub(edge.channel).check(HealthCheckRequest.getDefaultInstance());
      assertThat(RecordingWatch.next(edge.watch.counted).method())
          .isEqualTo("grpc.health.v1.Health/Check");
      assertThat(edge.watch.inFlight.get()).isZero();
    }
  }

  @Test
  void meter_countsBytesAndCodes_overTheWire(@TempDir Path directory) throws Exception {
    try (var edge = RunningEdge.overTls(directory, RunningEdge.SETTINGS, new ScriptedCatalog())) {
      var patterns = "x".repeat(1000);
      var _ =
          edge.fs(KnownTokens.ADMIN)
              .newProject(NewProjectRequest.newBuilder().addPackPatterns(patterns).build());

      RecordingWatch.Counted counted = RecordingWatch.next(edge.watch.counted);

      assertThat(counted.method()).isEqualTo("pb.Fs/NewProject");
      assertThat(counted.code()).isEqualTo("OK");
      assertThat(counted.received()).isBetween(1000L, 1100L);
      var _ =
          edge.caches(KnownTokens.ADMIN)
              .createCache(CreateCacheRequest.newBuilder().setMaxPacks(7).build());
      assertThat(RecordingWatch.next(edge.watch.counted).sent()).isBetween(1L, 100L);
      trailersOfRefusal(edge.channel);
      assertThat(RecordingWatch.next(edge.watch.counted).code()).isEqualTo("UNAUTHENTICATED");
    }
  }

  @Test
  void meter_knowsWhatIsUnderWay() throws Exception {
    try (var edge = RunningEdge.inProcess(new ScriptedCatalog())) {
      var update = new PushingWriter();
      edge.fsAsync(KnownTokens.ADMIN).update(update);
      update.send(GatheredUpdate.message(1, "a"));
      while (edge.watch.inFlight.get() == 0) {
        Thread.onSpinWait();
      }
      assertThat(edge.watch.counted).isEmpty();

      update.complete();

      assertThat(RecordingWatch.next(edge.watch.counted).method()).isEqualTo("pb.Fs/Update");
      assertThat(edge.watch.inFlight.get()).isZero();
    }
  }

  @Test
  void meter_isToldWhatGarbageCollectionsDid() throws Exception {
    var watch = new RecordingWatch();
    var service =
        new FsGrpc.FsImplBase() {
          @Override
          public void gcProject(GcProjectRequest request, StreamObserver<GcProjectResponse> out) {
            out.onNext(GcProjectResponse.newBuilder().setCount(3).build());
            out.onCompleted();
          }

          @Override
          public void gcRandomProjects(
              GcRandomProjectsRequest request, StreamObserver<GcRandomProjectsResponse> out) {
            out.onNext(GcRandomProjectsResponse.newBuilder().setCount(4).build());
            out.onCompleted();
          }

          @Override
          public void gcContents(
              GcContentsRequest request, StreamObserver<GcContentsResponse> out) {
            out.onNext(GcContentsResponse.newBuilder().setCount(5).build());
            out.onCompleted();
          }
        };
    var name = UUID.randomUUID().toString();
    Server server =
        InProcessServerBuilder.forName(name)
            .addService(service)
            .intercept(new CallInterceptor(System::nanoTime, watch.watch(), new ActiveCalls()))
            .build()
            .start();
    ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
    try {
      var fs = FsGrpc.newBlockingStub(channel);
      var _ = fs.gcProject(GcProjectRequest.getDefaultInstance());
      var _ = fs.gcRandomProjects(GcRandomProjectsRequest.getDefaultInstance());
      var _ = fs.gcContents(GcContentsRequest.getDefaultInstance());
      var _ = fs.gcContents(GcContentsRequest.getDefaultInstance());

      assertThat(watch.collected)
          .isEqualTo(Map.of("project", 3L, "random-projects", 4L, "contents", 10L));
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }
}
