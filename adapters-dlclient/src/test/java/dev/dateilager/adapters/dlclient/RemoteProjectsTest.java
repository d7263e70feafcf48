package dev.dateilager.adapters.dlclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.AlreadyExists;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.workspace.CompressedPart;
import dev.dateilager.domain.workspace.CompressedStream;
import dev.dateilager.proto.pb.GetCompressRequest;
import dev.dateilager.proto.pb.GetCompressResponse;
import dev.dateilager.proto.pb.GetRequest;
import dev.dateilager.proto.pb.GetResponse;
import dev.dateilager.proto.pb.NewProjectRequest;
import dev.dateilager.proto.pb.NewProjectResponse;
import dev.dateilager.proto.pb.Objekt;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code GetCompress}, {@code Get} and {@code NewProject}. */
@Timeout(30)
final class RemoteProjectsTest {
  private static final ProjectId PROJECT = new ProjectId(7);
  private static final ObjectQuery QUERY =
      new ObjectQuery("a", true, List.of("a/b"), List.of("a/c"));

  record Lie(
      String name,
      Consumer<StreamObserver<GetCompressResponse>> steps,
      Class<? extends DateiLagerException> failure,
      String complaint) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Lie> lies() {
    return Stream.of(
        new Lie(
            "an end in the middle of a message",
            out -> end(out, piece("a/", "x", true)),
            Corrupt.class,
            "ended in the middle"),
        new Lie(
            "pieces with two pack paths",
            out -> end(out, piece("a/", "x", true), piece("b/", "y", false)),
            Corrupt.class,
            "different pack paths"),
        new Lie(
            "an empty piece that goes on",
            out -> end(out, piece("a/", "", true), piece("a/", "y", false)),
            Corrupt.class,
            "empty piece"),
        new Lie(
            "pieces over the limit",
            out -> end(out, piece("a/", "12345", true), piece("a/", "678901", false)),
            ResourceExhausted.class,
            "over 10 bytes together"),
        new Lie(
            "pieces without end",
            RemoteProjectsTest::dribble,
            ResourceExhausted.class,
            "over 10 bytes together"),
        new Lie(
            "two versions",
            out ->
                end(
                    out,
                    piece("a/", "x", false),
                    piece("b/", "y", false).toBuilder().setVersion(4).build()),
            Corrupt.class,
            "versions 3 and 4"),
        new Lie(
            "a negative version",
            out -> end(out, piece("a/", "x", false).toBuilder().setVersion(-1).build()),
            Corrupt.class,
            "version -1"),
        new Lie(
            "an unknown format",
            out -> end(out, piece("a/", "x", false).toBuilder().setFormatValue(1).build()),
            Corrupt.class,
            "format 1"),
        new Lie(
            "a pack path that climbs",
            out -> end(out, piece("../a/", "x", false)),
            Corrupt.class,
            "pack path"),
        new Lie(
            "an empty pack path",
            out -> end(out, piece("", "x", false)),
            Corrupt.class,
            "pack path"));
  }

  @DisplayName("I21: a server that lies is an error, never a shorter success")
  @ParameterizedTest
  @MethodSource("lies")
  void getCompress_fromALiar_fails(Lie lie) throws Exception {
    var settings = FakeServer.settings().withMaxMessageBytes(10);
    try (var peer = FakeServer.inProcess(settings, compressing(lie.steps()))) {
      assertThatExceptionOfType(lie.failure())
          .isThrownBy(() -> all(peer.client()))
          .withMessageContaining(lie.complaint());
    }
  }

  @DisplayName("wire.md §2: pieces marked continued are joined")
  @Test
  void getCompress_joinsPieces() throws Exception {
    Consumer<StreamObserver<GetCompressResponse>> steps =
        out ->
            end(
                out,
                piece("a/", "12", true),
                piece("a/", "34", true),
                piece("a/", "", false),
                piece("b/", "", false),
                GetCompressResponse.newBuilder()
                    .setVersion(3)
                    .setBytes(ByteString.copyFromUtf8("56"))
                    .build());
    try (var peer = FakeServer.inProcess(compressing(steps))) {
      assertThat(all(peer.client()))
          .containsExactly(
              new CompressedPart(3, Blob.utf8("1234"), Optional.of(new ObjectPath("a/"))),
              new CompressedPart(3, Blob.EMPTY, Optional.of(new ObjectPath("b/"))),
              new CompressedPart(3, Blob.utf8("56"), Optional.empty()));
    }
  }

  @DisplayName("client.md §2.1: from is always sent, 0 too")
  @Test
  void getCompress_sendsWhatIsAsked() throws Exception {
    var requests = new LinkedBlockingQueue<GetCompressRequest>();
    var service =
        new FakeServer.FakeFs() {
          @Override
          public void getCompress(
              GetCompressRequest request, StreamObserver<GetCompressResponse> out) {
            requests.add(request);
            out.onCompleted();
          }
        };
    try (var peer = FakeServer.inProcess(service)) {
      var held = Set.of(new CacheVersion(3), new CacheVersion(1));
      peer.client().projects().getCompress(PROJECT, 0, OptionalLong.empty(), QUERY, held).next();
      peer.client().projects().getCompress(PROJECT, 5, OptionalLong.of(6), QUERY, Set.of()).next();

      GetCompressRequest first = requests.take();
      assertThat(first.getProject()).isEqualTo(7);
      assertThat(first.hasFromVersion()).isTrue();
      assertThat(first.getFromVersion()).isZero();
      assertThat(first.hasToVersion()).isFalse();
      assertThat(first.getAvailableCacheVersionsList()).containsExactly(1L, 3L);
      assertThat(first.getQueries(0).getPath()).isEqualTo("a");
      assertThat(first.getQueries(0).getIsPrefix()).isTrue();
      assertThat(first.getQueries(0).getIgnoresList()).containsExactly("a/b");
      assertThat(first.getQueries(0).getSubpathsList()).containsExactly("a/c");
      assertThat(requests.take().getToVersion()).isEqualTo(6);
    }
  }

  @Test
  void get_handsOnEachObject() throws Exception {
    var service =
        new FakeServer.FakeFs() {
          @Override
          public void get(GetRequest request, StreamObserver<GetResponse> out) {
            assertThat(request.hasFromVersion()).isFalse();
            out.onNext(
                listed(
                    Objekt.newBuilder()
                        .setPath("a")
                        .setMode(0644)
                        .setSize(1)
                        .setContent(ByteString.copyFromUtf8("x"))
                        .build()));
            out.onNext(listed(Objekt.newBuilder().setPath("b").setDeleted(true).build()));
            out.onCompleted();
          }
        };
    try (var peer = FakeServer.inProcess(service)) {
      var seen = new ArrayList<String>();
      peer.client()
          .projects()
          .get(
              PROJECT,
              OptionalLong.empty(),
              OptionalLong.empty(),
              QUERY,
              (version, object) ->
                  seen.add(
                      "%d %s %s %s"
                          .formatted(
                              version,
                              object.path(),
                              object.deleted(),
                              object.content().map(Blob::toUtf8))));

      assertThat(seen).containsExactly("2 a false Optional[x]", "2 b true Optional.empty");
    }
  }

  @Test
  void get_ofAMessageWithoutObject_isCorrupt() throws Exception {
    var service =
        new FakeServer.FakeFs() {
          @Override
          public void get(GetRequest request, StreamObserver<GetResponse> out) {
            out.onNext(GetResponse.getDefaultInstance());
            out.onCompleted();
          }
        };
    try (var peer = FakeServer.inProcess(service)) {
      assertThatExceptionOfType(Corrupt.class)
          .isThrownBy(
              () ->
                  peer.client()
                      .projects()
                      .get(
                          PROJECT,
                          OptionalLong.empty(),
                          OptionalLong.empty(),
                          QUERY,
                          (_, _) -> {}));
    }
  }

  @Test
  void get_whoseSinkFails_cancelsTheCall() throws Exception {
    var cancelled = new CountDownLatch(1);
    var service =
        new FakeServer.FakeFs() {
          @Override
          public void get(GetRequest request, StreamObserver<GetResponse> out) {
            ((ServerCallStreamObserver<GetResponse>) out).setOnCancelHandler(cancelled::countDown);
            out.onNext(listed(Objekt.newBuilder().setPath("a").build()));
          }
        };
    try (var peer = FakeServer.inProcess(service)) {
      assertThatExceptionOfType(NotFound.class)
          .isThrownBy(
              () ->
                  peer.client()
                      .projects()
                      .get(
                          PROJECT,
                          OptionalLong.of(1),
                          OptionalLong.empty(),
                          QUERY,
                          (_, _) -> {
                            throw new NotFound("full");
                          }));
      assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @DisplayName("TestClientNewProjectDuplicateReportsError")
  @Test
  void createProject_twice_alreadyExists() throws Exception {
    var requests = new LinkedBlockingQueue<NewProjectRequest>();
    var service =
        new FakeServer.FakeFs() {
          @Override
          public void newProject(
              NewProjectRequest request, StreamObserver<NewProjectResponse> out) {
            if (requests.isEmpty()) {
              out.onNext(NewProjectResponse.getDefaultInstance());
              out.onCompleted();
            } else {
              out.onError(Status.ALREADY_EXISTS.asRuntimeException());
            }
            requests.add(request);
          }
        };
    try (var peer = FakeServer.inProcess(service)) {
      peer.client().projects().createProject(PROJECT, List.of("a/"), Optional.empty());
      assertThatExceptionOfType(AlreadyExists.class)
          .isThrownBy(
              () ->
                  peer.client()
                      .projects()
                      .createProject(PROJECT, List.of("a/"), Optional.of(new ProjectId(0))));

      assertThat(requests.take().hasTemplate()).isFalse();
      assertThat(requests.take().hasTemplate()).isTrue();
    }
  }

  private static List<CompressedPart> all(DateiLagerClient client) throws DateiLagerException {
    try (CompressedStream stream =
        client.projects().getCompress(PROJECT, 0, OptionalLong.empty(), QUERY, Set.of())) {
      var parts = new ArrayList<CompressedPart>();
      Optional<CompressedPart> next = stream.next();
      while (next.isPresent()) {
        parts.add(next.get());
        next = stream.next();
      }
      return parts;
    }
  }

  private static FakeServer.FakeFs compressing(
      Consumer<StreamObserver<GetCompressResponse>> steps) {
    return new FakeServer.FakeFs() {
      @Override
      public void getCompress(GetCompressRequest request, StreamObserver<GetCompressResponse> out) {
        steps.accept(out);
      }
    };
  }

  /** One byte after the other, as long as someone reads. */
  private static void dribble(StreamObserver<GetCompressResponse> observer) {
    var out = (ServerCallStreamObserver<GetCompressResponse>) observer;
    out.setOnCancelHandler(() -> {});
    out.setOnReadyHandler(
        () -> {
          while (out.isReady() && !out.isCancelled()) {
            out.onNext(piece("a/", "x", true));
          }
        });
  }

  private static void end(
      StreamObserver<GetCompressResponse> out, GetCompressResponse... messages) {
    for (GetCompressResponse message : messages) {
      out.onNext(message);
    }
    out.onCompleted();
  }

  private static GetCompressResponse piece(String path, String bytes, boolean continued) {
    return GetCompressResponse.newBuilder()
        .setVersion(3)
        .setPackPath(path)
        .setBytes(ByteString.copyFromUtf8(bytes))
        .setContinued(continued)
        .build();
  }

  private static GetResponse listed(Objekt object) {
    return GetResponse.newBuilder().setVersion(2).setObject(object).build();
  }
}
