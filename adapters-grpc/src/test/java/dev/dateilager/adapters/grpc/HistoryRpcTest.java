package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.Retention;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.proto.pb.CloneToProjectRequest;
import dev.dateilager.proto.pb.DeleteProjectRequest;
import dev.dateilager.proto.pb.FsGrpc.FsBlockingStub;
import dev.dateilager.proto.pb.GcContentsRequest;
import dev.dateilager.proto.pb.GcProjectRequest;
import dev.dateilager.proto.pb.GcRandomProjectsRequest;
import dev.dateilager.proto.pb.InspectRequest;
import dev.dateilager.proto.pb.InspectResponse;
import dev.dateilager.proto.pb.NewProjectRequest;
import dev.dateilager.proto.pb.Objekt;
import dev.dateilager.proto.pb.ResetRequest;
import dev.dateilager.proto.pb.RollbackRequest;
import dev.dateilager.proto.pb.SnapshotRequest;
import dev.dateilager.proto.pb.UpdateRequest;
import dev.dateilager.proto.v1.CachesGrpc.CachesBlockingStub;
import dev.dateilager.proto.v1.CreateCacheRequest;
import dev.dateilager.proto.v1.InspectCacheRequest;
import dev.dateilager.proto.v1.InspectCacheResponse;
import dev.dateilager.proto.v1.ListCachesRequest;
import dev.dateilager.proto.v1.RetireCacheRequest;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the methods on histories, collections and caches answer when all is well. */
@Timeout(60)
final class HistoryRpcTest {
  private final ServedStore served = new ServedStore();
  private final FsBlockingStub fs = served.edge.fs(KnownTokens.ADMIN);
  private final CachesBlockingStub caches = served.edge.caches(KnownTokens.ADMIN);

  HistoryRpcTest() throws Exception {}

  @AfterEach
  void stop() {
    served.close();
  }

  private void project(long id) {
    fs.newProject(NewProjectRequest.newBuilder().setId(id).addPackPatterns("p/").build());
  }

  private long put(long project, String path, String text) throws Exception {
    var object =
        Objekt.newBuilder()
            .setPath(path)
            .setMode(0644)
            .setSize(text.length())
            .setContent(ByteString.copyFromUtf8(text));
    return GatheredUpdate.send(
        served.edge.fsAsync(KnownTokens.ADMIN),
        List.of(UpdateRequest.newBuilder().setProject(project).setObject(object).build()));
  }

  private InspectResponse inspect(long project) {
    return fs.inspect(InspectRequest.newBuilder().setProject(project).build());
  }

  @Test
  void projects_areClonedInspectedAndTakenBack() throws Exception {
    project(1);
    project(2);
    assertThat(put(1, "a", "1")).isEqualTo(1);
    assertThat(put(1, "p/b", "2")).isEqualTo(2);
    var clone = CloneToProjectRequest.newBuilder().setSource(1).setVersion(2).setTarget(2);

    assertThat(fs.cloneToProject(clone.build()).getLatestVersion()).isEqualTo(1);
    assertThat(inspect(2))
        .isEqualTo(
            InspectResponse.newBuilder()
                .setProject(2)
                .setLatestVersion(1)
                .setLiveObjectsCount(2)
                .setTotalObjectsCount(2)
                .build());

    var rollback = RollbackRequest.newBuilder().setProject(1).setVersion(1).build();
    assertThat(fs.rollback(rollback).getSerializedSize()).isZero();
    assertThat(inspect(1).getLatestVersion()).isEqualTo(1);
    assertThat(inspect(1).getLiveObjectsCount()).isEqualTo(1);
  }

  @Test
  void snapshot_tellsWhatResetBringsBack() throws Exception {
    project(1);
    assertThat(put(1, "a", "1")).isEqualTo(1);
    var snapshot = fs.snapshot(SnapshotRequest.getDefaultInstance());
    assertThat(put(1, "a", "2")).isEqualTo(2);
    project(2);

    fs.reset(ResetRequest.newBuilder().addAllProjects(snapshot.getProjectsList()).build());

    assertThat(fs.snapshot(SnapshotRequest.getDefaultInstance())).isEqualTo(snapshot);
    fs.reset(ResetRequest.getDefaultInstance());
    assertThat(fs.snapshot(SnapshotRequest.getDefaultInstance()).getProjectsList()).isEmpty();
  }

  @Test
  void collections_countContents() throws Exception {
    project(1);
    for (int i = 1; i <= 20; i++) { // as the JavaScript client's suite does
      assertThat(put(1, "a", "v" + i)).isEqualTo(i);
    }
    var gc =
        fs.gcProject(
            GcProjectRequest.newBuilder()
                .setProject(1)
                .setKeepVersions(5)
                .setFromVersion(2)
                .build());
    assertThat(gc.getCount()).isEqualTo(12);
    assertThat(gc.getProject()).isEqualTo(1);

    var random =
        fs.gcRandomProjects(
            GcRandomProjectsRequest.newBuilder()
                .setSample(100)
                .setKeepVersions(5)
                .setFromVersion(-1)
                .build());
    assertThat(random.getCount()).isEqualTo(2);
    assertThat(random.getProjectsList()).containsExactly(1L);

    fs.deleteProject(DeleteProjectRequest.newBuilder().setProject(1).build());
    var contents = GcContentsRequest.newBuilder().setSample(100).build();
    assertThat(fs.gcContents(contents).getCount()).isEqualTo(6);
    assertThat(fs.gcContents(contents).getCount()).isZero();
  }

  @Test
  void caches_areInspectedAndRetired() throws Exception {
    project(1);
    assertThat(put(1, "p/a", "1")).isEqualTo(1);
    var first = caches.createCache(CreateCacheRequest.newBuilder().setMaxBytes(1).build());
    assertThat(first.getPacks()).isZero();
    var second = caches.createCache(CreateCacheRequest.newBuilder().setMaxBytes(1 << 20).build());
    assertThat(second.getPacks()).isEqualTo(1);

    var parts = new ArrayList<InspectCacheResponse>();
    caches.inspectCache(InspectCacheRequest.getDefaultInstance()).forEachRemaining(parts::add);

    assertThat(parts).hasSize(3);
    assertThat(parts.get(0).getHead()).isEqualTo(second);
    assertThat(parts.get(1).getPack().getHash().size()).isEqualTo(32);
    assertThat(parts.get(1).getPack().getBytes()).isEqualTo(second.getBytes());
    assertThat(parts.get(1).getPack().getPath()).isEqualTo("p/");
    assertThat(parts.get(1).getPack().getProjects()).isEqualTo(1);
    assertThat(parts.get(2).getProject().getProject()).isEqualTo(1);
    assertThat(parts.get(2).getProject().getPacks()).isEqualTo(1);

    assertThat(
            caches.retireCache(
                RetireCacheRequest.newBuilder().setVersion(first.getVersion()).build()))
        .isEqualTo(first);
    assertThat(
            caches.retireCache(
                RetireCacheRequest.newBuilder()
                    .setVersion(second.getVersion())
                    .setForce(true)
                    .build()))
        .isEqualTo(second);
    assertThat(caches.listCaches(ListCachesRequest.getDefaultInstance()).getCachesList()).isEmpty();
  }

  /** A collection that goes on until it is interrupted. */
  private static final class Endless extends ScriptedCatalog {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);

    @Override
    public Retention.Collected collectRandomProjects(
        Role role, double percent, long keepVersions, long fromVersion) throws DateiLagerException {
      begun.countDown();
      try {
        Thread.sleep(Long.MAX_VALUE); // as a statement that nobody waits for any more
      } catch (InterruptedException stop) {
        stopped.countDown();
      }
      throw new Cancelled("interrupted", false);
    }
  }

  @Test
  void collection_whoseCallerGoesAway_isInterrupted() throws Exception {
    var endless = new Endless();
    try (var edge = RunningEdge.inProcess(endless)) {
      Status status =
          Codes.of(
              () ->
                  edge.fs(KnownTokens.ADMIN)
                      .withDeadlineAfter(2, TimeUnit.SECONDS)
                      .gcRandomProjects(GcRandomProjectsRequest.getDefaultInstance()));
      assertThat(status.getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
      assertThat(endless.begun.getCount()).isZero();
      assertThat(endless.stopped.await(30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
