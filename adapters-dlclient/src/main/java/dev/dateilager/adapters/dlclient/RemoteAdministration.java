package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.administration.Collecting;
import dev.dateilager.domain.administration.ServerAdministration;
import dev.dateilager.domain.catalog.Inspection;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.Retention.Collected;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.proto.pb.CloneToProjectRequest;
import dev.dateilager.proto.pb.DeleteProjectRequest;
import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.GcContentsRequest;
import dev.dateilager.proto.pb.GcProjectRequest;
import dev.dateilager.proto.pb.GcRandomProjectsRequest;
import dev.dateilager.proto.pb.InspectRequest;
import dev.dateilager.proto.pb.ListProjectsRequest;
import dev.dateilager.proto.pb.Project;
import dev.dateilager.proto.pb.ResetRequest;
import dev.dateilager.proto.pb.RollbackRequest;
import dev.dateilager.proto.pb.SnapshotRequest;
import java.util.List;

/** The operators' calls of {@code pb.Fs} (wire.md §2). */
final class RemoteAdministration implements ServerAdministration {
  private final Server server;

  RemoteAdministration(Server server) {
    this.server = server;
  }

  @Override
  public List<ProjectVersion> projects() throws DateiLagerException {
    return states(
        server
            .unary(FsGrpc.getListProjectsMethod(), ListProjectsRequest.getDefaultInstance())
            .getProjectsList());
  }

  @Override
  public void delete(ProjectId project) throws DateiLagerException {
    server.unary(
        FsGrpc.getDeleteProjectMethod(),
        DeleteProjectRequest.newBuilder().setProject(project.value()).build());
  }

  @Override
  public long copy(ProjectId source, long version, ProjectId target) throws DateiLagerException {
    var request =
        CloneToProjectRequest.newBuilder()
            .setSource(source.value())
            .setVersion(version)
            .setTarget(target.value());
    return server.unary(FsGrpc.getCloneToProjectMethod(), request.build()).getLatestVersion();
  }

  @Override
  public void rollback(ProjectId project, long version) throws DateiLagerException {
    server.unary(
        FsGrpc.getRollbackMethod(),
        RollbackRequest.newBuilder().setProject(project.value()).setVersion(version).build());
  }

  @Override
  public Inspection inspect(ProjectId project) throws DateiLagerException {
    var told =
        server.unary(
            FsGrpc.getInspectMethod(),
            InspectRequest.newBuilder().setProject(project.value()).build());
    return new Inspection(
        told.getLatestVersion(), told.getLiveObjectsCount(), told.getTotalObjectsCount());
  }

  @Override
  public List<ProjectVersion> snapshot() throws DateiLagerException {
    return states(
        server
            .unary(FsGrpc.getSnapshotMethod(), SnapshotRequest.getDefaultInstance())
            .getProjectsList());
  }

  @Override
  public void reset(List<ProjectVersion> states) throws DateiLagerException {
    var request = ResetRequest.newBuilder();
    for (ProjectVersion state : states) {
      request.addProjects(
          Project.newBuilder().setId(state.id().value()).setVersion(state.latestVersion()));
    }
    server.unary(FsGrpc.getResetMethod(), request.build());
  }

  @Override
  public Collected collect(Collecting what) throws DateiLagerException {
    return switch (what) {
      case Collecting.OneProject one -> {
        var request =
            GcProjectRequest.newBuilder()
                .setProject(one.project().value())
                .setKeepVersions(one.keepVersions());
        one.from().ifPresent(request::setFromVersion);
        long count = server.unary(FsGrpc.getGcProjectMethod(), request.build()).getCount();
        yield new Collected(count, List.of(one.project()));
      }
      case Collecting.RandomProjects random -> {
        var request =
            GcRandomProjectsRequest.newBuilder()
                .setSample(random.percent())
                .setKeepVersions(random.keepVersions());
        random.from().ifPresent(request::setFromVersion);
        var answer = server.unary(FsGrpc.getGcRandomProjectsMethod(), request.build());
        yield new Collected(
            answer.getCount(), answer.getProjectsList().stream().map(ProjectId::new).toList());
      }
      case Collecting.Contents contents -> {
        var request = GcContentsRequest.newBuilder().setSample(contents.percent());
        long count = server.unary(FsGrpc.getGcContentsMethod(), request.build()).getCount();
        yield new Collected(count, List.of());
      }
    };
  }

  private static List<ProjectVersion> states(List<Project> projects) {
    return projects.stream()
        .map(project -> new ProjectVersion(new ProjectId(project.getId()), project.getVersion()))
        .toList();
  }
}
