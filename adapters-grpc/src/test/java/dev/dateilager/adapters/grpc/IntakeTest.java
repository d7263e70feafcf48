package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.ContentBudget;
import dev.dateilager.domain.catalog.ObjectUpdate;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.GetRequest;
import dev.dateilager.proto.pb.ListProjectsRequest;
import dev.dateilager.proto.pb.NewProjectRequest;
import dev.dateilager.proto.pb.Objekt;
import dev.dateilager.proto.pb.UpdateRequest;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What messages may hold while they come in, and how many calls there may be (R9, I27). */
@Timeout(120)
final class IntakeTest {
  private static final int MIB = 1 << 20;
  private static final ByteString MEBIBYTE = ByteString.copyFrom(new byte[MIB]);

  @TempDir private Path directory;

  private static UpdateRequest message(int mebibytes) {
    ByteString content = ByteString.EMPTY;
    for (int i = 0; i < mebibytes; i++) {
      content = content.concat(MEBIBYTE);
    }
    return UpdateRequest.newBuilder()
        .setProject(1)
        .setObject(Objekt.newBuilder().setPath("a").setMode(0644).setContent(content))
        .build();
  }

  private static UpdateRequest small() {
    return GatheredUpdate.message(1, "small");
  }

  /** Keeps each update's first content until told to go on; answers with how many bytes came. */
  private static final class Keeper extends ScriptedCatalog {
    final CountDownLatch goOn = new CountDownLatch(1);
    final AtomicInteger kept = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();

    @Override
    public Session update(Role role) {
      return new RecordingSession() {
        private long bytes;

        @Override
        public void accept(ProjectId project, ObjectUpdate update) {
          if (update.content().isEmpty()) {
            return;
          }
          mostAtOnce.accumulateAndGet(kept.incrementAndGet(), Math::max);
          try {
            assertThat(goOn.await(60, TimeUnit.SECONDS)).isTrue();
            bytes += update.content().orElseThrow().length();
          } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
          } finally {
            kept.decrementAndGet();
          }
        }

        @Override
        public long finish() {
          return bytes;
        }
      };
    }
  }

  private static PushingWriter begin(RunningEdge edge, String token, int mebibytes) {
    var writer = new PushingWriter();
    edge.fsAsync(token).update(writer);
    writer.send(message(mebibytes));
    writer.complete();
    return writer;
  }

  private RunningEdge edge(EdgeSettings settings, Catalog catalog, ContentBudget budget)
      throws Exception {
    return RunningEdge.overTls(directory, settings, new Served.Files(catalog, budget));
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(5); // there is nobody to tell
    }
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  @DisplayName("R9: large messages are dealt with as many at a time as the budget has room for")
  @Test
  void largeMessages_waitForRoom_andAllPass() throws Exception {
    var budget = new ContentBudget(20L * MIB, Duration.ofSeconds(60));
    var catalog = new Keeper();
    try (var edge = edge(RunningEdge.SETTINGS, catalog, budget)) {
      var writers = new ArrayList<PushingWriter>();
      for (int i = 0; i < 4; i++) {
        writers.add(begin(edge, KnownTokens.ADMIN, 9));
      }
      await(() -> catalog.kept.get() == 2 && edge.edge.intakeBytes() > 4 * 9L * MIB);
      assertThat(budget.storedBytes()).isBetween(18L * MIB, 19L * MIB);
      assertThat(GatheredUpdate.status(edge.fsAsync(KnownTokens.PROJECT_1), small()))
          .as("nothing small waits for them")
          .isEqualTo(Status.OK);

      catalog.goOn.countDown();

      for (PushingWriter writer : writers) {
        assertThat(writer.version()).isEqualTo(9L * MIB);
      }
      assertThat(catalog.mostAtOnce).hasValueLessThanOrEqualTo(3);
      await(() -> edge.edge.intakeBytes() == 0);
      assertThat(budget.storedBytes()).isZero();
      assertThat(budget.decodedBytes()).isZero();
    }
  }

  @Test
  void largeMessages_beyondWhatMayComeInAtOnce_areExhausted_andOnlyThey() throws Exception {
    var budget = new ContentBudget(64L * MIB, Duration.ofSeconds(60));
    var catalog = new Keeper();
    try (var edge = edge(RunningEdge.SETTINGS.withIntakeBytes(20L * MIB), catalog, budget)) {
      PushingWriter first = begin(edge, KnownTokens.ADMIN, 9);
      PushingWriter second = begin(edge, KnownTokens.ADMIN, 9);
      await(() -> catalog.kept.get() == 2);

      Status refused = begin(edge, KnownTokens.ADMIN, 9).failure().orElseThrow();

      assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refused.getDescription()).contains("on their way in").contains("later");
      catalog.goOn.countDown();
      assertThat(first.version()).isEqualTo(9L * MIB);
      assertThat(second.version()).isEqualTo(9L * MIB);
      await(() -> edge.edge.intakeBytes() == 0);
      assertThat(begin(edge, KnownTokens.ADMIN, 9).version()).isEqualTo(9L * MIB);
    }
  }

  @Test
  void aMessageLargerThanTheBudget_isExhausted_andReachesNobody() throws Exception {
    var session = new RecordingSession();
    var budget = new ContentBudget(8L * MIB, Duration.ofSeconds(60));
    try (var edge = edge(RunningEdge.SETTINGS, ScriptedCatalog.updating(session), budget)) {
      Status refused = begin(edge, KnownTokens.ADMIN, 9).failure().orElseThrow();

      assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refused.getDescription()).contains("more than the budget");
      assertThat(session.taken).isEmpty();
      assertThat(session.finished).isFalse();
    }
  }

  @Test
  void aMessageForWhichOthersKeepTheRoom_isExhaustedInTime() throws Exception {
    var budget = new ContentBudget(16L * MIB, Duration.ofMillis(50));
    var catalog = new Keeper();
    try (var edge = edge(RunningEdge.SETTINGS, catalog, budget)) {
      PushingWriter first = begin(edge, KnownTokens.ADMIN, 9);
      await(() -> catalog.kept.get() == 1);

      Status refused = begin(edge, KnownTokens.ADMIN, 9).failure().orElseThrow();

      assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      catalog.goOn.countDown();
      assertThat(first.version()).isEqualTo(9L * MIB);
    }
  }

  @Test
  void aPeerThatGoesAwayWhileItsMessageWaits_leavesNothingTaken() throws Exception {
    var budget = new ContentBudget(16L * MIB, Duration.ofSeconds(60));
    var catalog = new Keeper();
    try (var edge = edge(RunningEdge.SETTINGS, catalog, budget)) {
      PushingWriter first = begin(edge, KnownTokens.ADMIN, 9);
      await(() -> catalog.kept.get() == 1);
      PushingWriter second = begin(edge, KnownTokens.ADMIN, 9);
      await(() -> edge.edge.intakeBytes() > 18L * MIB);

      second.cancel();

      await(() -> edge.edge.intakeBytes() < 10L * MIB);
      catalog.goOn.countDown();
      assertThat(first.version()).isEqualTo(9L * MIB);
      await(() -> budget.storedBytes() == 0 && budget.decodedBytes() == 0);
      assertThat(edge.edge.intakeBytes()).isZero();
    }
  }

  @Test
  void aLargeMessageThatIsNone_isInternal_asASmallOneIs() throws Exception {
    var budget = new ContentBudget(16L * MIB, Duration.ofSeconds(60));
    var session = new RecordingSession();
    try (var edge = edge(RunningEdge.SETTINGS, ScriptedCatalog.updating(session), budget)) {
      for (int length : new int[] {100, MIB}) {
        byte[] nonsense = new byte[length];
        Arrays.fill(nonsense, (byte) 0xff);
        assertThat(Codes.of(() -> RawUpdate.send(edge.as(KnownTokens.ADMIN), nonsense)).getCode())
            .isIn(Status.Code.INTERNAL, Status.Code.UNKNOWN);
      }
      await(() -> budget.storedBytes() == 0);
      assertThat(session.taken).isEmpty();
    }
  }

  @DisplayName("R9: whoever asks may send 16 MiB, and not a byte more")
  @Test
  void questions_atTheLimitAreTaken_onePastItIsExhausted() throws Exception {
    try (var edge = RunningEdge.overTls(directory, RunningEdge.SETTINGS, new ScriptedCatalog())) {
      FsGrpc.FsBlockingStub admin = edge.fs(KnownTokens.ADMIN);

      assertThat(Codes.of(() -> admin.newProject(question(EdgeSettings.QUESTION_BYTES))))
          .isEqualTo(Status.OK);
      Status refused = Codes.of(() -> admin.newProject(question(EdgeSettings.QUESTION_BYTES + 1)));
      assertThat(refused.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(refused.getDescription()).contains("16777216");
      await(() -> edge.edge.intakeBytes() == 0);
    }
  }

  private static NewProjectRequest question(int bytes) {
    int pattern = bytes - 5; // its tag and its length
    var question = NewProjectRequest.newBuilder().addPackPatterns("x".repeat(pattern)).build();
    assertThat(question.getSerializedSize()).isEqualTo(bytes);
    return question;
  }

  @DisplayName("wire.md §1: compressed messages are UNIMPLEMENTED")
  @Test
  void compressedMessages_areUnimplemented() throws Exception {
    try (var edge = RunningEdge.overTls(directory, RunningEdge.SETTINGS, new ScriptedCatalog())) {
      var stub = edge.fs(KnownTokens.ADMIN).withCompression("gzip");

      assertThat(
              Codes.of(() -> stub.listProjects(ListProjectsRequest.getDefaultInstance())).getCode())
          .isEqualTo(Status.Code.UNIMPLEMENTED);
    }
  }

  @DisplayName("R9: each role has so many calls at a time, and of projects each one")
  @Test
  void calls_beyondThoseOfARole_areUnavailable_andOthersGoOn() throws Exception {
    var catalog = new Keeper();
    var budget = new ContentBudget(64L * MIB, Duration.ofSeconds(60));
    try (var edge = edge(RunningEdge.SETTINGS.withCallsPerRole(2), catalog, budget)) {
      var writers =
          List.of(begin(edge, KnownTokens.PROJECT_1, 1), begin(edge, KnownTokens.PROJECT_1, 1));
      await(() -> catalog.kept.get() == 2);

      Status refused = GatheredUpdate.status(edge.fsAsync(KnownTokens.PROJECT_1), small());

      assertThat(refused.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
      assertThat(refused.getDescription()).contains("project 1").contains("2 calls");
      for (String other : List.of(KnownTokens.PROJECT_2, KnownTokens.ADMIN)) {
        assertThat(GatheredUpdate.status(edge.fsAsync(other), small())).isEqualTo(Status.OK);
      }
      catalog.goOn.countDown();
      for (PushingWriter writer : writers) {
        assertThat(writer.version()).isEqualTo(MIB);
      }
      await(
          () ->
              GatheredUpdate.status(edge.fsAsync(KnownTokens.PROJECT_1), small())
                  .equals(Status.OK));
      for (int i = 0; i < 5; i++) { // calls that fail are over, too
        Codes.of(() -> edge.fs(KnownTokens.READER).get(GetRequest.getDefaultInstance()).hasNext());
      }
      assertThat(GatheredUpdate.status(edge.fsAsync(KnownTokens.READER), small()).getCode())
          .isNotEqualTo(Status.Code.UNAVAILABLE);
    }
  }
}
