package dev.dateilager.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dateilager.adapters.grpc.SelfSignedCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code cached} takes the certificate that stands in its files when it is hung up on. */
final class CachedRenewalIT extends WithServer {
  /** The exit status of a call to a daemon by one who trusts a certificate. */
  private int call(Daemon cached, Path trusted, Path target) throws Exception {
    return as("admin")
        .run(
            "client",
            "getcached",
            "--path",
            target.toString(),
            "--host",
            "localhost",
            "--port",
            cached.number("dl.port"),
            "--ca-cert",
            trusted.toString())
        .status();
  }

  private static void hangUp(Daemon cached, String line) throws Exception {
    long before = count(cached, line);
    cached.signal("HUP");
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (count(cached, line) == before) {
      assertThat(System.nanoTime()).as(cached.log()).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(20); // between two looks at another process's log
    }
  }

  private static long count(Daemon cached, String line) throws IOException {
    return cached.log().lines().filter(one -> one.contains(line)).count();
  }

  @Test
  void certificate_isRenewedWithoutARestart_andABrokenOneIsNot() throws Exception {
    write(dir.resolve("packs/placed/p/one"), "one");
    String project = newProject("--patterns", "^placed/.*/");
    admin("update", "--project", project, "--dir", dir.resolve("packs").toString());
    admin("cache", "create", "--prefix", "placed/");
    Path node = Files.createDirectory(dir.resolve("node"));
    Path target = node.resolve("tenant/cache");
    try (Daemon cached = startCached(node, server.number("dl.port"), "--socket", "")) {
      Path certificate = certificate("cached");
      Path former = Files.copy(certificate, dir.resolve("former.pem"));
      assertThat(call(cached, former, target)).isZero();

      Files.writeString(certificate, "-----BEGIN CERTIFICATE-----");
      hangUp(cached, "TLS certificate cannot be renewed: the former stays in use");
      assertThat(call(cached, former, target)).isZero();

      Path fresh = Files.createDirectory(dir.resolve("fresh"));
      SelfSignedCertificate.in(fresh, Set.of(), InstantSource.system());
      for (String name : new String[] {"tls-key.pem", "tls-cert.pem"}) {
        Path there = certificate.resolveSibling(name);
        Files.move(
            Files.copy(fresh.resolve(name), certificate.resolveSibling(name + ".new")),
            there,
            StandardCopyOption.ATOMIC_MOVE);
      }
      hangUp(cached, "TLS certificate renewed");
      assertThat(call(cached, fresh.resolve("tls-cert.pem"), target)).isZero();
      assertThat(call(cached, former, target)).isEqualTo(10);
      assertThat(cached.terminate()).isZero();
    }
  }
}
