package dev.dateilager.adapters.grpc;

import com.google.protobuf.CodedOutputStream;
import dev.dateilager.domain.access.Operation;
import dev.dateilager.domain.catalog.CacheListing;
import dev.dateilager.domain.catalog.CacheSink;
import dev.dateilager.domain.catalog.Inspection;
import dev.dateilager.domain.catalog.ObjectUpdate;
import dev.dateilager.domain.catalog.ProjectVersion;
import dev.dateilager.domain.catalog.Retention;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import dev.dateilager.domain.model.Environment;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.proto.pb.CloneToProjectRequest;
import dev.dateilager.proto.pb.CloneToProjectResponse;
import dev.dateilager.proto.pb.DeleteProjectRequest;
import dev.dateilager.proto.pb.DeleteProjectResponse;
import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.GcContentsRequest;
import dev.dateilager.proto.pb.GcContentsResponse;
import dev.dateilager.proto.pb.GcProjectRequest;
import dev.dateilager.proto.pb.GcProjectResponse;
import dev.dateilager.proto.pb.GcRandomProjectsRequest;
import dev.dateilager.proto.pb.GcRandomProjectsResponse;
import dev.dateilager.proto.pb.GetCacheRequest;
import dev.dateilager.proto.pb.GetCacheResponse;
import dev.dateilager.proto.pb.GetCompressRequest;
import dev.dateilager.proto.pb.GetCompressResponse;
import dev.dateilager.proto.pb.GetRequest;
import dev.dateilager.proto.pb.GetResponse;
import dev.dateilager.proto.pb.GetUnaryRequest;
import dev.dateilager.proto.pb.GetUnaryResponse;
import dev.dateilager.proto.pb.InspectRequest;
import dev.dateilager.proto.pb.InspectResponse;
import dev.dateilager.proto.pb.ListProjectsRequest;
import dev.dateilager.proto.pb.ListProjectsResponse;
import dev.dateilager.proto.pb.NewProjectRequest;
import dev.dateilager.proto.pb.NewProjectResponse;
import dev.dateilager.proto.pb.Objekt;
import dev.dateilager.proto.pb.Project;
import dev.dateilager.proto.pb.ResetRequest;
import dev.dateilager.proto.pb.ResetResponse;
import dev.dateilager.proto.pb.RollbackRequest;
import dev.dateilager.proto.pb.RollbackResponse;
import dev.dateilager.proto.pb.SnapshotRequest;
import dev.dateilager.proto.pb.SnapshotResponse;
import dev.dateilager.proto.pb.UpdateRequest;
import dev.dateilager.proto.pb.UpdateResponse;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** {@code pb.Fs} (wire.md §2, §8). */
final class FsService extends FsGrpc.FsImplBase {
  private final Catalog catalog;
  private final Handlers handlers;
  private final Environment environment;

  FsService(Catalog catalog, Handlers handlers, Environment environment) {
    this.catalog = catalog;
    this.handlers = handlers;
    this.environment = environment;
  }

  @Override
  public void newProject(NewProjectRequest request, StreamObserver<NewProjectResponse> out) {
    handlers.unary(
        out,
        role -> {
          catalog.createProject(
              role,
              new ProjectId(request.getId()),
              request.getPackPatternsList(),
              request.hasTemplate()
                  ? Optional.of(new ProjectId(request.getTemplate()))
                  : Optional.empty());
          return NewProjectResponse.getDefaultInstance();
        });
  }

  @Override
  public void get(GetRequest request, StreamObserver<GetResponse> out) {
    handlers.streaming(
        out,
        (role, stream) ->
            catalog.get(
                role,
                Wire.read(request),
                (version, object) -> stream.send(Wire.listed(version, object))));
  }

  @Override
  public void getCompress(GetCompressRequest request, StreamObserver<GetCompressResponse> out) {
    handlers.streaming(
        out,
        (role, stream) ->
            catalog.getCompress(
                role,
                Wire.read(request),
                Wire.heldVersions(request),
                (version, packed, path) -> stream.send(Wire.part(version, packed, path))));
  }

  @Override
  public StreamObserver<UpdateRequest> update(StreamObserver<UpdateResponse> out) {
    return handlers.gathering(
        out,
        (role, in) -> {
          try (Catalog.Session session = catalog.update(role)) {
            Optional<Sent> sent = next(in);
            while (sent.isPresent()) {
              session.accept(sent.get().project(), sent.get().update());
              sent = next(in);
            }
            return UpdateResponse.newBuilder().setVersion(session.finish()).build();
          }
        });
  }

  /** What a message says; the message itself, which holds the content once more, is let go. */
  private record Sent(ProjectId project, ObjectUpdate update) {}

  private static Optional<Sent> next(RequestStream<UpdateRequest> in) throws DateiLagerException {
    Optional<UpdateRequest> message = in.next();
    return message.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Sent(new ProjectId(message.get().getProject()), Wire.update(message.get())));
  }

  @Override
  public void getCache(GetCacheRequest request, StreamObserver<GetCacheResponse> out) {
    handlers.streaming(
        out,
        (role, stream) -> catalog.getCache(role, Wire.wanted(request), new AnnouncingSink(stream)));
  }

  @Override
  public void getUnary(GetUnaryRequest request, StreamObserver<GetUnaryResponse> out) {
    handlers.bounded(
        out,
        (role, room) -> {
          var answer = GetUnaryResponse.newBuilder();
          long version =
              catalog.getUnary(
                  role,
                  Wire.read(request),
                  request.getMaxContentSendSize(),
                  (_, listed) -> {
                    Objekt object = Wire.object(listed);
                    room.take(
                        CodedOutputStream.computeMessageSize(
                            GetUnaryResponse.OBJECTS_FIELD_NUMBER, object));
                    answer.addObjects(object);
                  });
          room.take(
              CodedOutputStream.computeInt64Size(GetUnaryResponse.VERSION_FIELD_NUMBER, version));
          return answer.setVersion(version).build();
        });
  }

  @Override
  public void deleteProject(
      DeleteProjectRequest request, StreamObserver<DeleteProjectResponse> out) {
    handlers.unary(
        out,
        role -> {
          catalog.deleteProject(role, new ProjectId(request.getProject()));
          return DeleteProjectResponse.getDefaultInstance();
        });
  }

  @Override
  public void listProjects(ListProjectsRequest request, StreamObserver<ListProjectsResponse> out) {
    handlers.bounded(
        out,
        (role, room) -> {
          var answer = ListProjectsResponse.newBuilder();
          catalog.listProjects(
              role,
              found ->
                  answer.addProjects(
                      taken(found, ListProjectsResponse.PROJECTS_FIELD_NUMBER, room)));
          return answer.build();
        });
  }

  private static Project taken(ProjectVersion found, int field, Answers.Room room)
      throws DateiLagerException {
    Project project = Wire.project(found);
    room.take(CodedOutputStream.computeMessageSize(field, project));
    return project;
  }

  @Override
  public void cloneToProject(
      CloneToProjectRequest request, StreamObserver<CloneToProjectResponse> out) {
    handlers.unary(
        out,
        role ->
            CloneToProjectResponse.newBuilder()
                .setLatestVersion(
                    catalog.cloneProject(
                        role,
                        new ProjectId(request.getSource()),
                        request.getVersion(),
                        new ProjectId(request.getTarget())))
                .build());
  }

  @Override
  public void rollback(RollbackRequest request, StreamObserver<RollbackResponse> out) {
    handlers.unary(
        out,
        role -> {
          catalog.rollback(role, new ProjectId(request.getProject()), request.getVersion());
          return RollbackResponse.getDefaultInstance();
        });
  }

  @Override
  public void inspect(InspectRequest request, StreamObserver<InspectResponse> out) {
    handlers.stoppable(
        out,
        role -> {
          Inspection found = catalog.inspect(role, new ProjectId(request.getProject()));
          return InspectResponse.newBuilder()
              .setProject(request.getProject())
              .setLatestVersion(found.latestVersion())
              .setLiveObjectsCount(found.liveObjects())
              .setTotalObjectsCount(found.totalRows())
              .build();
        });
  }

  @Override
  public void snapshot(SnapshotRequest request, StreamObserver<SnapshotResponse> out) {
    handlers.bounded(
        out,
        (role, room) -> {
          requireDevelopment(Operation.SNAPSHOT);
          var answer = SnapshotResponse.newBuilder();
          catalog.snapshotProjects(
              role,
              found ->
                  answer.addProjects(taken(found, SnapshotResponse.PROJECTS_FIELD_NUMBER, room)));
          return answer.build();
        });
  }

  @Override
  public void reset(ResetRequest request, StreamObserver<ResetResponse> out) {
    handlers.unary(
        out,
        role -> {
          requireDevelopment(Operation.RESET);
          catalog.reset(role, request.getProjectsList().stream().map(Wire::project).toList());
          return ResetResponse.getDefaultInstance();
        });
  }

  /** Outside development these do not exist for anyone: asked before the role (wire.md §8). */
  private void requireDevelopment(Operation operation) throws Unsupported {
    if (!environment.isDevelopment()) {
      throw new Unsupported("%s is offered in dev and test only".formatted(operation));
    }
  }

  @Override
  public void gcProject(GcProjectRequest request, StreamObserver<GcProjectResponse> out) {
    handlers.stoppable(
        out,
        role ->
            GcProjectResponse.newBuilder()
                .setCount(
                    catalog.collectProject(
                        role,
                        new ProjectId(request.getProject()),
                        request.getKeepVersions(),
                        request.getFromVersion()))
                .setProject(request.getProject())
                .build());
  }

  @Override
  public void gcRandomProjects(
      GcRandomProjectsRequest request, StreamObserver<GcRandomProjectsResponse> out) {
    handlers.stoppable(
        out,
        role -> {
          Retention.Collected collected =
              catalog.collectRandomProjects(
                  role, request.getSample(), request.getKeepVersions(), request.getFromVersion());
          return GcRandomProjectsResponse.newBuilder()
              .setCount(collected.contents())
              .addAllProjects(collected.projects().stream().map(ProjectId::value).toList())
              .build();
        });
  }

  @Override
  public void gcContents(GcContentsRequest request, StreamObserver<GcContentsResponse> out) {
    handlers.stoppable(
        out,
        role ->
            GcContentsResponse.newBuilder()
                .setCount(catalog.collectContents(role, request.getSample()))
                .build());
  }

  /** Sends the packs of a cache version behind headers that say what a whole one is (I10). */
  private static final class AnnouncingSink implements CacheSink {
    private final ResponseStream<GetCacheResponse> stream;
    private CacheVersion version = new CacheVersion(0);

    AnnouncingSink(ResponseStream<GetCacheResponse> stream) {
      this.stream = stream;
    }

    @Override
    public void begin(CacheListing listing, long toCome) {
      version = listing.info().version();
      EdgeCall.CURRENT.get().announce(Wire.announcement(listing.info()));
    }

    @Override
    public void pack(ContentHash hash, Blob packed) throws DateiLagerException {
      stream.send(Wire.pack(version, hash, packed));
    }
  }
}
