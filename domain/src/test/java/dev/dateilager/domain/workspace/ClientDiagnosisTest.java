package dev.dateilager.domain.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.CacheVersion;
import dev.dateilager.domain.model.DateiLagerException;
import dev.dateilager.domain.model.DateiLagerException.FailedPrecondition;
import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.staging.NodeCheck;
import dev.dateilager.domain.staging.NodeCheck.Level;
import dev.dateilager.domain.staging.Obstacle;
import dev.dateilager.domain.staging.StoreSpace;
import dev.dateilager.domain.workspace.ClientFacts.CacheFacts;
import dev.dateilager.domain.workspace.ClientFacts.DirectoryFacts;
import dev.dateilager.domain.workspace.ClientFacts.ServerFacts;
import dev.dateilager.domain.workspace.ClientFacts.Taken;
import dev.dateilager.domain.workspace.ClientFacts.TokenFacts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClientDiagnosisTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration YEAR = Duration.ofDays(365);

  private ServerFacts server = answering(NOW.minus(YEAR), NOW.plus(YEAR));
  private TokenFacts token = token(Optional.of(NOW.plus(YEAR)), Optional.empty());
  private Optional<DateiLagerException> fileNames = Optional.empty();
  private DirectoryFacts directory = directory(true, 1L << 40, 1 << 30);
  private Optional<CacheFacts> cache = Optional.empty();

  private static ServerFacts answering(Instant from, Instant until) {
    return new ServerFacts(
        Optional.empty(), Optional.of("TLSv1.3"), Optional.of(from), Optional.of(until));
  }

  private static TokenFacts token(
      Optional<Instant> expires, Optional<DateiLagerException> refusal) {
    return new TokenFacts(
        Optional.empty(), Optional.of("admin"), Optional.of(NOW.minus(YEAR)), expires, refusal);
  }

  private static DirectoryFacts directory(boolean able, long bytes, long inodes) {
    return new DirectoryFacts(
        "/work", Optional.empty(), "ext4", able, able, able, new StoreSpace(bytes, inodes));
  }

  private static CacheFacts cache(Taken taken) {
    return new CacheFacts(
        "/cache", Optional.empty(), Set.of(new CacheVersion(1)), Optional.of(taken));
  }

  private NodeCheck check(String name) {
    return ClientDiagnosis.of(new ClientFacts(NOW, server, token, fileNames, directory, cache))
        .stream()
        .filter(each -> each.name().equals(name))
        .findAny()
        .orElseThrow(() -> new AssertionError("no check " + name));
  }

  @Test
  void everythingInOrder_isToldAsSuch() {
    cache = Optional.of(cache(new Taken(Taken.Way.CLONED, Optional.of(Obstacle.NOT_PERMITTED))));

    assertThat(ClientDiagnosis.of(new ClientFacts(NOW, server, token, fileNames, directory, cache)))
        .extracting(NodeCheck::name)
        .containsExactly(
            "server",
            "tls",
            "clock",
            "token",
            "file-names",
            "directory",
            "file-system",
            "space",
            "cache");
    assertThat(ClientDiagnosis.of(new ClientFacts(NOW, server, token, fileNames, directory, cache)))
        .allMatch(each -> each.level() == Level.OK);
  }

  @ParameterizedTest
  @CsvSource({
    "UNAVAILABLE: io exception: Connection refused, --host, OK",
    "UNAVAILABLE: io exception: PKIX path building failed, tls, ERROR",
    "UNAVAILABLE: ssl handshake failed, tls, ERROR"
  })
  void unreachableServer_isAMatterOfTheWayOrOfTls(String said, String advice, Level tls) {
    server =
        new ServerFacts(
            Optional.of(new Unavailable(said)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(check("server").level()).isEqualTo(Level.ERROR);
    assertThat(check("server").advice()).contains(advice);
    assertThat(check("tls").level()).isEqualTo(tls);
  }

  @Test
  void certificateThatSoonEnds_isAWarning() {
    server = answering(NOW.minus(YEAR), NOW.plus(Duration.ofHours(23)));
    assertThat(check("tls").level()).isEqualTo(Level.WARNING);
  }

  @Test
  void clockBeforeWhatHasPassed_isAnError() {
    server = answering(NOW.plusSeconds(1), NOW.plus(YEAR));
    assertThat(check("clock").level()).isEqualTo(Level.ERROR);
    server = answering(NOW, NOW.plus(YEAR));
    assertThat(check("clock").level()).isEqualTo(Level.OK);
  }

  @Test
  void token_isMissingOverRefusedOrSoonOver() {
    token = token(Optional.of(NOW), Optional.empty());
    assertThat(check("token").level()).isEqualTo(Level.ERROR);
    token = token(Optional.empty(), Optional.of(new PermissionDenied("unknown key")));
    assertThat(check("token").found()).contains("unknown key");
    assertThat(check("token").level()).isEqualTo(Level.ERROR);
    token = token(Optional.of(NOW.plusSeconds(60)), Optional.empty());
    assertThat(check("token").level()).isEqualTo(Level.WARNING);
    token = token(Optional.empty(), Optional.empty());
    assertThat(check("token").level()).isEqualTo(Level.OK);
    token =
        new TokenFacts(
            Optional.of(new DateiLagerException.Unauthenticated("no token")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(check("token").found()).isEqualTo("no token");
  }

  @Test
  void locale_thatCannotSayAllNames_isAnError() {
    fileNames = Optional.of(new FailedPrecondition("the locale's encoding is ANSI"));
    assertThat(check("file-names").level()).isEqualTo(Level.ERROR);
  }

  @Test
  void directory_thatCannotBeTried_isAnErrorAndNothingMore() {
    directory = DirectoryFacts.untried("/work", new PermissionDenied("not yours"));

    assertThat(check("directory").found()).isEqualTo("not yours");
    assertThat(ClientDiagnosis.of(new ClientFacts(NOW, server, token, fileNames, directory, cache)))
        .extracting(NodeCheck::name)
        .doesNotContain("file-system", "space");
  }

  @Test
  void fileSystem_thatLacksSomethingOrIsFull_isAWarning() {
    directory = directory(false, (256L << 20) - 1, Long.MAX_VALUE);
    assertThat(check("file-system").found()).contains("case", "swapped", "descriptors");
    assertThat(check("space").level()).isEqualTo(Level.WARNING);
    directory = directory(true, 256L << 20, 9_999);
    assertThat(check("space").level()).isEqualTo(Level.WARNING);
    directory = directory(true, 256L << 20, 10_000);
    assertThat(check("space").level()).isEqualTo(Level.OK);
  }

  @Test
  void linkedCache_saysWhatThatMeansForThoseWhoWrite() {
    cache = Optional.of(cache(new Taken(Taken.Way.LINKED, Optional.empty())));
    assertThat(check("cache").found()).contains("never write into them");
    cache = Optional.of(cache(new Taken(Taken.Way.COPIED, Optional.of(Obstacle.OTHER_MOUNT))));
    assertThat(check("cache").level()).isEqualTo(Level.WARNING);
    assertThat(check("cache").found()).contains(Obstacle.OTHER_MOUNT.label());
    cache = Optional.of(new CacheFacts("/cache", Optional.empty(), Set.of(), Optional.empty()));
    assertThat(check("cache").level()).isEqualTo(Level.WARNING);
  }
}
