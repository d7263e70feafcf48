package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** wire.md §7, I19, I26. */
@Timeout(30)
final class HealthTest {
  /** A database that answers as told, ping by ping; the last answer holds on. */
  private static final class PingedCatalog extends ScriptedCatalog {
    final BlockingQueue<Duration> asked = new LinkedBlockingQueue<>();
    volatile boolean answers = true;

    @Override
    public void ping(Duration patience) throws Unavailable {
      asked.add(patience);
      if (!answers) {
        throw new Unavailable("the database does not answer");
      }
    }
  }

  @DisplayName("I26: a lost database turns health NOT_SERVING and back by itself")
  @Test
  void watch_followsTheDatabase() throws Exception {
    var catalog = new PingedCatalog();
    try (var edge = RunningEdge.inProcess(catalog)) {
      Iterator<HealthCheckResponse> watch = watch(edge, DatabaseHealth.SERVICE);
      assertThat(nextKnown(watch)).isEqualTo(ServingStatus.SERVING);
      catalog.answers = false;
      assertThat(nextKnown(watch)).isEqualTo(ServingStatus.NOT_SERVING);
      catalog.answers = true;
      assertThat(nextKnown(watch)).isEqualTo(ServingStatus.SERVING);
      assertThat(catalog.asked).containsOnly(Duration.ofMillis(800));
    }
  }

  @Test
  void check_ofTheServerItself_doesNotDependOnTheDatabase() throws Exception {
    var catalog = new PingedCatalog();
    catalog.answers = false;
    try (var edge = RunningEdge.inProcess(catalog)) {
      assertThat(check(edge, "")).isEqualTo(ServingStatus.SERVING);
      assertThat(Codes.of(() -> check(edge, "dateilager.nothing")).getCode())
          .isEqualTo(Status.Code.NOT_FOUND);
    }
  }

  @DisplayName("wire.md §7: cached registers only the empty name")
  @Test
  void check_ofCached_knowsOnlyTheEmptyName() throws Exception {
    try (var edge =
        RunningEdge.inProcess(
            RunningEdge.SETTINGS, new KnownTokens(), new Served.Daemon(new ScriptedNode()))) {
      assertThat(check(edge, "")).isEqualTo(ServingStatus.SERVING);
      assertThat(Codes.of(() -> check(edge, DatabaseHealth.SERVICE)).getCode())
          .isEqualTo(Status.Code.NOT_FOUND);
    }
  }

  @Test
  void stop_tellsWatchersFirst_andDoesNotWaitForThem() throws Exception {
    try (var edge = RunningEdge.inProcess(new PingedCatalog())) {
      Iterator<HealthCheckResponse> watch = watch(edge, "");
      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);

      edge.edge.stop(Duration.ofDays(1));

      assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
    }
  }

  private static ServingStatus nextKnown(Iterator<HealthCheckResponse> watch) {
    ServingStatus next = watch.next().getStatus();
    return next == ServingStatus.SERVICE_UNKNOWN ? watch.next().getStatus() : next;
  }

  private static Iterator<HealthCheckResponse> watch(RunningEdge edge, String service) {
    return HealthGrpc.newBlockingStub(edge.as(KnownTokens.READER))
        .watch(HealthCheckRequest.newBuilder().setService(service).build());
  }

  private static ServingStatus check(RunningEdge edge, String service) {
    return HealthGrpc.newBlockingStub(edge.channel)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }
}
