package dev.dateilager.adapters.dlclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.model.DateiLagerException.Cancelled;
import dev.dateilager.domain.model.DateiLagerException.Unavailable;
import dev.dateilager.domain.staging.NodePath;
import dev.dateilager.proto.v1.PlacementsGrpc.PlacementsImplBase;
import dev.dateilager.proto.v1.ReleaseRequest;
import dev.dateilager.proto.v1.ReleaseResponse;
import io.grpc.Metadata;
import io.grpc.stub.StreamObserver;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client of a {@code cached} on the same machine, over a real socket. */
@Timeout(30)
final class SocketClientTest {
  private static final NodePath PATH = new NodePath("/pods/a");

  @TempDir Path temp;

  private UnixDomainSocketAddress socket() {
    return UnixDomainSocketAddress.of(temp.resolve("cached.sock"));
  }

  @DisplayName("I28, I23: no token goes over the socket, the kernel tells who calls")
  @Test
  void call_bySocket_reachesTheDaemonWithoutAToken() throws Exception {
    var releasing =
        new PlacementsImplBase() {
          @Override
          public void release(ReleaseRequest request, StreamObserver<ReleaseResponse> out) {
            out.onNext(ReleaseResponse.newBuilder().setReleased(true).build());
            out.onCompleted();
          }
        };
    try (var server = FakeServer.onSocket(socket(), releasing);
        var client = DateiLagerClient.connect(socket(), Optional.empty())) {
      assertThat(client.daemon().release(PATH)).isTrue();
      Metadata headers = server.received.take();
      assertThat(headers.containsKey(Wire.AUTHORIZATION)).isFalse();
    }
  }

  @Test
  void call_whereNobodyListens_isUnavailable() {
    try (var client = DateiLagerClient.connect(socket(), Optional.empty())) {
      assertThatExceptionOfType(Unavailable.class)
          .isThrownBy(() -> client.daemon().release(PATH))
          .withMessageContaining("cached.sock");
    }
  }

  @Test
  void call_withoutAnAnswer_endsByTheTimeout() throws Exception {
    var silent =
        new PlacementsImplBase() {
          @Override
          public void release(ReleaseRequest request, StreamObserver<ReleaseResponse> out) {}
        };
    try (var _ = FakeServer.onSocket(socket(), silent);
        var client = DateiLagerClient.connect(socket(), Optional.of(Duration.ofMillis(300)))) {
      assertThatExceptionOfType(Cancelled.class)
          .isThrownBy(() -> client.daemon().release(PATH))
          .satisfies(late -> assertThat(late.deadlinePassed()).isTrue());
    }
  }
}
