package dev.dateilager.adapters.grpc;

import dev.dateilager.domain.model.DateiLagerException.IoFailed;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The TLS identity of a server that was given none: an ECDSA P-256 key and a certificate that signs
 * itself, so that clients may trust it by naming it as their authority ({@code --ca-cert}). For
 * development and for one machine.
 *
 * <p>It is good for {@code localhost}, {@code 127.0.0.1}, {@code ::1} and the names it is asked
 * for. Go, Node and Java clients take it (RFC 5280).
 */
public final class SelfSignedCertificate {
  private static final String CERTIFICATE_FILE = "tls-cert.pem";
  private static final String KEY_FILE = "tls-key.pem";
  private static final Duration VALIDITY = Duration.ofDays(825);
  private static final Duration RENEWAL = Duration.ofDays(30);
  private static final Duration BACKDATED = Duration.ofHours(1); // for clocks that are behind
  private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;
  private static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "::1");

  private SelfSignedCertificate() {}

  /**
   * The identity kept in a directory, made anew if there is none, if it ends within 30 days, or if
   * it lacks one of the names. Both files have mode 0600 and appear by rename. Damaged ones are
   * made anew, too.
   *
   * @param directory exists
   * @param hostNames further names and addresses, such as the machine's own name
   * @throws IoFailed if the files cannot be read or written
   */
  public static TlsFiles in(Path directory, Set<String> hostNames, InstantSource clock)
      throws IoFailed {
    var files = new TlsFiles(directory.resolve(CERTIFICATE_FILE), directory.resolve(KEY_FILE));
    var names = new TreeSet<>(LOCAL);
    names.addAll(hostNames);
    try {
      if (!isUsable(files, names, clock.instant())) {
        KeyPair pair = newPair();
        byte[] certificate = certificate(pair, names, clock.instant());
        write(files.key(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
        write(files.certificate(), pem("CERTIFICATE", certificate));
      }
      return files;
    } catch (IOException | GeneralSecurityException failure) {
      throw new IoFailed("cannot keep a TLS certificate in '%s'".formatted(directory), failure);
    }
  }

  private static boolean isUsable(TlsFiles files, Set<String> names, Instant now)
      throws IOException {
    try (InputStream in = Files.newInputStream(files.certificate())) {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return certificate.getNotAfter().toInstant().isAfter(now.plus(RENEWAL))
          && namesOf(certificate).containsAll(canonical(names))
          && isPair(Files.readString(files.key()), certificate);
    } catch (NoSuchFileException missing) {
      return false;
    } catch (GeneralSecurityException | IllegalArgumentException damaged) {
      return false; // they are ours alone: made anew rather than complained of
    }
  }

  /** Whether they belong together: a crash between the two renames leaves two that do not. */
  private static boolean isPair(String keyPem, X509Certificate certificate)
      throws GeneralSecurityException {
    byte[] der = Base64.getMimeDecoder().decode(keyPem.replaceAll("-----[A-Z ]*-----", ""));
    var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    byte[] probe = certificate.getSignature();
    var signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(key);
    signer.update(probe);
    byte[] signature = signer.sign();
    signer.initVerify(certificate.getPublicKey());
    signer.update(probe);
    return signer.verify(signature);
  }

  private static Set<String> namesOf(X509Certificate certificate)
      throws IOException, GeneralSecurityException {
    var names = new ArrayList<String>();
    var alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives != null) {
      alternatives.forEach(name -> names.add(String.valueOf(name.get(1))));
    }
    return canonical(names);
  }

  /** Names as they are, addresses in one of their spellings. */
  private static Set<String> canonical(Iterable<String> names) throws IOException {
    var canonical = new TreeSet<String>();
    for (String name : names) {
      canonical.add(isAddress(name) ? InetAddress.getByName(name).getHostAddress() : name);
    }
    return canonical;
  }

  private static boolean isAddress(String name) {
    return name.indexOf(':') >= 0 || name.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  }

  static KeyPair newPair() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** A version 3 certificate in DER, signed by its own key (RFC 5280 §4.1). */
  static byte[] certificate(KeyPair pair, Set<String> names, Instant now)
      throws IOException, GeneralSecurityException {
    byte[] algorithm = Der.sequence(Der.identifier(ECDSA_WITH_SHA256));
    byte[] self =
        Der.sequence(
            Der.setOf(Der.sequence(Der.identifier("2.5.4.3"), Der.text("dateilager self-signed"))));
    byte[] body =
        Der.sequence(
            Der.tagged(0xa0, Der.integer(BigInteger.TWO)), // version 3
            Der.integer(serialNumber()),
            algorithm,
            self,
            Der.sequence(Der.time(now.minus(BACKDATED)), Der.time(now.plus(VALIDITY))),
            self,
            pair.getPublic().getEncoded(),
            Der.tagged(0xa3, extensions(pair, names)));
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(pair.getPrivate());
    signature.update(body);
    return Der.sequence(body, algorithm, Der.bits(signature.sign()));
  }

  /** Positive, at most 20 bytes, and not to be guessed (RFC 5280 §4.1.2.2). */
  private static BigInteger serialNumber() {
    return new BigInteger(126, new SecureRandom()).setBit(126);
  }

  private static byte[] extensions(KeyPair pair, Set<String> names)
      throws IOException, GeneralSecurityException {
    byte[] keyId =
        MessageDigest.getInstance("SHA-1").digest(pair.getPublic().getEncoded()); // a name only
    return Der.sequence(
        critical("2.5.29.19", Der.sequence(Der.yes())), // basicConstraints: CA
        critical("2.5.29.15", Der.namedBits(0b1000_0100, 2)), // digitalSignature, keyCertSign
        extension("2.5.29.37", Der.sequence(Der.identifier("1.3.6.1.5.5.7.3.1"))), // serverAuth
        extension("2.5.29.17", alternativeNames(names)),
        extension("2.5.29.14", Der.octets(keyId)));
  }

  private static byte[] alternativeNames(Set<String> names) throws IOException {
    var alternatives = new ArrayList<byte[]>();
    for (String name : names) {
      alternatives.add(
          isAddress(name)
              ? Der.tagged(IP_ADDRESS, InetAddress.getByName(name).getAddress())
              : Der.tagged(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII)));
    }
    return Der.sequence(alternatives.toArray(byte[][]::new));
  }

  private static byte[] extension(String identifier, byte[] value) {
    return Der.sequence(Der.identifier(identifier), Der.octets(value));
  }

  private static byte[] critical(String identifier, byte[] value) {
    return Der.sequence(Der.identifier(identifier), Der.yes(), Der.octets(value));
  }

  private static String pem(String kind, byte[] der) {
    byte[] lineEnd = {'\n'};
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(kind, Base64.getMimeEncoder(64, lineEnd).encodeToString(der), kind);
  }

  /** Whole or not at all, and readable by its owner alone from its first moment. */
  private static void write(Path file, String content) throws IOException {
    Path staged = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
    try {
      var ownerOnly =
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      try (var channel =
          Files.newByteChannel(
              staged, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
        var bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.US_ASCII));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(staged);
    }
  }
}
