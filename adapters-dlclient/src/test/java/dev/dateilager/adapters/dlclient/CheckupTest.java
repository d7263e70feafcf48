package dev.dateilager.adapters.dlclient;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.domain.model.DateiLagerException.PermissionDenied;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.proto.pb.GetCacheRequest;
import dev.dateilager.proto.pb.GetCacheResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a call that changes nothing finds out about the way to a server. */
@Timeout(120)
final class CheckupTest {
  @TempDir private static Path directory;

  @SuppressWarnings("NullAway.Init") // JUnit calls makeIdentity before any test
  private static TestIdentity identity;

  @BeforeAll
  static void makeIdentity() throws Exception {
    identity = TestIdentity.in(directory);
  }

  private static FakeServer answering(Optional<Status> refusal) throws Exception {
    return FakeServer.overTls(
        identity,
        new FakeServer.FakeFs() {
          @Override
          public void getCache(GetCacheRequest request, StreamObserver<GetCacheResponse> out) {
            assertThat(request.getVersion()).isEqualTo(Long.MAX_VALUE);
            if (refusal.isPresent()) {
              out.onError(refusal.get().asException());
            } else {
              out.onCompleted();
            }
          }
        });
  }

  private static Reached reach(int port, Trust trust) throws Exception {
    ClientSettings settings = ClientSettings.of("localhost", port, () -> "token").withTrust(trust);
    try (var client = DateiLagerClient.connect(settings)) {
      return client.checkup();
    }
  }

  private static Trust authority() {
    return Trust.of(Optional.of(identity.certificate()), Map.of());
  }

  @Test
  void serverThatAnswers_showsItsCertificate() throws Exception {
    try (var server = answering(Optional.empty())) {
      Reached reached = reach(server.port(), authority());

      assertThat(reached.refusal()).isEmpty();
      assertThat(reached.server().trouble()).isEmpty();
      assertThat(reached.server().protocol())
          .hasValueSatisfying(v -> assertThat(v).startsWith("TLS"));
      assertThat(reached.server().validUntil())
          .hasValueSatisfying(end -> assertThat(end).isAfter(Instant.EPOCH));
    }
  }

  @Test
  void refusedToken_isNoTroubleOnTheWay() throws Exception {
    try (var server = answering(Optional.of(Status.PERMISSION_DENIED.withDescription("no")))) {
      Reached reached = reach(server.port(), authority());

      assertThat(reached.refusal()).containsInstanceOf(PermissionDenied.class);
      assertThat(reached.server().trouble()).isEmpty();
    }
  }

  @Test
  void serverThatIsNotBelieved_orNotThere_isTrouble() throws Exception {
    int port;
    try (var server = answering(Optional.empty())) {
      port = server.port();
      Reached stranger = reach(port, new Trust.SystemBundle());

      assertThat(stranger.server().trouble()).containsInstanceOf(Unavailable.class);
      assertThat(stranger.server().protocol()).isEmpty();
    }
    assertThat(reach(port, authority()).server().trouble()).containsInstanceOf(Unavailable.class);
  }
}
