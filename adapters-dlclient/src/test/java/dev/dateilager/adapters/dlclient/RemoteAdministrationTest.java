package dev.dateilager.adapters.dlclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Message;
import dev.dateilager.domain.administration.Collecting;
import dev.dateilager.domain.administration.ServerAdministration;
import dev.dateilager.domain.catalog.Inspection;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.Retention.Collected;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.proto.pb.CloneToProjectRequest;
import dev.dateilager.proto.pb.CloneToProjectResponse;
import dev.dateilager.proto.pb.DeleteProjectRequest;
import dev.dateilager.proto.pb.DeleteProjectResponse;
import dev.dateilager.proto.pb.GcContentsRequest;
import dev.dateilager.proto.pb.GcContentsResponse;
import dev.dateilager.proto.pb.GcProjectRequest;
import dev.dateilager.proto.pb.GcProjectResponse;
import dev.dateilager.proto.pb.GcRandomProjectsRequest;
import dev.dateilager.proto.pb.GcRandomProjectsResponse;
import dev.dateilager.proto.pb.InspectRequest;
import dev.dateilager.proto.pb.InspectResponse;
import dev.dateilager.proto.pb.ListProjectsRequest;
import dev.dateilager.proto.pb.ListProjectsResponse;
import dev.dateilager.proto.pb.Project;
import dev.dateilager.proto.pb.ResetRequest;
import dev.dateilager.proto.pb.ResetResponse;
import dev.dateilager.proto.pb.RollbackRequest;
import dev.dateilager.proto.pb.RollbackResponse;
import dev.dateilager.proto.pb.SnapshotRequest;
import dev.dateilager.proto.pb.SnapshotResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator's calls send, and what they make of the answers (wire.md §2). */
@Timeout(30)
@SuppressWarnings("NullAway.Init") // JUnit calls connect before any test
final class RemoteAdministrationTest {
  private static final ProjectId P1 = new ProjectId(1);
  private static final ProjectId P2 = new ProjectId(-2);

  private final Recording service = new Recording();
  private FakeServer.InProcess peer;
  private ServerAdministration server;

  @BeforeEach
  void connect() throws Exception {
    peer = FakeServer.inProcess(service);
    server = peer.client().administration();
  }

  @AfterEach
  void disconnect() {
    peer.close();
  }

  @Test
  void projects_areListedInTheServersOrder() throws Exception {
    assertThat(server.projects())
        .containsExactly(new ProjectVersion(P1, 3), new ProjectVersion(P2, 0));
    assertThat(service.asked()).isEqualTo(ListProjectsRequest.getDefaultInstance());
  }

  @Test
  void delete_namesTheProject() throws Exception {
    server.delete(P2);

    assertThat(service.asked()).isEqualTo(DeleteProjectRequest.newBuilder().setProject(-2).build());
  }

  @Test
  void copy_answersTheTargetsVersion() throws Exception {
    assertThat(server.copy(P1, 20, P2)).isEqualTo(7);

    assertThat(service.asked())
        .isEqualTo(
            CloneToProjectRequest.newBuilder().setSource(1).setVersion(20).setTarget(-2).build());
  }

  @Test
  void rollback_namesProjectAndVersion() throws Exception {
    server.rollback(P1, 2);

    assertThat(service.asked())
        .isEqualTo(RollbackRequest.newBuilder().setProject(1).setVersion(2).build());
  }

  @Test
  void inspect_answersTheThreeNumbers() throws Exception {
    assertThat(server.inspect(P1)).isEqualTo(new Inspection(4, 30, 10));

    assertThat(service.asked()).isEqualTo(InspectRequest.newBuilder().setProject(1).build());
  }

  @Test
  void snapshot_isAListToComeBackTo() throws Exception {
    List<ProjectVersion> states = server.snapshot();
    assertThat(states).containsExactly(new ProjectVersion(P1, 1));
    assertThat(service.asked()).isEqualTo(SnapshotRequest.getDefaultInstance());

    server.reset(states);

    assertThat(service.asked())
        .isEqualTo(
            ResetRequest.newBuilder()
                .addProjects(Project.newBuilder().setId(1).setVersion(1))
                .build());
  }

  @Test
  void reset_toNothingSendsAnEmptyList() throws Exception {
    server.reset(List.of());

    assertThat(service.asked()).isEqualTo(ResetRequest.getDefaultInstance());
  }

  @Test
  void collect_sendsAVersionOnlyIfOneIsGiven() throws Exception {
    assertThat(server.collect(new Collecting.OneProject(P1, 5, OptionalLong.empty())))
        .isEqualTo(new Collected(12, List.of(P1)));
    assertThat(service.asked())
        .isEqualTo(GcProjectRequest.newBuilder().setProject(1).setKeepVersions(5).build());

    var _ = server.collect(new Collecting.OneProject(P1, 5, OptionalLong.of(0)));
    assertThat(service.asked())
        .isEqualTo(
            GcProjectRequest.newBuilder()
                .setProject(1)
                .setKeepVersions(5)
                .setFromVersion(0)
                .build());
  }

  @Test
  void collect_ofRandomProjectsTellsWhich() throws Exception {
    assertThat(server.collect(new Collecting.RandomProjects(25.5f, 1, OptionalLong.of(2))))
        .isEqualTo(new Collected(3, List.of(P1, P2)));
    assertThat(service.asked())
        .isEqualTo(
            GcRandomProjectsRequest.newBuilder()
                .setSample(25.5f)
                .setKeepVersions(1)
                .setFromVersion(2)
                .build());
  }

  @Test
  void collect_ofContentsNamesNoProjects() throws Exception {
    assertThat(server.collect(new Collecting.Contents(100))).isEqualTo(new Collected(9, List.of()));
    assertThat(service.asked()).isEqualTo(GcContentsRequest.newBuilder().setSample(100).build());
  }

  @Test
  void refusals_areTheDomainsOwn() {
    service.failure = Optional.of(Status.UNIMPLEMENTED.withDescription("not in production"));
    assertThatExceptionOfType(Unsupported.class)
        .isThrownBy(server::snapshot)
        .withMessage("not in production");

    service.failure = Optional.of(Status.INVALID_ARGUMENT.withDescription("other pack patterns"));
    assertThatExceptionOfType(InvalidArgument.class).isThrownBy(() -> server.copy(P1, 1, P2));
  }

  /** Writes down what is asked, and answers or fails as it was told. */
  private static final class Recording extends FakeServer.FakeFs {
    private final BlockingQueue<Message> requests = new LinkedBlockingQueue<>();
    private volatile Optional<Status> failure = Optional.empty();

    Message asked() throws InterruptedException {
      return requests.take();
    }

    private <R> void answer(Message request, R response, StreamObserver<R> out) {
      requests.add(request);
      if (failure.isPresent()) {
        out.onError(failure.get().asRuntimeException());
        return;
      }
      out.onNext(response);
      out.onCompleted();
    }

    private static Project project(long id, long version) {
      return Project.newBuilder().setId(id).setVersion(version).build();
    }

    @Override
    public void listProjects(ListProjectsRequest asked, StreamObserver<ListProjectsResponse> out) {
      answer(
          asked,
          ListProjectsResponse.newBuilder()
              .addProjects(project(1, 3))
              .addProjects(project(-2, 0))
              .build(),
          out);
    }

    @Override
    public void deleteProject(
        DeleteProjectRequest asked, StreamObserver<DeleteProjectResponse> out) {
      answer(asked, DeleteProjectResponse.getDefaultInstance(), out);
    }

    @Override
    public void cloneToProject(
        CloneToProjectRequest asked, StreamObserver<CloneToProjectResponse> out) {
      answer(asked, CloneToProjectResponse.newBuilder().setLatestVersion(7).build(), out);
    }

    @Override
    public void rollback(RollbackRequest asked, StreamObserver<RollbackResponse> out) {
      answer(asked, RollbackResponse.getDefaultInstance(), out);
    }

    @Override
    public void inspect(InspectRequest asked, StreamObserver<InspectResponse> out) {
      answer(
          asked,
          InspectResponse.newBuilder()
              .setProject(1)
              .setLatestVersion(4)
              .setLiveObjectsCount(30)
              .setTotalObjectsCount(10)
              .build(),
          out);
    }

    @Override
    public void snapshot(SnapshotRequest asked, StreamObserver<SnapshotResponse> out) {
      answer(asked, SnapshotResponse.newBuilder().addProjects(project(1, 1)).build(), out);
    }

    @Override
    public void reset(ResetRequest asked, StreamObserver<ResetResponse> out) {
      answer(asked, ResetResponse.getDefaultInstance(), out);
    }

    @Override
    public void gcProject(GcProjectRequest asked, StreamObserver<GcProjectResponse> out) {
      answer(asked, GcProjectResponse.newBuilder().setCount(12).setProject(1).build(), out);
    }

    @Override
    public void gcRandomProjects(
        GcRandomProjectsRequest asked, StreamObserver<GcRandomProjectsResponse> out) {
      answer(
          asked,
          GcRandomProjectsResponse.newBuilder().setCount(3).addProjects(1).addProjects(-2).build(),
          out);
    }

    @Override
    public void gcContents(GcContentsRequest asked, StreamObserver<GcContentsResponse> out) {
      answer(asked, GcContentsResponse.newBuilder().setCount(9).build(), out);
    }
  }
}
