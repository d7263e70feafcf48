package dev.dateilager.adapters.grpc;

import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.PERMISSION_DENIED;
import static io.grpc.Status.Code.UNAVAILABLE;
import static io.grpc.Status.Code.UNIMPLEMENTED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.catalog.Caches;
import dev.dateilager.domain.catalog.ContentBudget;
import dev.dateilager.domain.catalog.Projects;
import dev.dateilager.domain.catalog.Reads;
import dev.dateilager.domain.catalog.Retention;
import dev.dateilager.domain.catalog.Updates;
import dev.dateilager.domain.contract.PlainPackCodec;
import dev.dateilager.domain.model.Environment;
import dev.dateilager.domain.model.Limits;
import dev.dateilager.proto.pb.CloneToProjectRequest;
import dev.dateilager.proto.pb.DeleteProjectRequest;
import dev.dateilager.proto.pb.GcContentsRequest;
import dev.dateilager.proto.pb.GcProjectRequest;
import dev.dateilager.proto.pb.GcRandomProjectsRequest;
import dev.dateilager.proto.pb.GetCacheRequest;
import dev.dateilager.proto.pb.GetCompressRequest;
import dev.dateilager.proto.pb.GetRequest;
import dev.dateilager.proto.pb.GetUnaryRequest;
import dev.dateilager.proto.pb.InspectRequest;
import dev.dateilager.proto.pb.ListProjectsRequest;
import dev.dateilager.proto.pb.NewProjectRequest;
import dev.dateilager.proto.pb.ObjectQuery;
import dev.dateilager.proto.pb.ResetRequest;
import dev.dateilager.proto.pb.RollbackRequest;
import dev.dateilager.proto.pb.SnapshotRequest;
import dev.dateilager.proto.v1.CreateCacheRequest;
import dev.dateilager.proto.v1.DownloadCacheRequest;
import dev.dateilager.proto.v1.InspectCacheRequest;
import dev.dateilager.proto.v1.ListCachesRequest;
import dev.dateilager.proto.v1.RetireCacheRequest;
import io.grpc.Status;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method by every role (auth.md §4), against the real use cases on a database that does not
 * answer: who may call is told UNAVAILABLE, who may not PERMISSION_DENIED, in the order of wire.md
 * §8.
 */
@Timeout(30)
final class RoleTableTest {
  private interface Rpc {
    Object call(RunningEdge edge, String token) throws Exception;
  }

  record Row(
      String method,
      Rpc rpc,
      Status.Code admin,
      Status.Code own,
      Status.Code other,
      Status.Code reader) {
    @Override
    public String toString() {
      return method;
    }
  }

  static Stream<Row> table() {
    return Stream.of(
        adminOnly(
            "NewProject",
            UNAVAILABLE,
            (edge, token) -> edge.fs(token).newProject(NewProjectRequest.getDefaultInstance())),
        adminOnly(
            "DeleteProject",
            UNAVAILABLE,
            (edge, token) ->
                edge.fs(token).deleteProject(DeleteProjectRequest.getDefaultInstance())),
        adminOnly(
            "ListProjects",
            UNAVAILABLE,
            (edge, token) -> edge.fs(token).listProjects(ListProjectsRequest.getDefaultInstance())),
        adminOnly(
            "Rollback",
            UNAVAILABLE,
            (edge, token) -> edge.fs(token).rollback(RollbackRequest.getDefaultInstance())),
        adminOnly(
            "Inspect",
            UNAVAILABLE,
            (edge, token) -> edge.fs(token).inspect(InspectRequest.getDefaultInstance())),
        adminOnly(
            "Snapshot",
            UNAVAILABLE,
            (edge, token) -> edge.fs(token).snapshot(SnapshotRequest.getDefaultInstance())),
        adminOnly(
            "Reset",
            UNAVAILABLE,
            (edge, token) -> edge.fs(token).reset(ResetRequest.getDefaultInstance())),
        adminOnly(
            "GcProject",
            UNAVAILABLE,
            (edge, token) ->
                edge.fs(token).gcProject(GcProjectRequest.newBuilder().setKeepVersions(1).build())),
        adminOnly(
            "GcRandomProjects",
            UNAVAILABLE,
            (edge, token) ->
                edge.fs(token)
                    .gcRandomProjects(
                        GcRandomProjectsRequest.newBuilder().setKeepVersions(1).build())),
        adminOnly(
            "GcContents",
            UNAVAILABLE,
            (edge, token) ->
                edge.fs(token).gcContents(GcContentsRequest.newBuilder().setSample(100).build())),
        adminOnly(
            "CloneToProject",
            UNAVAILABLE,
            (edge, token) ->
                edge.fs(token).cloneToProject(CloneToProjectRequest.getDefaultInstance())),
        adminOnly(
            "CreateCache",
            UNAVAILABLE,
            (edge, token) ->
                edge.caches(token)
                    .createCache(CreateCacheRequest.newBuilder().setMaxPacks(1).build())),
        adminOnly(
            "InspectCache",
            UNAVAILABLE,
            (edge, token) ->
                edge.caches(token)
                    .inspectCache(InspectCacheRequest.getDefaultInstance())
                    .hasNext()),
        adminOnly(
            "RetireCache",
            UNAVAILABLE,
            (edge, token) ->
                edge.caches(token).retireCache(RetireCacheRequest.getDefaultInstance())),
        ownProject(
            "Get",
            UNAVAILABLE,
            (edge, token) ->
                edge.fs(token)
                    .get(
                        GetRequest.newBuilder()
                            .setProject(1)
                            .addQueries(ObjectQuery.newBuilder().setIsPrefix(true))
                            .build())),
        ownProject(
            "GetCompress",
            UNAVAILABLE,
            (edge, token) ->
                edge.fs(token)
                    .getCompress(
                        GetCompressRequest.newBuilder()
                            .setProject(1)
                            .addQueries(ObjectQuery.newBuilder().setIsPrefix(true))
                            .build())),
        ownProject(
            "GetUnary",
            UNAVAILABLE,
            (edge, token) ->
                edge.fs(token).getUnary(GetUnaryRequest.newBuilder().setProject(1).build())),
        new Row(
            "Update",
            (edge, token) ->
                GatheredUpdate.status(edge.fsAsync(token), GatheredUpdate.message(1, "a")),
            UNAVAILABLE,
            UNAVAILABLE,
            INVALID_ARGUMENT, // oddity 6: kept
            PERMISSION_DENIED),
        anyone(
            "GetCache",
            UNAVAILABLE,
            (edge, token) -> edge.fs(token).getCache(GetCacheRequest.getDefaultInstance())),
        anyone(
            "ListCaches",
            UNAVAILABLE,
            (edge, token) -> edge.caches(token).listCaches(ListCachesRequest.getDefaultInstance())),
        anyone(
            "DownloadCache",
            UNAVAILABLE,
            (edge, token) ->
                edge.caches(token).downloadCache(DownloadCacheRequest.getDefaultInstance())));
  }

  @ParameterizedTest
  @MethodSource("table")
  void call_byEachRole_isAnsweredAsTheTableSays(Row row) throws Exception {
    try (var edge = RunningEdge.inProcess(useCases())) {
      assertThat(code(edge, row, KnownTokens.ADMIN)).as("admin").isEqualTo(row.admin());
      assertThat(code(edge, row, KnownTokens.PROJECT_1)).as("own").isEqualTo(row.own());
      assertThat(code(edge, row, KnownTokens.PROJECT_2)).as("other").isEqualTo(row.other());
      assertThat(code(edge, row, KnownTokens.READER)).as("reader").isEqualTo(row.reader());
    }
  }

  @DisplayName("wire.md §8: Snapshot and Reset ask for the environment before the role")
  @ParameterizedTest
  @MethodSource("developmentOnly")
  void call_inProduction_isUnimplementedForEveryRole(Row row) throws Exception {
    var settings = RunningEdge.SETTINGS.withEnvironment(Environment.PROD);
    try (var edge =
        RunningEdge.inProcess(settings, new KnownTokens(), RunningEdge.served(useCases()))) {
      assertThat(code(edge, row, KnownTokens.ADMIN)).isEqualTo(UNIMPLEMENTED);
      assertThat(code(edge, row, KnownTokens.READER)).isEqualTo(UNIMPLEMENTED);
    }
  }

  static Stream<Row> developmentOnly() {
    return table().filter(row -> row.method().equals("Snapshot") || row.method().equals("Reset"));
  }

  private static Status.Code code(RunningEdge edge, Row row, String token) throws Exception {
    var told = new Object[1];
    Status status = Codes.of(() -> told[0] = row.rpc().call(edge, token));
    return told[0] instanceof Status inner ? inner.getCode() : status.getCode();
  }

  private static Catalog useCases() {
    var store = new UnreachableStore();
    var codec = new PlainPackCodec();
    var budget = ContentBudget.quarterOf(1L << 30);
    return new CatalogUseCases(
            new Projects(store),
            new Updates(store, codec, Limits.DEFAULT, budget),
            new Reads(store, codec, Limits.DEFAULT, budget),
            new Caches(store, budget),
            new Retention(store, new Random(1)),
            store)
        .asCatalog();
  }

  private static Row adminOnly(String method, Status.Code code, Rpc rpc) {
    return new Row(method, rpc, code, PERMISSION_DENIED, PERMISSION_DENIED, PERMISSION_DENIED);
  }

  private static Row ownProject(String method, Status.Code code, Rpc rpc) {
    return new Row(method, rpc, code, code, PERMISSION_DENIED, PERMISSION_DENIED);
  }

  private static Row anyone(String method, Status.Code code, Rpc rpc) {
    return new Row(method, rpc, code, code, code, code);
  }
}
