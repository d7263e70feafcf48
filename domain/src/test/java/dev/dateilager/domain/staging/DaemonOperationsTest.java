package dev.dateilager.domain.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dateilager.domain.access.Role;
import dev.dateilager.domain.contract.ForwardingGoldenStore;
import dev.dateilager.domain.contract.InMemoryGoldenStore;
import dev.dateilager.domain.contract.InMemoryTreePlacer;
import dev.dateilager.domain.contract.SamplePack;
import dev.dateilager.domain.contract.ScriptedCacheSource;
import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.ResourceExhausted;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.model.Environment;
import dev.dateilager.domain.model.ProjectId;
import dev.dateilager.domain.staging.PrepareReport.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What operators have a daemon do, and what it does about damage (I6, I18, I19). */
@Timeout(20)
final class DaemonOperationsTest {
  private static final Role ADMIN = new Role.Admin();
  private static final CacheVersion ONE = new CacheVersion(1);
  private static final CacheVersion TWO = new CacheVersion(2);
  private static final CacheVersion THREE = new CacheVersion(3);
  private static final SamplePack A = SamplePack.twoFiles("a");
  private static final SamplePack B = SamplePack.twoFiles("b");
  private static final SamplePack C = SamplePack.twoFiles("c");
  private static final NodePath ROOT = new NodePath("/pods");
  private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

  private final ScriptedCacheSource source = new ScriptedCacheSource();
  private final InMemoryGoldenStore store;
  private final InMemoryTreePlacer placer;

  DaemonOperationsTest() throws Exception {
    store = new InMemoryGoldenStore(new InMemoryGoldenStore.Memory());
    placer = new InMemoryTreePlacer(store);
  }

  private CacheDaemon daemon(Retention retention) {
    var settings =
        new DaemonSettings(
            Environment.DEV, List.of(ROOT), Optional.empty(), LinkMode.AUTO, false, 3, retention);
    return new CacheDaemon(source, store, placer, source, settings, senses());
  }

  private CacheDaemon daemon() {
    return daemon(Retention.DEFAULT);
  }

  static NodeSenses senses() {
    return new NodeSenses(new HealthyNode(), () -> TokenTimes.UNKNOWN, () -> NOW);
  }

  /** A node on which everything works. */
  private static final class HealthyNode implements NodeProbe {
    @Override
    public SystemFacts system() {
      return new SystemFacts(true, "ext4", OptionalLong.of(65_000), Optional.of(true), true);
    }

    @Override
    public RootFacts root(NodePath root) {
      return new RootFacts(root, "ext4", Optional.empty(), Optional.empty(), Optional.empty());
    }
  }

  private static String fileOf(String pack) {
    return "node_modules/" + pack + "/1";
  }

  private static NodePath pod(String name) {
    return new NodePath("/pods/" + name);
  }

  private CacheDaemon prepared(SamplePack... packs) throws DateiLagerException {
    source.publish(ONE, packs);
    CacheDaemon daemon = daemon();
    var _ = daemon.prepare();
    return daemon;
  }

  @Test
  void place_overridesTheDaemonsMode_andReleaseTakesItAway() throws Exception {
    CacheDaemon daemon = prepared(A);
    PlacementReport placed =
        daemon.place(ADMIN, "/pods/x", Optional.of(LinkMode.COPY), Optional.empty());
    assertThat(placed.mode()).isEqualTo(LinkMode.COPY);
    assertThat(daemon.placements(ADMIN)).extracting(Placement::target).containsExactly(pod("x"));
    assertThat(daemon.status().placements()).isEqualTo(1);

    assertThat(daemon.release(ADMIN, "/pods/x")).isTrue();
    assertThat(daemon.placements(ADMIN)).isEmpty();
    assertThat(daemon.release(ADMIN, "/pods/x")).as("again").isFalse();
  }

  @Test
  void release_outsideTheRoots_isDenied() throws Exception {
    CacheDaemon daemon = prepared(A);
    for (String path : List.of("/pods", "/podsx/y", "/etc")) {
      assertThatThrownBy(() -> daemon.release(ADMIN, path)).isInstanceOf(PermissionDenied.class);
      assertThatThrownBy(() -> daemon.place(ADMIN, path, Optional.empty(), Optional.empty()))
          .isInstanceOf(PermissionDenied.class);
    }
  }

  @DisplayName("I22: every call of an operator needs the admin's role")
  @Test
  void everything_byOthersThanAdmins_isDenied() throws Exception {
    CacheDaemon daemon = prepared(A);
    for (Role role : List.of(new Role.SharedReader(), new Role.Project(new ProjectId(1)))) {
      List<Call> calls =
          List.of(
              () -> daemon.place(role, "/pods/x", Optional.empty(), Optional.empty()),
              () -> daemon.release(role, "/pods/x"),
              () -> daemon.placements(role),
              () -> daemon.refresh(role),
              () -> daemon.prune(role, OptionalInt.empty(), true),
              () -> daemon.verify(role, true, (_, _) -> {}),
              () -> daemon.explain(role, "/pods/x"),
              () -> daemon.status(role),
              () -> daemon.diagnose(role));
      for (Call call : calls) {
        assertThatThrownBy(call::run).isInstanceOf(PermissionDenied.class);
      }
    }
  }

  private interface Call {
    void run() throws Exception;
  }

  @DisplayName("I6: a damaged golden file is put aside, fetched again, and never placed")
  @Test
  void populate_whenAGoldenFileIsDamaged_fetchesThePackAgain() throws Exception {
    CacheDaemon daemon = prepared(A, B);
    store.damage(A.hash(), fileOf("a"));

    PlacementReport placed = daemon.populate(ADMIN, "/pods/x");

    assertThat(placed.version()).isEqualTo(ONE);
    assertThat(source.sent()).as("A, B, then A alone").isEqualTo(3);
    assertThat(placer.tree(pod("x"))).isNotEmpty();
    assertThat(daemon.status().stale()).isFalse();
  }

  @Test
  void populate_whenADamagedPackCannotBeFetched_placesAnOlderVersion() throws Exception {
    source.publish(ONE, A);
    CacheDaemon daemon = daemon();
    var _ = daemon.prepare();
    source.publish(TWO, A, B);
    var _ = daemon.prepare();
    store.damage(B.hash(), fileOf("b"));
    source.goAway(new Unavailable("server is away"));

    assertThat(daemon.populate(ADMIN, "/pods/x").version()).isEqualTo(ONE);

    assertThat(daemon.status().stale()).isTrue();
    assertThat(daemon.status().failure()).containsInstanceOf(Unavailable.class);
  }

  @Test
  void populate_whenADamagedPackCannotBeFetchedAndNothingElseStands_saysWhy_untilItCan()
      throws Exception {
    CacheDaemon daemon = prepared(A);
    store.damage(A.hash(), fileOf("a"));
    source.goAway(new Unavailable("server is away"));

    assertThatThrownBy(() -> daemon.populate(ADMIN, "/pods/x"))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("server is away");
    assertThatThrownBy(() -> daemon.populate(ADMIN, "/pods/x"))
        .isInstanceOf(FailedPrecondition.class)
        .hasMessageContaining("server is away");
    assertThat(daemon.isReady()).as("none is left (I19)").isFalse();
    assertThat(placer.placements()).isEmpty();

    source.recover();
    var _ = daemon.prepare();
    assertThat(daemon.populate(ADMIN, "/pods/x").version()).isEqualTo(ONE);
  }

  @Test
  void refresh_keepsAsManyVersionsAsItShould_thePlacedOneAmongThem() throws Exception {
    CacheDaemon daemon = prepared(A);
    source.publish(TWO, A, B);
    assertThat(daemon.refresh(ADMIN).outcome()).isEqualTo(Outcome.DOWNLOADED);
    source.publish(THREE, B, C);
    PrepareReport third = daemon.refresh(ADMIN);
    assertThat(third.bytes()).as("only C").isEqualTo(C.packed().length());
    assertThat(store.versions()).containsExactly(THREE, TWO);
    assertThat(daemon.refresh(ADMIN).outcome()).isEqualTo(Outcome.PRESENT);

    PruneReport told = daemon.prune(ADMIN, OptionalInt.of(1), true);
    assertThat(told.removed()).containsExactly(TWO);
    assertThat(store.versions()).hasSize(2);
    assertThat(daemon.prune(ADMIN, OptionalInt.of(1), false)).isEqualTo(told);
    assertThat(store.versions()).containsExactly(THREE);
    assertThatThrownBy(() -> daemon.prune(ADMIN, OptionalInt.of(0), true))
        .isInstanceOf(InvalidArgument.class);
  }

  @Test
  void refresh_whenNothingCanBePruned_holdsTheNewVersionAllTheSame() throws Exception {
    source.publish(ONE, A);
    GoldenStore stubborn =
        new ForwardingGoldenStore(store) {
          @Override
          public PruneReport prune(Set<CacheVersion> keep, boolean dryRun)
              throws DateiLagerException {
            throw new IoFailed("disk failed", new IOException("EIO"));
          }
        };
    var settings =
        new DaemonSettings(
            Environment.DEV, List.of(ROOT), Optional.empty(), LinkMode.AUTO, false, 3);
    var daemon = new CacheDaemon(source, stubborn, placer, source, settings, senses());

    assertThat(daemon.prepare().outcome()).isEqualTo(Outcome.DOWNLOADED);

    assertThat(daemon.status().stale()).isFalse();
    assertThat(daemon.status().failure()).containsInstanceOf(IoFailed.class);
    assertThat(daemon.populate(ADMIN, "/pods/x").version()).isEqualTo(ONE);
  }

  @DisplayName("I13: below the watermark no new version is fetched, and what is held is placed")
  @Test
  void refresh_whenLittleIsFree_keepsWhatItHas() throws Exception {
    var _ = prepared(A);
    CacheDaemon daemon = daemon(new Retention(2, Long.MAX_VALUE));
    source.publish(TWO, B);

    PrepareReport report = daemon.refresh(ADMIN);

    assertThat(report.outcome()).isEqualTo(Outcome.STALE);
    assertThat(report.failure()).containsInstanceOf(ResourceExhausted.class);
    assertThat(daemon.populate(ADMIN, "/pods/x").version()).isEqualTo(ONE);
  }

  @DisplayName("R6: ready from disk, without a word from the server")
  @Test
  void prepareFromDisk_holdsTheNewest_withoutAskingTheServer() throws Exception {
    assertThat(daemon().prepareFromDisk()).isEmpty();
    var _ = prepared(A);
    source.goAway(new Unavailable("server is away"));
    CacheDaemon daemon = daemon();

    assertThat(daemon.isReady()).isFalse();
    assertThat(daemon.prepareFromDisk())
        .map(PrepareReport::golden)
        .map(GoldenCopy::version)
        .contains(ONE);

    assertThat(daemon.isReady()).isTrue();
    assertThat(daemon.status().stale()).as("nobody has confirmed it yet").isTrue();
    assertThat(daemon.populate(ADMIN, "/pods/x").version()).isEqualTo(ONE);
  }

  @Test
  void verify_tellsWhatDiffersAndWhereItIsPlaced_andRepairsIfAsked() throws Exception {
    CacheDaemon daemon = prepared(A, B);
    var _ = daemon.populate(ADMIN, "/pods/x");
    store.flip(B.hash(), fileOf("b"));
    var found = new ArrayList<String>();
    VerificationSink sink =
        (finding, placements) -> found.add(finding.path() + " " + finding.what() + placements);

    VerifySummary told = daemon.verify(ADMIN, false, sink);
    assertThat(told).isEqualTo(new VerifySummary(2, 4, told.bytes(), 1, 0));
    assertThat(found).containsExactly(fileOf("b") + " has other bytes[/pods/x]");
    assertThat(source.sent()).isEqualTo(2);

    assertThat(daemon.verify(ADMIN, true, sink).repaired()).isEqualTo(1);
    assertThat(source.sent()).isEqualTo(3);
    assertThat(daemon.verify(ADMIN, false, sink).findings()).isZero();
    assertThat(daemon.scrub(Scrutiny.LOOKS, sink).findings()).isZero();
  }

  @Test
  void explain_tellsOfThePlacementAPathBelongsTo() throws Exception {
    CacheDaemon daemon = prepared(A);
    var _ = daemon.populate(ADMIN, "/pods/x");
    source.publish(TWO, A, B);
    var _ = daemon.prepare();

    Explanation inside =
        daemon.explain(ADMIN, "/pods/x/objects/" + A.hash().hex() + "/" + fileOf("a"));
    assertThat(inside.placement()).map(Placement::target).contains(pod("x"));
    assertThat(String.join("\n", inside.facts()))
        .contains("belongs to the placement '/pods/x' of cache version 1")
        .contains("The daemon holds version 2 now")
        .contains("Its pack " + A.hash().hex() + " stands in the store.");
    assertThat(daemon.explain(ADMIN, "/pods/x").facts().getFirst())
        .startsWith("It is the placement '/pods/x'");
    assertThat(daemon.explain(ADMIN, "/pods").facts())
        .containsExactly(
            "No placement is known at '/pods' or above it.",
            "It lies below none of the allowed roots [/pods], so none can be made.",
            "Placements known below it: 1.");
    assertThat(daemon.explain(ADMIN, "/pods/y/z").facts().getLast())
        .isEqualTo("It lies below the allowed root '/pods', so one could be made.");
    assertThatThrownBy(() -> daemon.explain(ADMIN, "relative")).isInstanceOf(InvalidArgument.class);
  }

  @Test
  void diagnose_asksTheServerAndTheNode() throws Exception {
    CacheDaemon daemon = prepared(A);
    assertThat(daemon.diagnose(ADMIN))
        .allSatisfy(
            check -> assertThat(check.level()).as(check.toString()).isEqualTo(NodeCheck.Level.OK));
    source.goAway(new Unavailable("server is away"));
    assertThat(daemon.diagnose(ADMIN))
        .filteredOn(check -> check.level() == NodeCheck.Level.ERROR)
        .extracting(NodeCheck::name)
        .containsExactly("server");
  }

  @Test
  void status_beforeAnything_saysSo() throws Exception {
    NodeStatus status = daemon().status();
    assertThat(status.golden()).isEmpty();
    assertThat(status.refreshedAt()).isEmpty();
    assertThat(status.refreshingSince()).isEmpty();
    assertThat(status.startedAt()).isEqualTo(NOW);
    assertThat(status.allowedRoots()).containsExactly(ROOT);
    CacheDaemon daemon = prepared(A);
    assertThat(daemon.status().refreshedAt()).contains(NOW);
    assertThat(daemon.status().size().files()).isEqualTo(2);
    assertThat(daemon.status().versions()).containsExactly(ONE);
  }
}
