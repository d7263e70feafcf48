package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import dev.dateilager.proto.pb.NewProjectRequest;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that is renewed while the server runs. */
@Timeout(60)
final class TlsReloadTest {
  @TempDir private Path directory;
  @TempDir private Path next;

  /** Whether a new connection, which trusts nobody but {@code authority}, gets through. */
  private static boolean reaches(RunningEdge edge, Path authority) throws Exception {
    var channel =
        NettyChannelBuilder.forAddress("localhost", edge.edge.port())
            .sslContext(GrpcSslContexts.forClient().trustManager(authority.toFile()).build())
            .build();
    try {
      return Codes.of(
              () ->
                  HealthGrpc.newBlockingStub(channel)
                      .check(HealthCheckRequest.getDefaultInstance()))
          .isOk();
    } finally {
      channel.shutdownNow();
    }
  }

  private RunningEdge running() throws Exception {
    return RunningEdge.overTls(directory, RunningEdge.SETTINGS, new ScriptedCatalog());
  }

  private Path file(String name) {
    return directory.resolve(name);
  }

  /** Puts another identity in the place of the one that is served. */
  private Path renew(String... names) throws Exception {
    SelfSignedCertificate.in(next, Set.of(), InstantSource.system());
    for (String name : names) {
      Files.copy(next.resolve(name), file(name), StandardCopyOption.REPLACE_EXISTING);
    }
    return next.resolve("tls-cert.pem");
  }

  @Test
  void reloadTls_showsNewConnectionsTheNewCertificate_andLeavesOldOnesAlone() throws Exception {
    try (var edge = running()) {
      Path former = Files.copy(file("tls-cert.pem"), next.resolve("former.pem"));
      assertThat(reaches(edge, former)).isTrue();
      var open = edge.fs(KnownTokens.ADMIN);
      var request = NewProjectRequest.getDefaultInstance();
      assertThat(open.newProject(request)).isNotNull();

      Path renewed = renew("tls-cert.pem", "tls-key.pem");
      edge.edge.reloadTls();

      assertThat(reaches(edge, renewed)).isTrue();
      assertThat(reaches(edge, former)).isFalse();
      assertThat(open.newProject(request)).as("on the connection of before").isNotNull();
    }
  }

  @DisplayName("I23: a broken file is named, not quoted, and the former certificate stays")
  @Test
  void reloadTls_ofABrokenFile_keepsTheFormer() throws Exception {
    try (var edge = running()) {
      Path former = Files.copy(file("tls-cert.pem"), next.resolve("former.pem"));
      for (String name : new String[] {"tls-key.pem", "tls-cert.pem"}) {
        byte[] whole = Files.readAllBytes(file(name));
        for (byte[] broken :
            new byte[][] {
              {}, "secret".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(whole, 60)
            }) {
          Files.write(file(name), broken);
          assertThatExceptionOfType(InvalidArgument.class)
              .isThrownBy(edge.edge::reloadTls)
              .withMessageContaining(file(name).toString())
              .withMessageNotContaining("secret");
        }
        Files.delete(file(name));
        assertThatExceptionOfType(InvalidArgument.class)
            .isThrownBy(edge.edge::reloadTls)
            .withMessageContaining("no TLS file '" + file(name));
        Files.write(file(name), whole);
      }

      assertThat(reaches(edge, former)).isTrue();
    }
  }

  @Test
  void reloadTls_ofACertificateWithoutItsKey_keepsTheFormer() throws Exception {
    try (var edge = running()) {
      Path former = Files.copy(file("tls-cert.pem"), next.resolve("former.pem"));
      Path renewed = renew("tls-cert.pem");

      assertThatExceptionOfType(InvalidArgument.class)
          .isThrownBy(edge.edge::reloadTls)
          .withMessageContaining("does not belong");
      assertThat(reaches(edge, former)).isTrue();

      renew("tls-key.pem"); // the second half arrives
      edge.edge.reloadTls();
      assertThat(reaches(edge, renewed)).isTrue();
    }
  }

  @Test
  void reloadTls_ofACertificateThatIsOver_keepsTheFormer() throws Exception {
    try (var edge = running()) {
      Path former = Files.copy(file("tls-cert.pem"), next.resolve("former.pem"));
      KeyPair pair = SelfSignedCertificate.newPair();
      byte[] old =
          SelfSignedCertificate.certificate(
              pair, Set.of("localhost"), Instant.now().minus(Duration.ofDays(1000)));
      Files.writeString(file("tls-cert.pem"), pem("CERTIFICATE", old));
      Files.writeString(file("tls-key.pem"), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));

      assertThatExceptionOfType(InvalidArgument.class)
          .isThrownBy(edge.edge::reloadTls)
          .withMessageContaining("ended at");
      assertThat(reaches(edge, former)).isTrue();
    }
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %1$s-----\n"
        .formatted(kind, Base64.getMimeEncoder().encodeToString(der));
  }
}
