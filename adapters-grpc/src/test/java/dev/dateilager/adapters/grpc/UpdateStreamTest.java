package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.catalog.ObjectUpdate;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.proto.pb.UpdateRequest;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams from a writer: what is handed on, how far ahead it is taken, and how they end. */
@Timeout(30)
final class UpdateStreamTest {
  @Test
  void update_handsOnEachMessage_andAnswersTheVersion() throws Exception {
    var session = new RecordingSession();
    try (var edge = RunningEdge.inProcess(ScriptedCatalog.updating(session))) {
      long version =
          GatheredUpdate.send(
              edge.fsAsync(KnownTokens.ADMIN),
              List.of(GatheredUpdate.message(1, "a"), GatheredUpdate.message(1, "b")));

      assertThat(version).isEqualTo(9);
      assertThat(session.taken).extracting(ObjectUpdate::path).containsExactly("a", "b");
      assertThat(session.taken).extracting(ObjectUpdate::content).containsOnly(Optional.empty());
      assertThat(session.closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @DisplayName("wire.md oddity 4: a message without an object is INVALID_ARGUMENT")
  @Test
  void update_withoutObject_isInvalid() throws Exception {
    var session = new RecordingSession();
    try (var edge = RunningEdge.inProcess(ScriptedCatalog.updating(session))) {
      Status status =
          GatheredUpdate.status(
              edge.fsAsync(KnownTokens.ADMIN), UpdateRequest.newBuilder().setProject(1).build());

      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(session.closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @DisplayName("TestEmptyUpdate: a stream without messages is answered -1")
  @Test
  void update_withoutMessages_isMinusOne() throws Exception {
    try (var edge = RunningEdge.inProcess(new ScriptedCatalog())) {
      assertThat(GatheredUpdate.send(edge.fsAsync(KnownTokens.ADMIN), List.of())).isEqualTo(-1);
    }
  }

  @Test
  void update_whoseProjectIsUnknown_endsEarly() throws Exception {
    var session =
        new RecordingSession() {
          @Override
          public void accept(ProjectId project, ObjectUpdate update) throws DateiLagerException {
            throw new NotFound("there is no project " + project);
          }
        };
    try (var edge = RunningEdge.inProcess(ScriptedCatalog.updating(session))) {
      var writer = new PushingWriter();
      edge.fsAsync(KnownTokens.ADMIN).update(writer);
      writer.send(GatheredUpdate.message(1, "a")); // and no end: the answer comes all the same

      assertThat(writer.failure().map(Status::getCode)).contains(Status.Code.NOT_FOUND);
    }
  }

  @DisplayName("I27: a large message is taken only when those before it have been dealt with")
  @Test
  void update_ofLargeMessages_isTakenOneByOne() throws Exception {
    var gate = new LinkedBlockingQueue<Boolean>();
    var session = gated(gate);
    try (var edge = RunningEdge.inProcess(ScriptedCatalog.updating(session))) {
      var writer = new PushingWriter();
      edge.fsAsync(KnownTokens.ADMIN).update(writer);
      for (int i = 0; i < 10; i++) {
        writer.awaitReady();
        writer.send(GatheredUpdate.message(1, "f" + i, RequestStream.AHEAD_BYTES));
        assertThat(session.arrivals.poll(10, TimeUnit.SECONDS)).isEqualTo("f" + i);
        assertThat(writer.isReady()).as("room while message %d is dealt with", i).isFalse();
        gate.add(true);
      }
      writer.complete();
      assertThat(writer.version()).isEqualTo(9);
    }
  }

  @Test
  void update_whoseCallerGoesAway_closesTheSessionUnfinished() throws Exception {
    var session = new RecordingSession();
    try (var edge = RunningEdge.inProcess(ScriptedCatalog.updating(session))) {
      var writer = new PushingWriter();
      edge.fsAsync(KnownTokens.ADMIN).update(writer);
      writer.send(GatheredUpdate.message(1, "a"));
      assertThat(session.arrivals.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
      writer.cancel();

      assertThat(session.closed.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(session.finished).isFalse();
      assertThat(edge.nextEnded().code()).isEqualTo(Status.Code.CANCELLED);
    }
  }

  @DisplayName("I27: patience with a writer that sends nothing ends")
  @Test
  void update_fromAWriterThatStopped_endsWhenPatienceDoes() throws Exception {
    var session = new RecordingSession();
    var settings = RunningEdge.SETTINGS.withPatience(Duration.ofMillis(100));
    try (var edge =
        RunningEdge.inProcess(
            settings, new KnownTokens(), RunningEdge.served(ScriptedCatalog.updating(session)))) {
      var writer = new PushingWriter();
      edge.fsAsync(KnownTokens.ADMIN).update(writer);

      assertThat(writer.failure().map(Status::getCode)).contains(Status.Code.DEADLINE_EXCEEDED);
      assertThat(session.closed.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static RecordingSession gated(BlockingQueue<Boolean> gate) {
    return new RecordingSession() {
      @Override
      public void accept(ProjectId project, ObjectUpdate update) throws DateiLagerException {
        super.accept(project, update);
        take(gate);
      }
    };
  }

  private static void take(BlockingQueue<Boolean> gate) throws Cancelled {
    try {
      gate.take();
    } catch (InterruptedException stop) {
      throw new Cancelled("interrupted", false);
    }
  }
}
