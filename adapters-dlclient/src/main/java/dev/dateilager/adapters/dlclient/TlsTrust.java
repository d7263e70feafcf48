package dev.dateilager.adapters.dlclient;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLException;

/** Makes TLS of a {@link Trust}. */
final class TlsTrust {
  private static final Logger LOG = System.getLogger(TlsTrust.class.getName());

  /** Where Linux distributions keep their bundle; Go's list, the first that is there counts. */
  private static final List<Path> SYSTEM_BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/pki/tls/cacert.pem"),
          Path.of("/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  private TlsTrust() {}

  /**
   * TLS 1.2 or 1.3 with HTTP/2 chosen by ALPN.
   *
   * @throws InvalidArgument if a named file holds no certificates, or none were found at all
   */
  static SslContext context(Trust trust) throws InvalidArgument {
    SslContextBuilder builder = GrpcSslContexts.forClient().protocols("TLSv1.3", "TLSv1.2");
    switch (trust) {
      case Trust.Authorities authorities ->
          builder.trustManager(certificates(authorities).toArray(X509Certificate[]::new));
      case Trust.SystemBundle _ -> trustSystem(builder);
      case Trust.Everybody _ -> {
        LOG.log(
            Level.WARNING,
            "TLS CERTIFICATES ARE NOT CHECKED: anyone on the way can read and change what is sent");
        builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
      }
    }
    try {
      return builder.build();
    } catch (SSLException unusable) {
      throw new InvalidArgument("cannot set up TLS with the given certificates", unusable);
    }
  }

  private static void trustSystem(SslContextBuilder builder) throws InvalidArgument {
    for (Path bundle : SYSTEM_BUNDLES) {
      if (Files.isReadable(bundle)) {
        builder.trustManager(read(bundle).toArray(X509Certificate[]::new));
        return;
      }
    }
    // Netty's default is the JDK's own store
  }

  private static List<X509Certificate> certificates(Trust.Authorities authorities)
      throws InvalidArgument {
    var all = new ArrayList<X509Certificate>();
    for (Path file : authorities.files()) {
      all.addAll(read(file));
    }
    for (Path directory : authorities.directories()) {
      all.addAll(readAll(directory));
    }
    if (all.isEmpty()) {
      throw new InvalidArgument(
          "no certificate of an authority in the directories " + authorities.directories());
    }
    return all;
  }

  /** Every certificate in a directory; keys, lists of revocations and the like are passed over. */
  private static List<X509Certificate> readAll(Path directory) throws InvalidArgument {
    var all = new ArrayList<X509Certificate>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, Files::isRegularFile)) {
      for (Path file : files) {
        try {
          all.addAll(read(file));
        } catch (InvalidArgument noCertificate) {
          LOG.log(Level.DEBUG, "passed over {0}", file);
        }
      }
      return all;
    } catch (IOException unreadable) {
      throw new InvalidArgument(
          "cannot list the certificate directory '%s'".formatted(directory), unreadable);
    }
  }

  private static List<X509Certificate> read(Path bundle) throws InvalidArgument {
    try (InputStream in = Files.newInputStream(bundle)) {
      Collection<? extends Certificate> found =
          CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (found.isEmpty()) {
        throw new InvalidArgument("'%s' holds no certificate".formatted(bundle));
      }
      return found.stream().map(X509Certificate.class::cast).toList();
    } catch (IOException | CertificateException unreadable) {
      throw new InvalidArgument("cannot read certificates from '%s'".formatted(bundle), unreadable);
    }
  }
}
