package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.workspace.CompressedStream;
import dev.dateilager.domain.workspace.ProjectSource;
import dev.dateilager.domain.workspace.UpdateStream;
import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.GetCompressRequest;
import dev.dateilager.proto.pb.GetRequest;
import dev.dateilager.proto.pb.GetResponse;
import dev.dateilager.proto.pb.NewProjectRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The projects of a server, over {@code pb.Fs}. */
final class RemoteProjects implements ProjectSource {
  private final Server server;

  RemoteProjects(Server server) {
    this.server = server;
  }

  @Override
  public void createProject(ProjectId id, List<String> packPatterns, Optional<ProjectId> template)
      throws DateiLagerException {
    var request = NewProjectRequest.newBuilder().setId(id.value()).addAllPackPatterns(packPatterns);
    template.ifPresent(project -> request.setTemplate(project.value()));
    server.unary(FsGrpc.getNewProjectMethod(), request.build());
  }

  @Override
  public CompressedStream getCompress(
      ProjectId project,
      long from,
      OptionalLong to,
      ObjectQuery query,
      Set<CacheVersion> cacheVersions) {
    var request =
        GetCompressRequest.newBuilder()
            .setProject(project.value())
            .setFromVersion(from)
            .addQueries(Wire.query(query))
            .addAllAvailableCacheVersions(
                cacheVersions.stream().sorted().map(CacheVersion::value).toList());
    to.ifPresent(request::setToVersion);
    return new RemoteCompressedStream(
        server.download(FsGrpc.getGetCompressMethod(), request.build()), server.maxMessageBytes());
  }

  @Override
  public UpdateStream update(ProjectId project) {
    return new RemoteUpdateStream(
        project, server.upload(FsGrpc.getUpdateMethod()), server.maxMessageBytes());
  }

  @Override
  public void get(
      ProjectId project, OptionalLong from, OptionalLong to, ObjectQuery query, ObjectSink sink)
      throws DateiLagerException {
    var request = GetRequest.newBuilder().setProject(project.value()).addQueries(Wire.query(query));
    from.ifPresent(request::setFromVersion);
    to.ifPresent(request::setToVersion);
    try (OpenCall<?, GetResponse> call = server.download(FsGrpc.getGetMethod(), request.build())) {
      Optional<GetResponse> message = call.read();
      while (message.isPresent()) {
        sink.accept(message.get().getVersion(), Wire.listed(message.get()));
        message = call.read();
      }
    }
  }
}
