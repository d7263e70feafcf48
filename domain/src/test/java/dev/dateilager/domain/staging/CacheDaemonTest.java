package dev.dateilager.domain.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.contract.ForwardingTreePlacer;
import dev.dateilager.domain.contract.InMemoryGoldenStore;
import dev.dateilager.domain.contract.InMemoryTreePlacer;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.ScriptedCacheSource;
import dev.dateilager.domain.contract.TreeText;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Aborted;
import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Corrupt;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.NotFound;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.DateiLagerException.Unsupported;
import dev.dateilager.domain.model.Environment;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.staging.PrepareReport.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class CacheDaemonTest {
  private static final Role ADMIN = new Role.Admin();
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final CacheVersion TWO = new CacheVersion(2);
  private static final SamplePack A = SamplePack.twoFiles("a");
  private static final SamplePack B = SamplePack.twoFiles("b");
  private static final NodePath ROOT = new NodePath("/pods");
  private static final DaemonSettings SETTINGS = settings(Environment.DEV, List.of(ROOT));

  private final ScriptedCacheSource source = new ScriptedCacheSource();
  private final InMemoryGoldenStore store;
  private final InMemoryTreePlacer placer;

  CacheDaemonTest() throws Exception {
    store = new InMemoryGoldenStore(new InMemoryGoldenStore.Memory());
    placer = new InMemoryTreePlacer(store);
  }

  private static DaemonSettings settings(Environment environment, List<NodePath> roots) {
    return new DaemonSettings(environment, roots, Optional.empty(), LinkMode.AUTO, false, 3);
  }

  private static DaemonSettings wanting(CacheVersion version) {
    return new DaemonSettings(
        Environment.DEV, List.of(ROOT), Optional.of(version), LinkMode.AUTO, false, 3);
  }

  private CacheDaemon daemon(DaemonSettings settings) {
    return new CacheDaemon(source, store, placer, source, settings, DaemonOperationsTest.senses());
  }

  private CacheDaemon daemon() {
    return daemon(SETTINGS);
  }

  @Test
  @DisplayName("TestPopulateCache: two packs, prepared, then placed with versions")
  void populate_afterPrepare_placesTheNewestVersion() throws Exception {
    source.publish(ONE, A);
    source.publish(TWO, A, B);
    CacheDaemon daemon = daemon();
    PrepareReport prepared = daemon.prepare();
    assertThat(prepared.outcome()).isEqualTo(Outcome.DOWNLOADED);
    assertThat(prepared.packs()).isEqualTo(2);
    assertThat(prepared.entries()).isEqualTo(4);

    PlacementReport placed = daemon.populate(ADMIN, "/pods/one/cache/");
    assertThat(placed.wireVersion()).isEqualTo(2);
    assertThat(placer.tree(new NodePath("/pods/one/cache")))
        .containsEntry("versions", TreeText.file(0644, "2\n"))
        .containsKey("objects/" + A.hash() + "/node_modules/a/2")
        .containsKey("objects/" + B.hash() + "/node_modules/b/1");
    NodeStatus status = daemon.status();
    assertThat(status.golden()).isEqualTo(store.golden(TWO)).isPresent();
    assertThat(status.size()).isEqualTo(new GoldenSize(4, 4 * 19));
    assertThat(status.stale()).isFalse();
    assertThat(status.placements()).isEqualTo(1);
  }

  @Test
  @DisplayName("TestPopulateEmptyCache: no hashes, only an empty objects/")
  void populate_ofAVersionWithoutPacks_placesAnEmptyObjects() throws Exception {
    source.publish(ONE);
    CacheDaemon daemon = daemon();
    daemon.prepare();
    assertThat(daemon.populate(ADMIN, "/pods/e").wireVersion()).isEqualTo(1);
    assertThat(placer.tree(new NodePath("/pods/e"))).containsOnlyKeys("objects");
  }

  @Test
  @DisplayName("TestClientGetCacheWithEmptyCache: a server without cache is version -1")
  void prepare_withoutACacheOnTheServer_placesVersionMinusOne() throws Exception {
    CacheDaemon daemon = daemon();
    PrepareReport prepared = daemon.prepare();
    assertThat(prepared.outcome()).isEqualTo(Outcome.NO_CACHE);
    assertThat(prepared.golden().wireVersion()).isEqualTo(-1);
    assertThat(daemon.populate(ADMIN, "/pods/e").wireVersion()).isEqualTo(-1);
    assertThat(placer.tree(new NodePath("/pods/e"))).containsOnlyKeys("objects");
    assertThat(daemon.status().golden()).contains(GoldenCopy.NO_CACHE);
    assertThat(store.versions()).isEmpty();
  }

  @Test
  @DisplayName("TestDownloadingTheSameVersionTwice: the second time nothing is sent")
  void prepare_whenTheVersionStands_downloadsNothing() throws Exception {
    source.publish(ONE, A, B);
    CacheDaemon daemon = daemon();
    daemon.prepare();
    PrepareReport again = daemon.prepare();
    assertThat(again.outcome()).isEqualTo(Outcome.PRESENT);
    assertThat(again.entries()).isZero();
    assertThat(source.sent()).isEqualTo(2);
    assertThat(source.closed()).isEqualTo(2);
  }

  @Test
  @DisplayName("TestClientCanHaveMultipleCacheVersions: the second count is 0")
  void prepare_ofANewVersionWithStandingPacks_unpacksOnlyTheRest() throws Exception {
    source.publish(ONE, A);
    CacheDaemon daemon = daemon();
    assertThat(daemon.prepare().entries()).isEqualTo(2);
    source.publish(TWO, A);
    PrepareReport second = daemon.prepare();
    assertThat(second.entries()).isZero();
    assertThat(second.packs()).isZero();
    assertThat(store.versions()).containsExactly(TWO, ONE);
  }

  @Test
  @DisplayName("TestClientGetCacheWithSpecificVersion: only the wanted version is held")
  void prepare_ofAWantedVersion_holdsThat() throws Exception {
    source.publish(ONE, A);
    source.publish(TWO, B);
    CacheDaemon daemon = daemon(wanting(ONE));
    assertThat(daemon.prepare().entries()).isEqualTo(2);
    assertThat(store.versions()).containsExactly(ONE);
    source.goAway(new Unavailable("no route"));
    assertThat(daemon.prepare().outcome()).isEqualTo(Outcome.PRESENT);
    assertThat(source.opened()).isEqualTo(1);
  }

  @Test
  void prepare_ofAWantedVersionThatDoesNotExist_changesNothing() throws Exception {
    source.publish(ONE, A);
    daemon().prepare();
    CacheDaemon daemon = daemon(wanting(TWO));
    assertThatThrownBy(daemon::prepare)
        .isInstanceOf(NotFound.class)
        .hasMessage("cache version 2 does not exist on the server");
    assertThat(store.versions()).containsExactly(ONE);
    assertThat(daemon.status().golden()).isEmpty();
    assertThatThrownBy(() -> daemon.populate(ADMIN, "/pods/x"))
        .isInstanceOf(FailedPrecondition.class);
  }

  @Test
  void prepare_whenTheServerIsAway_servesTheNewestFromDiskAsStale() throws Exception {
    source.publish(ONE, A);
    daemon().prepare();
    source.publish(TWO, A, B);
    daemon().prepare();
    source.goAway(new Unavailable("no route"));
    CacheDaemon daemon = daemon();
    PrepareReport prepared = daemon.prepare();
    assertThat(prepared.stale()).isTrue();
    assertThat(prepared.golden().version()).isEqualTo(TWO);
    assertThat(prepared.failure()).get().isInstanceOf(Unavailable.class);
    assertThat(daemon.status().stale()).isTrue();
    assertThat(daemon.populate(ADMIN, "/pods/x").wireVersion()).isEqualTo(2);
    source.recover();
    assertThat(daemon.prepare().stale()).isFalse();
  }

  @Test
  void prepare_whenTheServerIsAwayAndTheDiskIsEmpty_fails() throws Exception {
    source.goAway(new Unavailable("no route"));
    CacheDaemon daemon = daemon();
    assertThatThrownBy(daemon::prepare).isInstanceOf(Unavailable.class).hasMessage("no route");
    assertThat(daemon.status().golden()).isEmpty();
  }

  @Test
  void prepare_whenTheServerIsAwayAndAnotherVersionIsWanted_fails() throws Exception {
    source.publish(ONE, A);
    daemon().prepare();
    source.goAway(new Unavailable("no route"));
    assertThatThrownBy(() -> daemon(wanting(TWO)).prepare()).isInstanceOf(Unavailable.class);
  }

  @Test
  void prepare_whenTheServerForgotItsCaches_keepsTheDiskVersion() throws Exception {
    source.publish(ONE, A);
    CacheDaemon daemon = daemon();
    daemon.prepare();
    source.forgetAll();
    PrepareReport prepared = daemon.prepare();
    assertThat(prepared.stale()).isTrue();
    assertThat(prepared.failure()).isEmpty();
    assertThat(prepared.golden().version()).isEqualTo(ONE);
  }

  @Test
  void prepare_whenTheStreamBreaks_listsNothingAndKeepsTheOldVersion() throws Exception {
    source.publish(ONE, A);
    CacheDaemon daemon = daemon();
    daemon.prepare();
    source.publish(TWO, A, B, SamplePack.twoFiles("c"));
    source.breakAfter(2, new Corrupt("2 of 3 packs came"));
    PrepareReport prepared = daemon.prepare();
    assertThat(prepared.stale()).isTrue();
    assertThat(prepared.golden().version()).isEqualTo(ONE);
    assertThat(prepared.failure()).get().isInstanceOf(Corrupt.class);
    assertThat(store.versions()).containsExactly(ONE);
    source.recover();
    assertThat(daemon.prepare().golden().version()).isEqualTo(TWO);
  }

  @Test
  void prepare_whenAPackIsHostile_listsNothing() {
    source.publish(ONE, A, SamplePack.named("bad").symlink("n/l", "/tmp").file("n/l/f", 0644, "x"));
    assertThatThrownBy(daemon()::prepare).isInstanceOf(Corrupt.class);
    assertThat(store.versions()).isEmpty();
    assertThat(source.closed()).isEqualTo(1);
  }

  @Test
  void prepare_whenInterrupted_isCancelledWithTheFlagRestored() throws Exception {
    source.publish(ONE, A, B);
    var outcome = new ArrayList<String>();
    Thread caller =
        Thread.ofPlatform()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  try {
                    daemon().prepare();
                  } catch (Cancelled cancelled) {
                    outcome.add("cancelled " + Thread.currentThread().isInterrupted());
                  } catch (DateiLagerException other) {
                    outcome.add(other.toString());
                  }
                });
    caller.join();
    assertThat(outcome).containsExactly("cancelled true");
    assertThat(store.versions()).isEmpty();
  }

  @Test
  void prepare_holdsNoMorePacksThanWorkersAtATime() throws Exception {
    var packs = new SamplePack[40];
    for (int i = 0; i < packs.length; i++) {
      packs[i] = SamplePack.twoFiles("p" + i);
    }
    source.publish(ONE, packs);
    var open = new AtomicInteger();
    var most = new AtomicInteger();
    PackContents counting =
        packed -> {
          most.accumulateAndGet(open.incrementAndGet(), Math::max);
          var reader = source.open(packed);
          return new CountedReader(reader, open);
        };
    new CacheDaemon(source, store, placer, counting, SETTINGS, DaemonOperationsTest.senses())
        .prepare();
    assertThat(store.golden(ONE).orElseThrow().packs()).hasSize(40);
    assertThat(most.get()).isBetween(1, 3);
    assertThat(open).hasValue(0);
  }

  @Test
  void populate_inProductionWithoutRoots_isNotOfferedWhoeverAsks() throws Exception {
    CacheDaemon daemon = daemon(settings(Environment.PROD, List.of()));
    daemon.prepare();
    assertThatThrownBy(() -> daemon.populate(new Role.SharedReader(), "not a path"))
        .isInstanceOf(Unsupported.class);
  }

  @Test
  void populate_inProductionBelowAListedRoot_works() throws Exception {
    source.publish(ONE, A);
    CacheDaemon daemon = daemon(settings(Environment.PROD, List.of(ROOT)));
    daemon.prepare();
    assertThat(daemon.populate(ADMIN, "/pods/x").wireVersion()).isEqualTo(1);
  }

  @Test
  void populate_byOthersThanAdmins_isDeniedBeforeThePathIsRead() {
    for (Role role : List.of(new Role.SharedReader(), new Role.Project(new ProjectId(1)))) {
      assertThatThrownBy(() -> daemon().populate(role, "not a path"))
          .isInstanceOf(PermissionDenied.class);
    }
  }

  @Test
  void populate_atAMalformedPath_isRefused() {
    for (String path : List.of("", "pods/x", "/pods/../etc", "/pods//x", "/pods/x\0", "/")) {
      assertThatThrownBy(() -> daemon().populate(ADMIN, path)).isInstanceOf(InvalidArgument.class);
    }
  }

  @Test
  void populate_outsideTheRootsOrAtOne_isDenied() {
    for (String path : List.of("/etc/x", "/podsx/y", "/pods")) {
      assertThatThrownBy(() -> daemon().populate(ADMIN, path))
          .isInstanceOf(PermissionDenied.class)
          .hasMessageContaining("/pods");
    }
  }

  @Test
  void populate_beforePrepare_saysThatNoCacheIsHeld() {
    assertThatThrownBy(() -> daemon().populate(ADMIN, "/pods/x"))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessage("no cache is prepared yet");
  }

  @Test
  void populate_whileTheTargetIsWorkedOn_isAborted() throws Exception {
    source.publish(ONE, A);
    var inside = new CountDownLatch(1);
    var mayGoOn = new CountDownLatch(1);
    TreePlacer slow =
        new ForwardingTreePlacer(placer) {
          @Override
          public PlacementReport place(
              GoldenCopy golden, NodePath target, LinkMode mode, boolean strict)
              throws DateiLagerException {
            if (target.value().equals("/pods/slow")) {
              inside.countDown();
              awaitUninterruptibly(mayGoOn);
            }
            return super.place(golden, target, mode, strict);
          }
        };
    var daemon =
        new CacheDaemon(source, store, slow, source, SETTINGS, DaemonOperationsTest.senses());
    daemon.prepare();
    var failures = new ArrayList<DateiLagerException>();
    Thread first =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    daemon.populate(ADMIN, "/pods/slow");
                  } catch (DateiLagerException failure) {
                    failures.add(failure);
                  }
                });
    inside.await();
    assertThatThrownBy(() -> daemon.populate(ADMIN, "/pods/slow")).isInstanceOf(Aborted.class);
    daemon.populate(ADMIN, "/pods/other");
    mayGoOn.countDown();
    first.join();
    assertThat(failures).isEmpty();
    daemon.populate(ADMIN, "/pods/slow");
    assertThat(daemon.status().placements()).as("targets").isEqualTo(2);
  }

  @Test
  void populate_whenItFails_countsNothingAndFreesTheTarget() throws Exception {
    source.publish(ONE, A);
    CacheDaemon daemon = daemon();
    daemon.prepare();
    placer.put(new NodePath("/pods/x"), TreeText.file(0644, "mine"));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> daemon.populate(ADMIN, "/pods/x"))
          .isInstanceOf(FailedPrecondition.class);
    }
    assertThat(daemon.status().placements()).isZero();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
