package dev.dateilager.domain.staging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.staging.NodeCheck.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each condition that the doctor knows is broken once. */
final class DiagnosisTest {
  private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");
  private static final NodePath ROOT = new NodePath("/workloads");

  private Optional<Instant> latestSeen = Optional.of(NOW.minusSeconds(1));
  private Optional<GoldenCopy> golden = Optional.of(new GoldenCopy(new CacheVersion(7), Set.of()));
  private Optional<DateiLagerException> failure = Optional.empty();
  private boolean stale;
  private boolean strict;
  private StoreSpace space = new StoreSpace(10L << 30, 1_000_000);
  private Optional<DateiLagerException> serverTrouble = Optional.empty();
  private Optional<Instant> issued = Optional.of(NOW.minus(Duration.ofDays(3)));
  private Optional<Instant> expires = Optional.of(NOW.plus(Duration.ofDays(3)));
  private SystemFacts system =
      new SystemFacts(true, "ext4", OptionalLong.of(65_000), Optional.of(true), true);
  private List<RootFacts> roots =
      List.of(root(Optional.empty(), Optional.of(Obstacle.NOT_SUPPORTED)));

  private static RootFacts root(Optional<Obstacle> link, Optional<Obstacle> clone) {
    return new RootFacts(ROOT, "ext4", Optional.empty(), link, clone);
  }

  private List<NodeCheck> checks() {
    var status =
        new NodeStatus(
            golden,
            GoldenSize.NOTHING,
            stale,
            failure,
            Optional.of(NOW),
            Optional.empty(),
            List.of(),
            0,
            0,
            space,
            "/store",
            LinkMode.LINK,
            strict,
            List.of(ROOT),
            NOW);
    return Diagnosis.of(
        new NodeFacts(
            NOW, latestSeen, status, serverTrouble, issued, expires, 1 << 30, system, roots));
  }

  /** That this check, and no other, is at this level, with advice. */
  private void assertOnly(Level level, String name, String found) {
    for (NodeCheck check : checks()) {
      if (check.name().equals(name)) {
        assertThat(check.level()).as(check.toString()).isEqualTo(level);
        assertThat(check.found()).contains(found);
        assertThat(check.advice()).isNotEmpty();
      } else {
        assertThat(check.level()).as(check.toString()).isEqualTo(Level.OK);
        assertThat(check.advice()).isEmpty();
      }
    }
    assertThat(checks()).extracting(NodeCheck::name).contains(name);
  }

  @Test
  void aHealthyNode_isOkThroughout() {
    assertThat(checks())
        .allSatisfy(check -> assertThat(check.level()).as(check.toString()).isEqualTo(Level.OK))
        .extracting(NodeCheck::name)
        .containsExactly(
            "cache",
            "server",
            "token",
            "clock",
            "file-layer",
            "free-space",
            "free-inodes",
            "link-limit",
            "protected-hardlinks",
            "link /workloads",
            "clone /workloads");
  }

  @Test
  void cache_none() {
    golden = Optional.empty();
    assertOnly(Level.ERROR, "cache", "no cache version is held");
  }

  @Test
  void cache_theServerHasNone() {
    golden = Optional.of(GoldenCopy.NO_CACHE);
    assertOnly(Level.WARNING, "cache", "the server has no cache version");
  }

  @Test
  void cache_stale() {
    stale = true;
    failure = Optional.of(new Unavailable("server is away"));
    assertOnly(Level.WARNING, "cache", "server is away");
  }

  @Test
  void server_away() {
    serverTrouble = Optional.of(new Unavailable("connection refused"));
    assertOnly(Level.ERROR, "server", "connection refused");
  }

  @ParameterizedTest
  @CsvSource({"-1,ERROR,it expired at", "0,ERROR,it expired at", "3600,WARNING,it expires at"})
  void token_ends(long seconds, Level level, String found) {
    expires = Optional.of(NOW.plusSeconds(seconds));
    assertOnly(level, "token", found);
  }

  @Test
  void token_withoutEnd_isFine() {
    expires = Optional.empty();
    issued = Optional.empty();
    assertThat(checks()).allMatch(check -> check.level() == Level.OK);
  }

  @Test
  void clock_behindTheToken() {
    issued = Optional.of(NOW.plusSeconds(60));
    assertOnly(Level.ERROR, "clock", "has passed already");
  }

  @Test
  void clock_behindWhatTheStoreHolds() {
    latestSeen = Optional.of(NOW.plusSeconds(1));
    assertOnly(Level.ERROR, "clock", "has passed already");
  }

  @Test
  void fileLayer_portable() {
    system = new SystemFacts(false, "ext4", OptionalLong.empty(), Optional.of(true), true);
    assertOnly(Level.ERROR, "file-layer", "reached by paths");
  }

  @Test
  void freeSpace_belowTheMark() {
    space = new StoreSpace((1 << 30) - 1, 1_000_000);
    assertOnly(Level.ERROR, "free-space", "1,023 MiB");
  }

  @Test
  void freeInodes_few() {
    space = new StoreSpace(10L << 30, 99_999);
    assertOnly(Level.WARNING, "free-inodes", "99,999");
  }

  @ParameterizedTest
  @CsvSource({"overlay,copies the file", "tmpfs,costs an inode"})
  void linkLimit_whereLinksAreDear(String fileSystem, String found) {
    system = new SystemFacts(true, fileSystem, OptionalLong.empty(), Optional.of(true), true);
    assertOnly(Level.WARNING, "link-limit", found);
  }

  @Test
  void protectedHardlinks_off() {
    system = new SystemFacts(true, "ext4", OptionalLong.empty(), Optional.of(false), true);
    assertOnly(Level.WARNING, "protected-hardlinks", "is 0");
  }

  @Test
  void protectedHardlinks_withoutThePower() {
    system = new SystemFacts(true, "ext4", OptionalLong.empty(), Optional.of(true), false);
    assertOnly(Level.WARNING, "protected-hardlinks", "CAP_FOWNER");
  }

  @Test
  void roots_none() {
    roots = List.of();
    assertOnly(Level.ERROR, "roots", "no directory is listed");
  }

  @Test
  void link_rootIsMissing() {
    roots =
        List.of(
            new RootFacts(
                ROOT, "", Optional.of("does not exist"), Optional.empty(), Optional.empty()));
    assertOnly(Level.ERROR, "link /workloads", "does not exist");
  }

  @ParameterizedTest
  @CsvSource({"OTHER_MOUNT,other-mount", "OTHER_FILE_SYSTEM,other-file-system"})
  void link_refused(Obstacle obstacle, String found) {
    roots = List.of(root(Optional.of(obstacle), Optional.empty()));
    assertOnly(Level.WARNING, "link /workloads", found);
    strict = true;
    assertOnly(Level.ERROR, "link /workloads", found);
  }

  @Test
  void clone_refusedWhereLinksAre_too() {
    roots = List.of(root(Optional.of(Obstacle.OTHER_MOUNT), Optional.of(Obstacle.NOT_SUPPORTED)));
    assertThat(checks())
        .filteredOn(check -> check.level() != Level.OK)
        .extracting(NodeCheck::name)
        .containsExactly("link /workloads", "clone /workloads");
  }
}
