package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.catalog.CacheInfo;
import dev.dateilager.domain.catalog.CacheListing;
import dev.dateilager.domain.catalog.CacheSink;
import dev.dateilager.domain.catalog.ContentBudget;
import dev.dateilager.domain.catalog.ObjectSink;
import dev.dateilager.domain.catalog.PartSink;
import dev.dateilager.domain.catalog.ReadRequest;
import dev.dateilager.domain.model.Blob;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.ContentHash;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.FileMode;
import dev.dateilager.domain.model.ListedObject;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.proto.pb.FsGrpc;
import dev.dateilager.proto.pb.GetCacheRequest;
import dev.dateilager.proto.pb.GetCacheResponse;
import dev.dateilager.proto.pb.GetCompressRequest;
import dev.dateilager.proto.pb.GetCompressResponse;
import dev.dateilager.proto.pb.GetRequest;
import dev.dateilager.proto.pb.GetResponse;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams to a reader: what is sent, in which order, how much of it at once, and how they end. */
@Timeout(30)
final class StreamingTest {
  private static final Blob PACK = Blob.utf8("a pack");
  private static final ContentHash HASH = ContentHash.of(PACK);

  @Test
  void get_sendsEachObject() throws Exception {
    var catalog =
        new ScriptedCatalog() {
          @Override
          public void get(Role role, ReadRequest request, ObjectSink sink)
              throws DateiLagerException {
            assertThat(request.project()).isEqualTo(new ProjectId(7));
            sink.accept(3, listed("a", Optional.of(Blob.EMPTY)));
            sink.accept(3, new ListedObject("b", FileMode.file(0), 0, true, Optional.empty()));
          }
        };
    try (var edge = RunningEdge.inProcess(catalog)) {
      var answers = new ArrayList<GetResponse>();
      edge.fs(KnownTokens.ADMIN)
          .get(GetRequest.newBuilder().setProject(7).build())
          .forEachRemaining(answers::add);

      assertThat(answers).extracting(GetResponse::getVersion).containsExactly(3L, 3L);
      assertThat(answers.get(0).getObject().hasContent())
          .as("an empty file has present, empty content (wire.md §4)")
          .isTrue();
      assertThat(answers.get(1).getObject().hasContent()).isFalse();
      assertThat(answers.get(1).getObject().getDeleted()).isTrue();
    }
  }

  @Test
  void getCompress_sendsEachPart_andKnowsTheCachesAtHand() throws Exception {
    var held = new AtomicReference<Set<CacheVersion>>();
    var catalog =
        new ScriptedCatalog() {
          @Override
          public void getCompress(
              Role role, ReadRequest request, Set<CacheVersion> caches, PartSink sink)
              throws DateiLagerException {
            held.set(caches);
            sink.accept(2, PACK, Optional.of("pack/a/"));
            sink.accept(2, Blob.EMPTY, Optional.of("pack/b/"));
            sink.accept(2, PACK, Optional.empty());
          }
        };
    try (var edge = RunningEdge.inProcess(catalog)) {
      var answers = new ArrayList<GetCompressResponse>();
      edge.fs(KnownTokens.ADMIN)
          .getCompress(
              GetCompressRequest.newBuilder()
                  .addAvailableCacheVersions(4)
                  .addAvailableCacheVersions(-1)
                  .build())
          .forEachRemaining(answers::add);

      assertThat(held.get()).containsExactly(new CacheVersion(4));
      assertThat(answers).extracting(GetCompressResponse::getContinued).containsOnly(false);
      assertThat(answers)
          .extracting(GetCompressResponse::hasPackPath)
          .containsExactly(true, true, false);
      assertThat(answers.get(0).getBytes().toByteArray()).isEqualTo(PACK.toByteArray());
      assertThat(answers.get(1).getBytes().isEmpty()).isTrue();
    }
  }

  @DisplayName("I10: GetCache announces version, packs and bytes in its headers")
  @Test
  void getCache_announcesWhatComes() throws Exception {
    try (var edge = RunningEdge.inProcess(cacheOf(1))) {
      var headers = new AtomicReference<Metadata>();
      List<GetCacheResponse> packs = getCache(edge, headers);

      assertThat(packs).hasSize(1);
      assertThat(packs.getFirst().getVersion()).isEqualTo(5);
      assertThat(packs.getFirst().getHash().toByteArray()).isEqualTo(HASH.bytes());
      assertThat(headers.get().get(Wire.CACHE_VERSION)).isEqualTo("5");
      assertThat(headers.get().get(Wire.CACHE_PACKS)).isEqualTo("1");
      assertThat(headers.get().get(Wire.CACHE_BYTES)).isEqualTo("6");
    }
  }

  @DisplayName("I10: an empty cache version is announced, too; no cache at all is not")
  @Test
  void getCache_ofAnEmptyVersion_isAnnounced() throws Exception {
    try (var edge = RunningEdge.inProcess(cacheOf(0));
        var without = RunningEdge.inProcess(new ScriptedCatalog())) {
      var headers = new AtomicReference<Metadata>();

      assertThat(getCache(edge, headers)).isEmpty();
      assertThat(headers.get().get(Wire.CACHE_VERSION)).isEqualTo("5");
      assertThat(headers.get().get(Wire.CACHE_PACKS)).isEqualTo("0");

      assertThat(getCache(without, headers)).isEmpty();
      assertThat(headers.get().get(Wire.CACHE_VERSION)).isNull();
    }
  }

  @Test
  void stream_thatFailsInTheMiddle_endsWithItsStatusAfterWhatCame() throws Exception {
    var catalog =
        new ScriptedCatalog() {
          @Override
          public void get(Role role, ReadRequest request, ObjectSink sink)
              throws DateiLagerException {
            sink.accept(1, listed("a", Optional.empty()));
            throw new Corrupt("content of 'b' is missing");
          }
        };
    try (var edge = RunningEdge.inProcess(catalog)) {
      Iterator<GetResponse> answers =
          edge.fs(KnownTokens.ADMIN).get(GetRequest.getDefaultInstance());

      assertThat(answers.next().getObject().getPath()).isEqualTo("a");
      assertThat(Codes.of(() -> answers).getCode()).isEqualTo(Status.Code.DATA_LOSS);
      assertThat(edge.nextEnded().code()).isEqualTo(Status.Code.DATA_LOSS);
    }
  }

  @DisplayName("wire.md oddity 7: an unplanned failure is INTERNAL, without its text")
  @Test
  void stream_thatBreaks_isInternal() throws Exception {
    var catalog =
        new ScriptedCatalog() {
          @Override
          public void get(Role role, ReadRequest request, ObjectSink sink) {
            throw new IllegalStateException("secret");
          }

          @Override
          public Session update(Role role) {
            throw new StackOverflowError("secret");
          }
        };
    try (var edge = RunningEdge.inProcess(catalog)) {
      Status read = Codes.of(() -> edge.fs(KnownTokens.ADMIN).get(GetRequest.getDefaultInstance()));
      Status update = GatheredUpdate.status(edge.fsAsync(KnownTokens.ADMIN));

      assertThat(List.of(read.getCode(), update.getCode())).containsOnly(Status.Code.INTERNAL);
      assertThat(read + " " + update).doesNotContain("secret");
    }
  }

  @DisplayName("I27: a reader that does not read holds back the use case")
  @Test
  void stream_toASlowReader_isProducedAsItReads() throws Exception {
    var sent = new AtomicInteger();
    var produced = new LinkedBlockingQueue<Integer>();
    try (var edge = RunningEdge.inProcess(endless(sent, produced))) {
      var reader = new PullingReader();
      edge.fsAsync(KnownTokens.ADMIN).get(GetRequest.getDefaultInstance(), reader);
      reader.pull(1);

      assertThat(reader.next()).isNotNull();
      for (int i = 1; i <= 20; i++) {
        reader.pull(1);
        assertThat(reader.next().getVersion()).isEqualTo(i);
        assertThat(sent.get()).as("messages sent").isLessThanOrEqualTo(i + 2);
      }
    }
  }

  @Test
  void stream_whoseCallerGoesAway_endsTheUseCaseAsCancelled() throws Exception {
    var how = new LinkedBlockingQueue<DateiLagerException>();
    var catalog = endlessTelling(how);
    try (var edge = RunningEdge.inProcess(catalog)) {
      var reader = new PullingReader();
      edge.fsAsync(KnownTokens.ADMIN).get(GetRequest.getDefaultInstance(), reader);
      reader.pull(1);
      assertThat(reader.next()).isNotNull();
      reader.cancel();

      assertThat(how.poll(10, TimeUnit.SECONDS))
          .isInstanceOfSatisfying(
              Cancelled.class, ended -> assertThat(ended.deadlinePassed()).isFalse());
      assertThat(edge.nextEnded().code()).isEqualTo(Status.Code.CANCELLED);
    }
  }

  @Test
  void stream_whoseDeadlinePasses_endsTheUseCaseAsLate() throws Exception {
    var how = new LinkedBlockingQueue<DateiLagerException>();
    try (var edge = RunningEdge.inProcess(endlessTelling(how))) {
      var reader = new PullingReader();
      edge.fsAsync(KnownTokens.ADMIN)
          .withDeadlineAfter(Duration.ofMillis(300))
          .get(GetRequest.getDefaultInstance(), reader);
      reader.pull(1);

      assertThat(how.poll(10, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);
    }
  }

  @DisplayName("I27: a use case stuck in a query is interrupted when its caller goes away")
  @Test
  void stream_stuckInAQuery_isInterrupted() throws Exception {
    var stuck = new CountDownLatch(1);
    var interrupted = new CountDownLatch(1);
    var catalog =
        new ScriptedCatalog() {
          @Override
          public void get(Role role, ReadRequest request, ObjectSink sink) throws Cancelled {
            stuck.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException stop) {
              interrupted.countDown();
              throw new Cancelled("interrupted", false);
            }
          }
        };
    try (var edge = RunningEdge.inProcess(catalog)) {
      var reader = new PullingReader();
      edge.fsAsync(KnownTokens.ADMIN).get(GetRequest.getDefaultInstance(), reader);
      assertThat(stuck.await(10, TimeUnit.SECONDS)).isTrue();
      reader.cancel();

      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @DisplayName("I27: patience with a reader that takes nothing ends")
  @Test
  void stream_toAReaderThatStopped_endsWhenPatienceDoes() throws Exception {
    var how = new LinkedBlockingQueue<DateiLagerException>();
    var settings = RunningEdge.SETTINGS.withPatience(Duration.ofMillis(100));
    try (var edge =
        RunningEdge.inProcess(
            settings, new KnownTokens(), RunningEdge.served(endlessTelling(how)))) {
      edge.fsAsync(KnownTokens.ADMIN).get(GetRequest.getDefaultInstance(), new PullingReader());

      assertThat(how.poll(10, TimeUnit.SECONDS))
          .isInstanceOf(Cancelled.class)
          .hasMessageContaining("took nothing");
      assertThat(edge.nextEnded().code()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }
  }

  @DisplayName("I27: a reader that takes nothing does not keep others from memory")
  @Test
  void stream_toAReaderThatStopped_endsSoonWhenOthersWaitForItsMemory() throws Exception {
    var how = new LinkedBlockingQueue<DateiLagerException>();
    var budget = new ContentBudget(1 << 20, Duration.ofSeconds(60));
    var endless = endlessTelling(how);
    var holding =
        new ScriptedCatalog() {
          @Override
          public void get(Role role, ReadRequest request, ObjectSink sink)
              throws DateiLagerException {
            try (var _ = budget.incoming(1 << 20)) {
              endless.get(role, request, sink);
            }
          }
        };
    var settings = RunningEdge.SETTINGS.withPatience(Duration.ofSeconds(30)); // 1 s while scarce
    try (var edge =
        RunningEdge.inProcess(settings, new KnownTokens(), new Served.Files(holding, budget))) {
      edge.fsAsync(KnownTokens.ADMIN).get(GetRequest.getDefaultInstance(), new PullingReader());
      assertThat(how.poll(2, TimeUnit.SECONDS)).as("nobody waits for it").isNull();

      budget.incoming(1 << 20).close();

      assertThat(how.poll(10, TimeUnit.SECONDS))
          .isInstanceOf(DateiLagerException.ResourceExhausted.class)
          .hasMessageContaining("took nothing");
      assertThat(edge.nextEnded().code()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    }
  }

  private static ListedObject listed(String path, Optional<Blob> content) {
    return new ListedObject(path, FileMode.file(0644), 0, false, content);
  }

  private static CacheListing listing(int packs) {
    var info = new CacheInfo(new CacheVersion(5), packs, (long) packs * PACK.length());
    return new CacheListing(info, Collections.nCopies(packs, HASH));
  }

  private static Catalog cacheOf(int packs) {
    return new ScriptedCatalog() {
      @Override
      public void getCache(Role role, Optional<CacheVersion> wanted, CacheSink sink)
          throws DateiLagerException {
        sink.begin(listing(packs), packs);
        for (int i = 0; i < packs; i++) {
          sink.pack(HASH, PACK);
        }
      }
    };
  }

  private static List<GetCacheResponse> getCache(
      RunningEdge edge, AtomicReference<Metadata> headers) {
    var channel =
        ClientInterceptors.intercept(
            edge.as(KnownTokens.READER),
            MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()));
    var packs = new ArrayList<GetCacheResponse>();
    FsGrpc.newBlockingStub(channel)
        .getCache(GetCacheRequest.getDefaultInstance())
        .forEachRemaining(packs::add);
    return packs;
  }

  private static Catalog endless(AtomicInteger sent, BlockingQueue<Integer> produced) {
    return new ScriptedCatalog() {
      @Override
      public void get(Role role, ReadRequest request, ObjectSink sink) throws DateiLagerException {
        for (int i = 0; ; i++) {
          sink.accept(i, listed("f" + i, Optional.of(PACK)));
          sent.incrementAndGet();
          produced.add(i);
        }
      }
    };
  }

  private static Catalog endlessTelling(BlockingQueue<DateiLagerException> how) {
    return new ScriptedCatalog() {
      @Override
      public void get(Role role, ReadRequest request, ObjectSink sink) throws DateiLagerException {
        try {
          for (int i = 0; ; i++) {
            sink.accept(i, listed("f" + i, Optional.of(PACK)));
          }
        } catch (DateiLagerException ended) {
          how.add(ended);
          throw ended;
        }
      }
    };
  }
}
