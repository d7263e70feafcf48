package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.ObjectUpdate;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ObjectQuery;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.proto.pb.DeleteProjectRequest;
import dev.dateilager.proto.pb.GetCacheRequest;
import dev.dateilager.proto.pb.GetCompressRequest;
import dev.dateilager.proto.pb.GetRequest;
import dev.dateilager.proto.pb.GetUnaryRequest;
import dev.dateilager.proto.pb.NewProjectRequest;
import dev.dateilager.proto.pb.Objekt;
import dev.dateilager.proto.pb.UpdateRequest;
import dev.dateilager.proto.v1.CreateCacheRequest;
import dev.dateilager.proto.v1.ListCachesRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests as they become domain values, and back (wire.md §2, §4). */
@Timeout(30)
final class WireTest {
  private static final ObjectQuery QUERY =
      new ObjectQuery("a", true, List.of("a/b"), List.of("a/c", "a/d"));
  private static final dev.dateilager.proto.pb.ObjectQuery WIRE_QUERY =
      dev.dateilager.proto.pb.ObjectQuery.newBuilder()
          .setPath("a")
          .setIsPrefix(true)
          .addIgnores("a/b")
          .addSubpaths("a/c")
          .addSubpaths("a/d")
          .build();

  @Test
  void read_keepsAbsentVersionsAbsent_andZeroPresent() {
    assertThat(Wire.read(GetRequest.newBuilder().setProject(1).addQueries(WIRE_QUERY).build()))
        .isEqualTo(
            new ReadRequest(
                new ProjectId(1), OptionalLong.empty(), OptionalLong.empty(), List.of(QUERY)));
    assertThat(
            Wire.read(
                GetCompressRequest.newBuilder()
                    .setProject(-2)
                    .setFromVersion(0)
                    .setToVersion(9)
                    .addQueries(WIRE_QUERY)
                    .build()))
        .isEqualTo(
            new ReadRequest(
                new ProjectId(-2), OptionalLong.of(0), OptionalLong.of(9), List.of(QUERY)));
  }

  @Test
  void read_ofAUnaryRequest_keepsAbsentVersionsAbsent_andZeroPresent() {
    assertThat(Wire.read(GetUnaryRequest.newBuilder().setProject(1).addQueries(WIRE_QUERY).build()))
        .isEqualTo(
            new ReadRequest(
                new ProjectId(1), OptionalLong.empty(), OptionalLong.empty(), List.of(QUERY)));
    assertThat(
            Wire.read(
                GetUnaryRequest.newBuilder()
                    .setProject(-2)
                    .setFromVersion(0)
                    .setToVersion(9)
                    .build()))
        .isEqualTo(
            new ReadRequest(new ProjectId(-2), OptionalLong.of(0), OptionalLong.of(9), List.of()));
  }

  @Test
  void update_keepsEveryField() throws Exception {
    var object = Objekt.newBuilder().setPath("a").setMode(0x80000000L).setSize(7).setDeleted(true);

    assertThat(Wire.update(UpdateRequest.newBuilder().setObject(object).build()))
        .isEqualTo(
            new ObjectUpdate("a", new FileMode(FileMode.DIRECTORY), 7, true, Optional.empty()));
    object.setContent(ByteString.copyFromUtf8("x"));
    assertThat(Wire.update(UpdateRequest.newBuilder().setObject(object).build()).content())
        .contains(Blob.utf8("x"));
  }

  @Test
  void wanted_absentAndMinusOneMeanTheNewest() throws Exception {
    assertThat(Wire.wanted(GetCacheRequest.getDefaultInstance())).isEmpty();
    assertThat(Wire.wanted(GetCacheRequest.newBuilder().setVersion(-1).build())).isEmpty();
    assertThat(Wire.wanted(GetCacheRequest.newBuilder().setVersion(0).build()))
        .contains(new CacheVersion(0));
    assertThatExceptionOfType(InvalidArgument.class)
        .isThrownBy(() -> Wire.wanted(GetCacheRequest.newBuilder().setVersion(-2).build()));
  }

  @Test
  void newProject_handsOnPatternsAndTemplate() throws Exception {
    var seen = new AtomicReference<String>();
    var catalog =
        new ScriptedCatalog() {
          @Override
          public void createProject(
              Role role, ProjectId id, List<String> packPatterns, Optional<ProjectId> template) {
            seen.set("%s %s %s %s".formatted(role, id, packPatterns, template));
          }
        };
    try (var edge = RunningEdge.inProcess(catalog)) {
      var request =
          NewProjectRequest.newBuilder().setId(4).addPackPatterns("a/").addPackPatterns("b/");
      edge.fs(KnownTokens.ADMIN).newProject(request.build());
      assertThat(seen.get()).isEqualTo("admin 4 [a/, b/] Optional.empty");
      edge.fs(KnownTokens.ADMIN).newProject(request.setTemplate(0).build());
      assertThat(seen.get()).isEqualTo("admin 4 [a/, b/] Optional[0]");
    }
  }

  @Test
  void deleteProject_handsOnTheId() throws Exception {
    var seen = new AtomicReference<String>();
    var catalog =
        new ScriptedCatalog() {
          @Override
          public void deleteProject(Role role, ProjectId id) {
            seen.set("%s %s".formatted(role, id));
          }
        };
    try (var edge = RunningEdge.inProcess(catalog)) {
      var request = DeleteProjectRequest.newBuilder().setProject(-4).build();
      assertThat(edge.fs(KnownTokens.ADMIN).deleteProject(request).getSerializedSize()).isZero();
      assertThat(seen.get()).isEqualTo("admin -4");
    }
  }

  @Test
  void caches_areCreatedAndListed() throws Exception {
    var catalog =
        new ScriptedCatalog() {
          @Override
          public List<CacheInfo> listCaches(Role role) {
            return List.of(
                new CacheInfo(new CacheVersion(2), 3, 4), new CacheInfo(new CacheVersion(1), 0, 0));
          }
        };
    try (var edge = RunningEdge.inProcess(catalog)) {
      var created =
          edge.caches(KnownTokens.ADMIN)
              .createCache(
                  CreateCacheRequest.newBuilder()
                      .setPrefix("pack/")
                      .setMaxPacks(10)
                      .setMaxBytes(100)
                      .build());
      var listed =
          edge.caches(KnownTokens.READER)
              .listCaches(ListCachesRequest.getDefaultInstance())
              .getCachesList();

      assertThat(List.of(created.getVersion(), created.getPacks(), created.getBytes()))
          .containsExactly(1L, 10L, 105L);
      assertThat(listed).extracting(info -> info.getVersion()).containsExactly(2L, 1L);
      assertThat(listed.getFirst().getPacks()).isEqualTo(3);
      assertThat(listed.getFirst().getBytes()).isEqualTo(4);
    }
  }
}
