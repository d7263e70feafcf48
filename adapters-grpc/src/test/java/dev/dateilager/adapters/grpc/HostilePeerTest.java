package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** I27: what one connection may do, frame by frame. */
@Timeout(60)
final class HostilePeerTest {
  private static final int ENHANCE_YOUR_CALM = 11;

  @TempDir private Path directory;

  @DisplayName("wire.md §1: TLS 1.2 and 1.3, with h2 chosen by ALPN")
  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void connect_choosesHttp2(String version) throws Exception {
    try (var edge = running();
        var peer = connect(edge, version)) {
      assertThat(peer.applicationProtocol()).isEqualTo("h2");
      assertThat(peer.tlsVersion()).isEqualTo(version);
    }
  }

  @Test
  void connect_byTls11_isRefused() throws Exception {
    try (var edge = running()) {
      assertThatThrownBy(() -> connect(edge, "TLSv1.1").close()).isInstanceOf(Exception.class);
    }
  }

  @DisplayName("R9: old clients ping every 5 s; a ping storm ends in too_many_pings")
  @Test
  void pings_atTheirPaceAreTaken_aStormIsNot() throws Exception {
    assertThat(EdgeSettings.PERMITTED_PING)
        .isEqualTo(Duration.ofSeconds(2))
        .isLessThan(Duration.ofSeconds(5));
    try (var edge = running();
        var peer = connect(edge, "TLSv1.3")) {
      writeUntilCutOff(1000, peer::ping);

      assertThat(peer.awaitGoAway())
          .contains(new RawPeer.GoAway(ENHANCE_YOUR_CALM, "too_many_pings"));
    }
  }

  @DisplayName("R9: over 200 resets within 30 s end the connection")
  @Test
  void resets_inMasses_endTheConnection() throws Exception {
    try (var edge = running();
        var peer = connect(edge, "TLSv1.3")) {
      writeUntilCutOff(
          2 * EdgeSettings.RESETS_PER_WINDOW,
          i -> peer.beginAndReset(2 * i + 1, "/pb.Fs/NewProject"));

      assertThat(peer.awaitGoAway().map(RawPeer.GoAway::errorCode)).contains(ENHANCE_YOUR_CALM);
    }
  }

  private interface Frame {
    void write(int number) throws Exception;
  }

  /** The server may hang up in the middle; what it said before can still be read. */
  private static void writeUntilCutOff(int times, Frame frame) throws Exception {
    try {
      for (int i = 0; i < times; i++) {
        frame.write(i);
      }
    } catch (SocketException cutOff) {
      assertThat(cutOff).hasMessageMatching("(?i).*(broken pipe|reset|closed).*");
    }
  }

  private RawPeer connect(RunningEdge edge, String version) throws Exception {
    return RawPeer.connect(edge.edge.port(), directory.resolve("tls-cert.pem"), version);
  }

  private RunningEdge running() throws Exception {
    return RunningEdge.overTls(directory, RunningEdge.SETTINGS, new ScriptedCatalog());
  }
}
