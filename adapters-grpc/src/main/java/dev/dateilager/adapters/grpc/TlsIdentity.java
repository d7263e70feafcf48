package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.DateiLagerException.InvalidArgument;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/**
 * What a server shows: a certificate and the key that belongs to it.
 *
 * @param files where they were read
 * @param certificate the server's own
 * @param context ready for connections
 */
record TlsIdentity(TlsFiles files, X509Certificate certificate, SslContext context) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /**
   * Reads both files once, so that what is checked is what is used.
   *
   * @throws InvalidArgument if they cannot be read, are no certificate and key, or do not belong
   *     together
   */
  static TlsIdentity read(TlsFiles files) throws InvalidArgument {
    try {
      byte[] chain = Files.readAllBytes(files.certificate());
      byte[] key = Files.readAllBytes(files.key());
      X509Certificate certificate = firstOf(chain);
      if (!isPair(privateKey(key, certificate.getPublicKey()), certificate.getPublicKey())) {
        throw new InvalidArgument(
            "the TLS key '%s' does not belong to the certificate '%s'"
                .formatted(files.key(), files.certificate()));
      }
      SslContext context =
          GrpcSslContexts.forServer(new ByteArrayInputStream(chain), new ByteArrayInputStream(key))
              .protocols("TLSv1.3", "TLSv1.2")
              .build();
      return new TlsIdentity(files, certificate, context);
    } catch (NoSuchFileException missing) {
      throw new InvalidArgument("no TLS file '%s'".formatted(missing.getFile()));
    } catch (SSLException | GeneralSecurityException | IllegalArgumentException unusable) {
      // not passed on: it may quote the key (I23)
      throw new InvalidArgument(
          "cannot use the TLS certificate '%s' with the key '%s': expected PEM, the key as"
                  .formatted(files.certificate(), files.key())
              + " unencrypted PKCS#8");
    } catch (IOException unreadable) {
      throw new InvalidArgument(
          "cannot read the TLS certificate '%s' and key '%s': %s"
              .formatted(files.certificate(), files.key(), unreadable.getMessage()),
          unreadable);
    }
  }

  /**
   * Refuses a certificate that no peer would accept today.
   *
   * @throws InvalidArgument if its time is over or has not come
   */
  void requireCurrent() throws InvalidArgument {
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException over) {
      throw new InvalidArgument(
          "the TLS certificate '%s' ended at %s"
              .formatted(files.certificate(), certificate.getNotAfter().toInstant()));
    } catch (CertificateNotYetValidException early) {
      throw new InvalidArgument(
          "the TLS certificate '%s' begins only at %s"
              .formatted(files.certificate(), certificate.getNotBefore().toInstant()));
    }
  }

  private static X509Certificate firstOf(byte[] chain) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(chain));
  }

  private static PrivateKey privateKey(byte[] pem, PublicKey partner)
      throws GeneralSecurityException {
    Matcher key = KEY.matcher(new String(pem, StandardCharsets.US_ASCII));
    if (!key.find()) {
      throw new IllegalArgumentException("no PEM block with a private key");
    }
    byte[] der = Base64.getMimeDecoder().decode(key.group(1));
    return KeyFactory.getInstance(partner.getAlgorithm())
        .generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  /** The library below finds out only when somebody connects. */
  private static boolean isPair(PrivateKey ours, PublicKey theirs) throws GeneralSecurityException {
    byte[] probe = theirs.getEncoded();
    Signature signature =
        Signature.getInstance(
            switch (theirs.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> theirs.getAlgorithm(); // EdDSA signs by its own name
            });
    signature.initSign(ours);
    signature.update(probe);
    byte[] signed = signature.sign();
    signature.initVerify(theirs);
    signature.update(probe);
    return signature.verify(signed);
  }
}
