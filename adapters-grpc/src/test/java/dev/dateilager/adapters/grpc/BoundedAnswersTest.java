package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.ProjectSink;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.proto.pb.ListProjectsRequest;
import dev.dateilager.proto.pb.Project;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.assertj.core.api.InstanceOfAssertFactories;
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
        new Served.Files(catalog));
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
