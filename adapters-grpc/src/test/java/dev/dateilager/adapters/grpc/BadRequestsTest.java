package dev.dateilager.adapters.grpc;

import static io.grpc.Status.Code.ALREADY_EXISTS;
import static io.grpc.Status.Code.FAILED_PRECONDITION;
import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.grpc.Status.Code.NOT_FOUND;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.dateilager.proto.pb.CloneToProjectRequest;
import dev.dateilager.proto.pb.FsGrpc.FsBlockingStub;
import dev.dateilager.proto.pb.GcContentsRequest;
import dev.dateilager.proto.pb.GcProjectRequest;
import dev.dateilager.proto.pb.GcRandomProjectsRequest;
import dev.dateilager.proto.pb.GetCacheRequest;
import dev.dateilager.proto.pb.GetCompressRequest;
import dev.dateilager.proto.pb.GetRequest;
import dev.dateilager.proto.pb.GetUnaryRequest;
import dev.dateilager.proto.pb.InspectRequest;
import dev.dateilager.proto.pb.NewProjectRequest;
import dev.dateilager.proto.pb.ObjectQuery;
import dev.dateilager.proto.pb.Objekt;
import dev.dateilager.proto.pb.Project;
import dev.dateilager.proto.pb.ResetRequest;
import dev.dateilager.proto.pb.RollbackRequest;
import dev.dateilager.proto.pb.UpdateRequest;
import dev.dateilager.proto.v1.CachesGrpc.CachesBlockingStub;
import dev.dateilager.proto.v1.CreateCacheRequest;
import dev.dateilager.proto.v1.DownloadCacheRequest;
import dev.dateilager.proto.v1.InspectCacheRequest;
import dev.dateilager.proto.v1.RetireCacheRequest;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each method of {@code pb.Fs} and {@code dateilager.v1.Caches} answers to a request that
 * cannot be right (wire.md §8 with its oddities): a status, a message that names what was wrong,
 * and nothing else. Nothing is written, and nothing of a stream comes first.
 *
 * <p>The server holds project 1 at version 2 with a file, project 2 at version 0 with the pattern
 * {@code p/}, and one empty cache version, number 1.
 */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadRequestsTest {
  private interface Fs {
    Object call(FsBlockingStub fs);
  }

  private interface Caches {
    Object call(CachesBlockingStub caches);
  }

  private interface Rpc {
    Object call(RunningEdge edge) throws Exception;
  }

  record Row(String what, Rpc rpc, Status.Code code, List<String> said) {
    @Override
    public String toString() {
      return what;
    }
  }

  private final ServedStore served = new ServedStore();

  BadRequestsTest() throws Exception {}

  @BeforeAll
  void fill() throws Exception {
    FsBlockingStub fs = served.edge.fs(KnownTokens.ADMIN);
    fs.newProject(NewProjectRequest.newBuilder().setId(1).build());
    fs.newProject(NewProjectRequest.newBuilder().setId(2).addPackPatterns("p/").build());
    for (String path : List.of("a", "b")) {
      GatheredUpdate.send(
          served.edge.fsAsync(KnownTokens.ADMIN), List.of(GatheredUpdate.message(1, path)));
    }
    served
        .edge
        .caches(KnownTokens.ADMIN)
        .createCache(CreateCacheRequest.newBuilder().setMaxPacks(1).build());
  }

  @AfterAll
  void stop() {
    served.close();
  }

  @ParameterizedTest
  @MethodSource({"projects", "reads", "updates", "histories", "collections", "caches"})
  void call_thatCannotBeRight_isToldWhy_andWritesNothing(Row row) throws Exception {
    List<Object> before = served.everything();
    var messages = new ArrayList<Object>();

    Status status =
        Codes.of(
            () -> {
              if (row.rpc().call(served.edge) instanceof Iterator<?> stream) {
                stream.forEachRemaining(messages::add);
              }
              return messages;
            });

    assertThat(status.getCode()).as(String.valueOf(status)).isEqualTo(row.code());
    assertThat(status.getDescription()).contains(row.said());
    assertThat(messages).isEmpty();
    assertThat(served.everything()).isEqualTo(before);
  }

  private static Row fs(String what, Fs call, Status.Code code, String... said) {
    return new Row(what, edge -> call.call(edge.fs(KnownTokens.ADMIN)), code, List.of(said));
  }

  private static Row invalid(String what, Fs call, String... said) {
    return fs(what, call, INVALID_ARGUMENT, said);
  }

  // Projects

  private static Fs newProject(long id, String... patterns) {
    return fs ->
        fs.newProject(
            NewProjectRequest.newBuilder().setId(id).addAllPackPatterns(List.of(patterns)).build());
  }

  private static Fs fromTemplate(long id, long template) {
    return fs ->
        fs.newProject(NewProjectRequest.newBuilder().setId(id).setTemplate(template).build());
  }

  static Stream<Row> projects() {
    return Stream.of(
        invalid("NewProject, no pattern", newProject(3, "ok", "("), "'('"),
        invalid("NewProject, repeated too often", newProject(3, "a{1001}"), "a{1001}"),
        invalid("NewProject, NUL", newProject(3, "a\0"), "NUL"),
        fs("NewProject, taken", newProject(1), ALREADY_EXISTS, "project id 1 already exists"),
        fs("NewProject, no template", fromTemplate(3, 9), NOT_FOUND, "project 9"),
        invalid("NewProject, other patterns", fromTemplate(3, 2), "pack patterns", "2"),
        fs(
            "Inspect, unknown",
            fs -> fs.inspect(InspectRequest.newBuilder().setProject(9).build()),
            NOT_FOUND,
            "project 9"));
  }

  // Reads

  private static ObjectQuery.Builder query(String path, boolean prefix) {
    return ObjectQuery.newBuilder().setPath(path).setIsPrefix(prefix);
  }

  private record Bad(String what, ObjectQuery query, String said) {}

  static Stream<Row> reads() {
    ObjectQuery good = query("", true).build();
    return Stream.of(
            new Bad("ignores, no prefix", query("a", false).addIgnores("a").build(), "ignores"),
            new Bad("ignore elsewhere", query("a/", true).addIgnores("b/").build(), "'b/'"),
            new Bad("NUL in the path", query("a\0", true).build(), "NUL"),
            new Bad("NUL in a subpath", query("", true).addSubpaths("\0").build(), "NUL"))
        .flatMap(
            bad ->
                Stream.of(
                    invalid(
                        "Get, " + bad.what(),
                        fs ->
                            fs.get(
                                GetRequest.newBuilder()
                                    .setProject(1)
                                    .addQueries(good)
                                    .addQueries(bad.query())
                                    .build()),
                        bad.said()),
                    invalid(
                        "GetCompress, " + bad.what(),
                        fs ->
                            fs.getCompress(
                                GetCompressRequest.newBuilder()
                                    .setProject(1)
                                    .addQueries(good)
                                    .addQueries(bad.query())
                                    .build()),
                        bad.said()),
                    invalid(
                        "GetUnary, " + bad.what(),
                        fs ->
                            fs.getUnary(
                                GetUnaryRequest.newBuilder()
                                    .setProject(1)
                                    .addQueries(good)
                                    .addQueries(bad.query())
                                    .build()),
                        bad.said())));
  }

  // Updates

  private static Row update(String what, Objekt object, String... said) {
    return updates(
        what,
        INVALID_ARGUMENT,
        List.of(UpdateRequest.newBuilder().setProject(1).setObject(object).build()),
        said);
  }

  private static Row updates(
      String what, Status.Code code, List<UpdateRequest> messages, String... said) {
    return new Row(
        "Update, " + what,
        edge -> GatheredUpdate.send(edge.fsAsync(KnownTokens.ADMIN), messages),
        code,
        List.of(said));
  }

  private static Objekt file(String path) {
    return Objekt.newBuilder().setPath(path).setMode(0644).build();
  }

  private static Objekt link(String target) {
    return Objekt.newBuilder()
        .setPath("l")
        .setMode(0x08000000L | 0777)
        .setContent(ByteString.copyFromUtf8(target))
        .build();
  }

  static Stream<Row> updates() {
    var deleted = Objekt.newBuilder().setPath("../a").setDeleted(true).build();
    return Stream.of(
        updates(
            "no object",
            INVALID_ARGUMENT,
            List.of(UpdateRequest.newBuilder().setProject(1).build()),
            "object"),
        updates("unknown project", NOT_FOUND, List.of(GatheredUpdate.message(9, "a")), "project 9"),
        updates(
            "two projects",
            INVALID_ARGUMENT,
            List.of(GatheredUpdate.message(1, "x"), GatheredUpdate.message(2, "x")),
            "project 2",
            "project 1"),
        update("empty path", file(""), "path"),
        update("root", file("/"), "path '/'"),
        update("parent", file("a/../b"), "a/../b"),
        update("self", file("./a"), "./a"),
        update("empty component", file("a//b"), "a//b"),
        update("NUL", file("a\0b"), "NUL"),
        update("long component", file("x".repeat(256)), "255"),
        update("long path", file(("x".repeat(200) + "/").repeat(13) + "x"), "2614", "2600"),
        update("too deep", file("x/".repeat(255) + "x"), "256 deep", "255"),
        update("client's state", file(".dl/version"), ".dl"),
        update("file like a directory", file("a/"), "'a/'"),
        update("delete outside", deleted, "../a"),
        update("link to nothing", link(""), "'l'"),
        update("link with a NUL", link("a\0b"), "'l'"),
        update("long link", link("x".repeat(4096)), "4096"));
  }

  // Histories

  private static Fs cloneTo(long source, long version, long target) {
    return fs ->
        fs.cloneToProject(
            CloneToProjectRequest.newBuilder()
                .setSource(source)
                .setVersion(version)
                .setTarget(target)
                .build());
  }

  private static Fs rollback(long version) {
    return fs ->
        fs.rollback(RollbackRequest.newBuilder().setProject(1).setVersion(version).build());
  }

  private static Fs reset(long... idsAndVersions) {
    var request = ResetRequest.newBuilder();
    for (int i = 0; i < idsAndVersions.length; i += 2) {
      request.addProjects(
          Project.newBuilder().setId(idsAndVersions[i]).setVersion(idsAndVersions[i + 1]));
    }
    return fs -> fs.reset(request.build());
  }

  static Stream<Row> histories() {
    return Stream.of(
        invalid("CloneToProject, negative", cloneTo(1, -1, 1), "-1"),
        invalid("CloneToProject, other patterns", cloneTo(1, 1, 2), "pack patterns"),
        fs("CloneToProject, no source", cloneTo(9, 1, 1), NOT_FOUND, "project 9"),
        fs("CloneToProject, no target", cloneTo(1, 1, 9), NOT_FOUND, "project 9"),
        invalid("Rollback, negative", rollback(-1), "-1"),
        invalid("Rollback, above the latest", rollback(3), "2", "3"),
        invalid("Reset, negative", reset(1, -1), "-1"),
        invalid("Reset, above the latest", reset(2, 0, 1, 3), "2", "3"),
        invalid("Reset, twice", reset(1, 1, 2, 0, 1, 1), "project 1", "twice"));
  }

  // Collections

  private static Fs gcProject(long keep) {
    return fs ->
        fs.gcProject(GcProjectRequest.newBuilder().setProject(1).setKeepVersions(keep).build());
  }

  private static Fs gcRandom(float sample, long keep) {
    return fs ->
        fs.gcRandomProjects(
            GcRandomProjectsRequest.newBuilder().setSample(sample).setKeepVersions(keep).build());
  }

  private static Fs gcContents(float sample) {
    return fs -> fs.gcContents(GcContentsRequest.newBuilder().setSample(sample).build());
  }

  static Stream<Row> collections() {
    return Stream.of(
        invalid("GcProject, keeps nothing", gcProject(0), "0"),
        invalid("GcProject, keeps less", gcProject(Long.MIN_VALUE), "" + Long.MIN_VALUE),
        invalid("GcRandomProjects, keeps nothing", gcRandom(50, 0), "0"),
        invalid("GcRandomProjects, above all", gcRandom(100.5f, 1), "100.5"),
        invalid("GcRandomProjects, below none", gcRandom(-0.5f, 1), "-0.5"),
        invalid("GcRandomProjects, no number", gcRandom(Float.NaN, 1), "NaN"),
        invalid("GcContents, above all", gcContents(101), "101"),
        invalid("GcContents, below none", gcContents(-1), "-1"),
        invalid("GcContents, no number", gcContents(Float.NaN), "NaN"));
  }

  // Caches

  private static Row cache(String what, Caches call, Status.Code code, String... said) {
    return new Row(what, edge -> call.call(edge.caches(KnownTokens.ADMIN)), code, List.of(said));
  }

  private static Row create(
      String what, String prefix, long maxPacks, long maxBytes, String... said) {
    var request =
        CreateCacheRequest.newBuilder()
            .setPrefix(prefix)
            .setMaxPacks(maxPacks)
            .setMaxBytes(maxBytes);
    return cache(
        "CreateCache, " + what,
        caches -> caches.createCache(request.build()),
        INVALID_ARGUMENT,
        said);
  }

  private static Caches retire(long version) {
    return caches ->
        caches.retireCache(RetireCacheRequest.newBuilder().setVersion(version).build());
  }

  private static Caches inspect(long version) {
    return caches ->
        caches.inspectCache(InspectCacheRequest.newBuilder().setVersion(version).build());
  }

  private static Row download(String what, DownloadCacheRequest.Builder request, String... said) {
    return cache(
        "DownloadCache, " + what,
        caches -> caches.downloadCache(request.build()),
        INVALID_ARGUMENT,
        said);
  }

  static Stream<Row> caches() {
    return Stream.of(
        invalid(
            "GetCache, negative",
            fs -> fs.getCache(GetCacheRequest.newBuilder().setVersion(-2).build()),
            "-2"),
        create("nothing", "", 0, 0, "0"),
        create("negative", "", -1, 0, "-1"),
        create("too many", "", 100_001, 5, "100001"),
        create("negative bytes", "", 1, -1, "-1"),
        create("NUL", "a\0", 1, 0, "NUL"),
        download("negative", DownloadCacheRequest.newBuilder().setVersion(-1), "-1"),
        download(
            "no hash",
            DownloadCacheRequest.newBuilder().addHaveHashes(ByteString.copyFrom(new byte[31])),
            "31"),
        cache("InspectCache, negative", inspect(-1), INVALID_ARGUMENT, "-1"),
        cache("InspectCache, unknown", inspect(2), NOT_FOUND, "cache version 2"),
        cache("RetireCache, negative", retire(-1), INVALID_ARGUMENT, "-1"),
        cache("RetireCache, unknown", retire(2), NOT_FOUND, "cache version 2"),
        cache("RetireCache, the newest", retire(1), FAILED_PRECONDITION, "newest"));
  }
}
