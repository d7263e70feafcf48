package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.ObjectSink;
import dev.dateilager.domain.catalog.ProjectSink;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.Environment;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ListedObject;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.GetUnaryRequest;
import dev.dateilager.proto.pb.GetUnaryResponse;
import dev.dateilager.proto.pb.ListProjectsRequest;
import dev.dateilager.proto.pb.ListProjectsResponse;
import dev.dateilager.proto.pb.Project;
import io.grpc.Channel;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Unary answers that grow with what is stored (I27): whole, or refused with the limit's name. */
@Timeout(60)
final class BoundedAnswersTest {
  /** So many projects with ids from 1; the wire has at most 8 bytes for each. */
  private static ScriptedCatalog projects(int count) {
    return new ScriptedCatalog() {
      @Override
      public void listProjects(Role role, ProjectSink sink) throws DateiLagerException {
        for (int id = 1; id <= count; id++) {
          sink.accept(new ProjectVersion(new ProjectId(id), id % 3));
        }
      }
    };
  }

  private static RunningEdge running(ScriptedCatalog catalog, int maxMessageBytes)
      throws DateiLagerException {
    return RunningEdge.inProcess(
        RunningEdge.SETTINGS.withMaxMessageBytes(maxMessageBytes),
        new KnownTokens(),
        RunningEdge.served(catalog));
  }

  @Test
  void listProjects_bringsIdsAndVersions() throws Exception {
    try (var edge = running(projects(3), 1 << 20)) {
      assertThat(edge.fs(KnownTokens.ADMIN).listProjects(ListProjectsRequest.getDefaultInstance()))
          .extracting(answer -> answer.getProjectsList())
          .asInstanceOf(InstanceOfAssertFactories.list(Project.class))
          .containsExactly(
              Project.newBuilder().setId(1).setVersion(1).build(),
              Project.newBuilder().setId(2).setVersion(2).build(),
              Project.newBuilder().setId(3).build());
    }
  }

  @Test
  void listProjects_upToTheLimitOfAMessage_isAnswered_beyondIsExhausted() throws Exception {
    int bytes;
    var request = ListProjectsRequest.getDefaultInstance();
    try (var edge = running(projects(100), 1 << 20)) {
      bytes = edge.fs(KnownTokens.ADMIN).listProjects(request).getSerializedSize();
    }
    try (var edge = running(projects(100), bytes)) {
      for (int i = 0; i < 3; i++) {
        assertThat(edge.fs(KnownTokens.ADMIN).listProjects(request).getProjectsCount())
            .isEqualTo(100);
      }
    }
    try (var edge = running(projects(100), bytes - 1)) {
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() -> edge.fs(KnownTokens.ADMIN).listProjects(request))
          .satisfies(
              failure -> {
                assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
                assertThat(failure.getStatus().getDescription()).contains((bytes - 1) + " bytes");
              });
    }
  }

  /** One object with content, one with an empty one, one whose content is left out. */
  private static final class ThreeObjects extends ScriptedCatalog {
    private static final Blob CONTENT = Blob.utf8("x".repeat(1000));

    private final AtomicReference<String> asked = new AtomicReference<>();

    @Override
    public long getUnary(Role role, ReadRequest request, long maxContentBytes, ObjectSink sink)
        throws DateiLagerException {
      asked.set("%s %s %d".formatted(role, request.project(), maxContentBytes));
      sink.accept(7, listed("a", 1000, Optional.of(CONTENT)));
      sink.accept(7, listed("b", 0, Optional.of(Blob.EMPTY)));
      sink.accept(7, listed("c", 9, Optional.empty()));
      return 7;
    }

    private static ListedObject listed(String path, long size, Optional<Blob> content) {
      return new ListedObject(path, FileMode.file(0644), size, false, content);
    }
  }

  @Test
  void getUnary_tellsEmptyContentsFromAbsentOnes() throws Exception {
    var catalog = new ThreeObjects();
    try (var edge = running(catalog, 1 << 20)) {
      var request = GetUnaryRequest.newBuilder().setProject(1).setMaxContentSendSize(5).build();

      GetUnaryResponse answer = edge.fs(KnownTokens.PROJECT_1).getUnary(request);

      assertThat(catalog.asked.get()).isEqualTo("project 1 1 5");
      assertThat(answer.getVersion()).isEqualTo(7);
      assertThat(answer.getObjectsList())
          .extracting(
              object ->
                  "%s %o %d %s %d"
                      .formatted(
                          object.getPath(),
                          object.getMode(),
                          object.getSize(),
                          object.hasContent(),
                          object.getContent().size()))
          .containsExactly("a 644 1000 true 1000", "b 644 0 true 0", "c 644 9 false 0");
    }
  }

  @Test
  void getUnary_upToTheLimitOfAMessage_isAnswered_beyondIsExhausted() throws Exception {
    var request = GetUnaryRequest.getDefaultInstance();
    int bytes;
    try (var edge = running(new ThreeObjects(), 1 << 20)) {
      bytes = edge.fs(KnownTokens.ADMIN).getUnary(request).getSerializedSize();
    }
    try (var edge = running(new ThreeObjects(), bytes)) {
      assertThat(edge.fs(KnownTokens.ADMIN).getUnary(request).getObjectsCount()).isEqualTo(3);
    }
    try (var edge = running(new ThreeObjects(), bytes - 1)) {
      assertThatExceptionOfType(StatusRuntimeException.class)
          .isThrownBy(() -> edge.fs(KnownTokens.ADMIN).getUnary(request))
          .withMessageContaining("RESOURCE_EXHAUSTED")
          .withMessageContaining((bytes - 1) + " bytes");
    }
  }

  /** Tells when the server's side of a call is over. */
  private static ServerInterceptor over(Semaphore calls) {
    return new ServerInterceptor() {
      @Override
      public <Q, T> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, T> call, Metadata headers, ServerCallHandler<Q, T> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
          @Override
          public void onComplete() {
            super.onComplete();
            calls.release();
          }

          @Override
          public void onCancel() {
            super.onCancel();
            calls.release();
          }
        };
      }
    };
  }

  @DisplayName("I27: what an answer held is free again once it is sent, or refused")
  @Test
  void listProjects_givesItsRoomBack() throws Exception {
    var answers = new Answers(1 << 20, 100L * (10 + Answers.PART_OVERHEAD_BYTES));
    var over = new Semaphore(0);
    var name = UUID.randomUUID().toString();
    for (int count : new int[] {100, 200}) {
      var handlers =
          new Handlers(Runnable::run, Patience.of(Duration.ofSeconds(10), () -> false), answers);
      Server server =
          InProcessServerBuilder.forName(name)
              .addService(new FsService(projects(count), handlers, Environment.TEST))
              .intercept(new TokenInterceptor(new KnownTokens()))
              .intercept(
                  new CallInterceptor(
                      System::nanoTime, new RecordingWatch().watch(), new ActiveCalls()))
              .intercept(over(over))
              .build()
              .start();
      ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
      try {
        for (int i = 0; i < 3; i++) {
          Status status = Codes.of(() -> listed(channel));
          assertThat(status.getCode())
              .isEqualTo(count == 100 ? Status.Code.OK : Status.Code.RESOURCE_EXHAUSTED);
          assertThat(over.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
          assertThat(answers.heldBytes()).isZero();
        }
      } finally {
        channel.shutdownNow();
        server.shutdownNow();
      }
    }
  }

  private static ListProjectsResponse listed(Channel channel) {
    var headers = new Metadata();
    headers.put(TokenInterceptor.AUTHORIZATION, "Bearer " + KnownTokens.ADMIN);
    return FsGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .listProjects(ListProjectsRequest.getDefaultInstance());
  }

  @Test
  void take_countsTheMessageAlone_andAllAnswersTogether() throws Exception {
    int part = 100 + Answers.PART_OVERHEAD_BYTES;
    var answers = new Answers(250, 3L * part);
    Answers.Room first = answers.open();
    try (Answers.Room second = answers.open()) {
      first.take(100);
      first.take(100);
      assertThatExceptionOfType(ResourceExhausted.class)
          .isThrownBy(() -> first.take(100))
          .withMessageContaining("a message may be, 250 bytes");
      second.take(100);
      assertThatExceptionOfType(ResourceExhausted.class)
          .isThrownBy(() -> second.take(1))
          .withMessageContaining("%d bytes of memory together".formatted(3L * part));
      assertThat(answers.heldBytes()).isEqualTo(3L * part);

      first.close();
      first.close();
      second.take(100);
    }
    assertThat(answers.heldBytes()).isZero();
  }
}
