package dev.dateilager.adapters.dlclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectPath;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.workspace.ObjectChange;
import dev.dateilager.domain.workspace.UpdateStream;
import dev.dateilager.proto.pb.Objekt;
import dev.dateilager.proto.pb.UpdateRequest;
import dev.dateilager.proto.pb.UpdateResponse;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code Update}. */
@Timeout(30)
final class RemoteUpdateTest {
  private static final ProjectId PROJECT = new ProjectId(7);

  @Test
  void update_sendsEachChange_andGivesTheVersion() throws Exception {
    var taken = new LinkedBlockingQueue<UpdateRequest>();
    try (var peer = FakeServer.inProcess(updating(taken::add, 9));
        UpdateStream update = peer.client().projects().update(PROJECT)) {
      update.send(put("a", "xyz"));
      update.send(new ObjectChange.Delete(new ObjectPath("b/")));

      assertThat(update.finish()).isEqualTo(9);
      Objekt first = taken.take().getObject();
      UpdateRequest second = taken.take();
      assertThat(first.getPath()).isEqualTo("a");
      assertThat(first.getMode()).isEqualTo(0644);
      assertThat(first.getSize()).isEqualTo(3);
      assertThat(first.getContent().toStringUtf8()).isEqualTo("xyz");
      assertThat(second.getProject()).isEqualTo(7);
      assertThat(second.getObject().getDeleted()).isTrue();
      assertThat(second.getObject().hasContent()).isFalse();
    }
  }

  @DisplayName("TestEmptyUpdate: nothing sent is answered -1")
  @Test
  void update_ofNothing_isMinusOne() throws Exception {
    try (var peer = FakeServer.inProcess(updating(_ -> {}, -1));
        UpdateStream update = peer.client().projects().update(PROJECT)) {
      assertThat(update.finish()).isEqualTo(-1);
    }
  }

  @DisplayName("TestUpdateFailsWithTooLargeObject: an error, and no hang")
  @Test
  void update_ofATooLargeObject_isRefusedBeforeItIsSent() throws Exception {
    var settings = FakeServer.settings().withMaxMessageBytes(100);
    try (var peer = FakeServer.inProcess(settings, updating(_ -> {}, 1));
        UpdateStream update = peer.client().projects().update(PROJECT)) {
      assertThatExceptionOfType(ResourceExhausted.class)
          .isThrownBy(() -> update.send(put("large", "x".repeat(100))))
          .withMessageContaining("'large'");
    }
  }

  @DisplayName("lessons.md 11: an early refusal is noticed while sending, not after a hang")
  @Test
  void update_refusedEarly_endsTheSending() throws Exception {
    var service =
        new FakeServer.FakeFs() {
          @Override
          public StreamObserver<UpdateRequest> update(StreamObserver<UpdateResponse> out) {
            out.onError(Status.NOT_FOUND.withDescription("no project 7").asRuntimeException());
            return ignoring();
          }
        };
    try (var peer = FakeServer.inProcess(service);
        UpdateStream update = peer.client().projects().update(PROJECT)) {
      assertThatExceptionOfType(NotFound.class)
          .isThrownBy(
              () -> {
                while (true) {
                  update.send(put("a", "x"));
                }
              })
          .withMessage("no project 7");
    }
  }

  @Test
  void update_answeredEarly_isNoSuccess() throws Exception {
    var service =
        new FakeServer.FakeFs() {
          @Override
          public StreamObserver<UpdateRequest> update(StreamObserver<UpdateResponse> out) {
            out.onNext(UpdateResponse.newBuilder().setVersion(3).build());
            out.onCompleted();
            return ignoring();
          }
        };
    try (var peer = FakeServer.inProcess(service);
        UpdateStream update = peer.client().projects().update(PROJECT)) {
      assertThatExceptionOfType(Unavailable.class)
          .isThrownBy(
              () -> {
                while (true) {
                  update.send(put("a", "x"));
                }
              });
    }
  }

  @DisplayName("I27: a server that takes nothing holds back the sender, until the deadline")
  @Test
  void update_toASlowServer_isHeldBack() throws Exception {
    var settings = FakeServer.settings().withTimeout(Duration.ofMillis(300));
    var taken = new LinkedBlockingQueue<UpdateRequest>();
    var service =
        new FakeServer.FakeFs() {
          @Override
          public StreamObserver<UpdateRequest> update(StreamObserver<UpdateResponse> out) {
            ((ServerCallStreamObserver<UpdateResponse>) out).disableAutoRequest();
            return ignoring();
          }
        };
    try (var peer = FakeServer.inProcess(settings, service);
        UpdateStream update = peer.client().projects().update(PROJECT)) {
      assertThatExceptionOfType(Cancelled.class)
          .isThrownBy(
              () -> {
                while (true) {
                  update.send(put("a", "x"));
                  taken.add(UpdateRequest.getDefaultInstance());
                }
              })
          .withMessageContaining("context deadline exceeded");
      assertThat(taken).as("changes sent into the void").hasSizeLessThan(5);
    }
  }

  @Test
  void update_closedUnfinished_cancelsTheCall() throws Exception {
    var failures = new LinkedBlockingQueue<Throwable>();
    BlockingQueue<UpdateRequest> taken = new LinkedBlockingQueue<>();
    var service =
        new FakeServer.FakeFs() {
          @Override
          public StreamObserver<UpdateRequest> update(StreamObserver<UpdateResponse> out) {
            return new StreamObserver<>() {
              @Override
              public void onNext(UpdateRequest request) {
                taken.add(request);
              }

              @Override
              public void onError(Throwable failure) {
                failures.add(failure);
              }

              @Override
              public void onCompleted() {}
            };
          }
        };
    try (var peer = FakeServer.inProcess(service)) {
      try (UpdateStream update = peer.client().projects().update(PROJECT)) {
        update.send(put("a", "x"));
        assertThat(taken.poll(10, TimeUnit.SECONDS)).isNotNull();
      }
      assertThat(failures.poll(10, TimeUnit.SECONDS)).isNotNull();
    }
  }

  private static ObjectChange put(String path, String content) {
    return new ObjectChange.Put(new ObjectPath(path), FileMode.file(0644), Blob.utf8(content));
  }

  private static FakeServer.FakeFs updating(Consumer<UpdateRequest> taken, long version) {
    return new FakeServer.FakeFs() {
      @Override
      public StreamObserver<UpdateRequest> update(StreamObserver<UpdateResponse> out) {
        return new StreamObserver<>() {
          @Override
          public void onNext(UpdateRequest request) {
            taken.accept(request);
          }

          @Override
          public void onError(Throwable failure) {}

          @Override
          public void onCompleted() {
            out.onNext(UpdateResponse.newBuilder().setVersion(version).build());
            out.onCompleted();
          }
        };
      }
    };
  }

  private static StreamObserver<UpdateRequest> ignoring() {
    return new StreamObserver<>() {
      @Override
      public void onNext(UpdateRequest request) {}

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onCompleted() {}
    };
  }
}
