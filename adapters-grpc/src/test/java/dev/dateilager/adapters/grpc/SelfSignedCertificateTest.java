package dev.dateilager.adapters.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SelfSignedCertificateTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  @TempDir private Path directory;

  @Test
  void in_makesACertificateThatIsItsOwnAuthority() throws Exception {
    X509Certificate certificate = read(make(Set.of("host.example", "10.1.2.3"), NOW));

    certificate.verify(certificate.getPublicKey());
    certificate.checkValidity(Date.from(NOW));
    assertThat(certificate.getVersion()).isEqualTo(3);
    assertThat(certificate.getBasicConstraints()).as("may sign").isNotNegative();
    assertThat(certificate.getKeyUsage())
        .startsWith(true)
        .satisfies(u -> assertThat(u[5]).isTrue());
    assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    assertThat(certificate.getIssuerX500Principal())
        .isEqualTo(certificate.getSubjectX500Principal());
    assertThat(certificate.getSerialNumber().signum()).isPositive();
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(2, "localhost"),
            List.of(2, "host.example"),
            List.of(7, "127.0.0.1"),
            List.of(7, "10.1.2.3"),
            List.of(7, "0:0:0:0:0:0:0:1"));
    assertThat(Duration.between(NOW, certificate.getNotAfter().toInstant()))
        .isEqualTo(Duration.ofDays(825));
  }

  @DisplayName("I28: both files are their owner's alone, and nothing else is left")
  @Test
  void in_writesPrivateFiles() throws Exception {
    TlsFiles files = make(Set.of(), NOW);

    for (Path file : List.of(files.certificate(), files.key())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all).containsExactlyInAnyOrder(files.certificate(), files.key());
    }
  }

  @Test
  void in_whenAskedAgain_keepsThePair() throws Exception {
    TlsFiles files = make(Set.of("host.example"), NOW);
    byte[] certificate = Files.readAllBytes(files.certificate());
    byte[] key = Files.readAllBytes(files.key());

    assertThat(make(Set.of("host.example"), NOW.plus(Duration.ofDays(790)))).isEqualTo(files);
    assertThat(make(Set.of("::1"), NOW)).isEqualTo(files);
    assertThat(Files.readAllBytes(files.certificate())).isEqualTo(certificate);
    assertThat(Files.readAllBytes(files.key())).isEqualTo(key);
  }

  @Test
  void in_whenItEndsSoon_orLacksAName_makesAnother() throws Exception {
    X509Certificate first = read(make(Set.of(), NOW));
    X509Certificate second = read(make(Set.of(), NOW.plus(Duration.ofDays(800))));
    X509Certificate third = read(make(Set.of("other.example"), NOW.plus(Duration.ofDays(800))));

    assertThat(List.of(first, second, third)).doesNotHaveDuplicates();
    assertThat(third.getSubjectAlternativeNames()).contains(List.of(2, "other.example"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tls-key.pem", "tls-cert.pem"})
  void in_whenOneIsDamagedMissingOrForeign_makesBothAnew(String name) throws Exception {
    X509Certificate first = read(make(Set.of(), NOW));
    Files.writeString(directory.resolve(name), "damaged");
    X509Certificate second = read(make(Set.of(), NOW));
    Files.delete(directory.resolve(name));
    TlsFiles third = make(Set.of(), NOW);
    byte[] kept = Files.readAllBytes(directory.resolve(name));
    Files.delete(third.key());
    X509Certificate fourth = read(make(Set.of(), NOW));
    Files.write(directory.resolve(name), kept); // as a crash between two renames would
    X509Certificate fifth = read(make(Set.of(), NOW));

    assertThat(List.of(first, second, fourth, fifth)).doesNotHaveDuplicates();
  }

  @Test
  void in_aDirectoryThatIsMissing_fails() {
    assertThatExceptionOfType(IoFailed.class)
        .isThrownBy(
            () ->
                SelfSignedCertificate.in(
                    directory.resolve("missing"), Set.of(), InstantSource.fixed(NOW)));
  }

  @DisplayName("openssl takes the certificate for its own authority and for the key's")
  @Test
  void in_makesWhatOpensslVerifies() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/openssl")), "OPENSSL IS MISSING: not run");
    TlsFiles files = make(Set.of("host.example"), Instant.now());
    String certificate = files.certificate().toString();

    assertThat(
            openssl(
                "verify",
                "-x509_strict",
                "-purpose",
                "sslserver",
                "-verify_hostname",
                "host.example",
                "-CAfile",
                certificate,
                certificate))
        .contains("OK");
    assertThat(openssl("x509", "-in", certificate, "-noout", "-pubkey"))
        .isEqualTo(openssl("pkey", "-in", files.key().toString(), "-pubout"));
  }

  private static String openssl(String... arguments) throws Exception {
    var command = new ArrayList<String>(List.of("/usr/bin/openssl"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }

  private TlsFiles make(Set<String> names, Instant now) throws IoFailed {
    return SelfSignedCertificate.in(directory, names, InstantSource.fixed(now));
  }

  private static X509Certificate read(TlsFiles files) throws Exception {
    try (InputStream in = Files.newInputStream(files.certificate())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
